import Testing

@testable import PicketSyntax

/// The tree of a text as one line; the codes of its problems instead, if it has any.
func tree(_ text: String, isInteractive: Bool = false) -> String {
    let source = SourceFile(name: "test.picket", text: text)
    var parser = Parser(source, isInteractive: isInteractive)
    let script = parser.parseScript()
    guard parser.diagnostics.isEmpty else {
        return parser.diagnostics.map { "!\($0.code)" }.joined(separator: " ")
    }
    return SymbolicDescription(source).describe(script)
}

/// A text and what is made of it.
struct Sample: Sendable, CustomTestStringConvertible {
    let text: String
    let result: String

    init(_ text: String, _ result: String) {
        self.text = text
        self.result = result
    }

    var testDescription: String { text }
}

/// `SourceLocation` is also a name of the testing library.
typealias Place = PicketSyntax.SourceLocation
