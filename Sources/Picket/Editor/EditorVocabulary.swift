package import PicketRuntime
internal import PicketSyntax

/// What is known at a place of a text, beside the language itself. A text of a host and a line of the prompt know
/// different things in different ways.
package protocol EditorVocabulary {
    var commands: CommandTable { get }
    /// The functions of the language and of the host.
    var functions: [FunctionListing] { get }
    /// The names of the defs, in the order in which they are offered.
    var definitions: [String] { get }
    /// The signature of a def, if it is known.
    func signature(of definition: String) -> Signature?
    /// The variables that can be read at the place, in the order in which they are offered.
    var visibleVariables: [VisibleVariable] { get }
    /// Whether the visible variables include those that the text itself declares.
    var knowsLocalNames: Bool { get }
    /// The fields below a path of names such as `last`, `body`; empty for none.
    func fields(below path: [String]) -> [String]
    /// The files and folders (which end in a slash) that complete a path.
    func files(completing prefix: String) -> [String]
    /// The values that complete a parameter, each with a description.
    func values(for completion: Parameter.Completion) -> [(text: String, detail: String)]
}

/// A variable that can be read at a place.
package struct VisibleVariable {
    package let name: String
    /// One phrase for completion and hovering.
    package let detail: String

    package init(_ name: String, _ detail: String) { (self.name, self.detail) = (name, detail) }
}

extension EditorVocabulary {
    /// The name of every statement, command and def that may begin with a word.
    var statementWords: [String] {
        Array(commands.names) + definitions + StatementKeyword.allCases.map(\.rawValue)
    }
}
