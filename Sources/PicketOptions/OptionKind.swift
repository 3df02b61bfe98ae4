import PicketSyntax

/// The form that the text of an option must have.
package enum OptionKind: Sendable, Equatable {
    case flag
    case text
    /// A URL, a profile's name, or `local`.
    case platform
    case url
    /// The name of an environment variable.
    case variable
    case file, folder
    /// A host and a port, to listen there.
    case address
    case count(ClosedRange<Int>)
    /// From 0 to 2⁶⁴−1.
    case number
    case duration
    /// A duration within bounds, in nanoseconds.
    case time(ClosedRange<Int64>)
    /// Requests a second.
    case rate
    case choice([String])
    /// A choice that depends on the command.
    case format
    case tag, testName

    package var isPath: Bool { self == .file || self == .folder }

    /// The name of a value on the help page; empty for a flag.
    var valueName: String {
        switch self {
        case .flag: ""
        case .text: "text"
        case .platform: "URL|PROFILE|local"
        case .url: "url"
        case .variable: "name"
        case .file: "file"
        case .folder: "dir"
        case .address: "host:port"
        case .count: "count"
        case .number: "number"
        case .duration, .time: "duration"
        case .rate: "N/s"
        case .choice, .format: "choice"
        case .tag: "expr"
        case .testName: "glob"
        }
    }
}
