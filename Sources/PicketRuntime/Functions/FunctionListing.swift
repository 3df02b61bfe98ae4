/// A function of the language, for completion and help.
package struct FunctionListing: Sendable {
    package let name: String
    /// `split(text, [sep])`
    package let usage: String
    package let summary: String

    /// In the order of the documentation.
    package static let all: [FunctionListing] = Builtin.allCases.map {
        FunctionListing(name: $0.name, usage: $0.usage, summary: $0.summary)
    }
}
