import PicketSystem

/// Why a data file could not be read.
package struct DataProblem: Error, Sendable, Equatable {
    /// One sentence in lower case without a full stop, true when read alone with the file's name before it.
    package var message: String
    /// The path as the script wrote it.
    package var path: String
    /// The line that is at fault, from 1; nil for what concerns the whole file.
    package var line: Int?

    package init(_ message: String, path: String, line: Int? = nil) {
        self.message = message
        self.path = path
        self.line = line
    }
}

extension DataProblem: CustomStringConvertible {
    /// `fleet.csv:17`, or `fleet.csv`. The line itself is never quoted: it may hold passwords.
    package var place: String { line.map { "\(path):\($0)" } ?? path }

    package var description: String { "\(place): \(message)" }
}

/// What a reader found wrong in a text that has no name yet.
struct DataFault: Error, Equatable {
    var message: String
    var line: Int?

    init(_ message: String, line: Int? = nil) {
        self.message = message
        self.line = line
    }

    init(_ problem: FileProblem) { self.init(problem.message, line: problem.line) }
}
