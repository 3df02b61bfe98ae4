/// A function of the language, for completion and help.
package struct FunctionListing: Sendable {
    package let name: String
    /// `split(text, [sep])`
    package let usage: String
    package let summary: String

    /// In the order of the documentation.
    package static let all: [FunctionListing] = Builtin.allCases.map { builtin in
        let parameters = builtin.parameters.enumerated().map { position, name in
            position < builtin.required ? name : "[\(name)]"
        }
        return FunctionListing(
            name: builtin.name, usage: "\(builtin.name)(\(parameters.joined(separator: ", ")))",
            summary: builtin.summary)
    }
}
