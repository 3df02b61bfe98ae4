package import Picket

/// What the editor can offer: the command table, and what the session has learned.
///
/// It belongs to the thread that reads lines. The session updates it between two lines.
package final class Vocabulary {
    package let commands: CommandTable
    /// The functions of the language and of the compiler's host.
    package var functions = FunctionListing.all
    /// The secret names of the command table.
    package let secretNames: SecretNames
    /// The session's variables that hold secrets.
    package var secretVariables = SecretVariables()
    /// Top-level names.
    package var variables: [String] = []
    /// Names of defs.
    package var definitions: [String] = []
    /// The connections that were used in this session, in the order of their first use.
    package private(set) var connections: [String] = []
    package var profiles: [String] = []
    /// A whole text that is offered for the next line, such as an example of `:help`; nil for none.
    package var offer: String?
    /// The jobs in the background of the prompt.
    package var jobs: [(number: Int, title: String)] = []
    /// Returns the signature of a def.
    package var findSignature: (String) -> Signature? = { _ in nil }
    /// Returns the fields below a path of names such as `last`, `body`; empty for none.
    package var fields: ([String]) -> [String] = { _ in [] }
    /// Returns the files and folders (which end in a slash) that complete a path.
    package var files: (String) -> [String] = { _ in [] }
    /// Returns the parameters of a script file, each with a description.
    package var parameters: (_ file: String) -> [(name: String, note: String)] = { _ in [] }
    /// The pages of the documentation.
    package var topics: [String] = []
    /// Returns the problems of a text in this session.
    package var findProblems: (SourceFile) -> [Diagnostic] = { _ in [] }
    /// Learns what is new since the line began. It is called before anything is offered.
    package var refresh: () -> Void = {}
    /// Returns whether a text contains a secret that the session knows.
    package var holdsSecret: (String) -> Bool = { _ in false }

    /// Whether a question is being answered. Then the text is not a statement and stays out of the history.
    package var isAnswering = false

    package init(commands: CommandTable) {
        self.commands = commands
        secretNames = commands.secretNames
    }

    package func met(connection name: String) {
        guard !name.isEmpty, !connections.contains(where: { $0.hasBytes(of: name) }) else { return }
        connections.append(name)
    }

    package func lost(connection name: String) { connections.removeAll { $0.hasBytes(of: name) } }
}

extension Vocabulary: EditorVocabulary {
    package var knowsLocalNames: Bool { false }

    package var visibleVariables: [VisibleVariable] { variables.map { VisibleVariable($0, "variable") } }

    package func signature(of definition: String) -> Signature? { findSignature(definition) }

    package func fields(below path: [String]) -> [String] { fields(path) }

    package func files(completing prefix: String) -> [String] { files(prefix) }

    package func values(for completion: Parameter.Completion) -> [(text: String, detail: String)] {
        switch completion {
        case .connections: return connections.map { ($0, "connection") }
        case .profiles: return profiles.map { ($0, "profile") }
        case .none, .files, .words: return []
        }
    }
}
