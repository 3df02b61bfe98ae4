import PicketSystem

/// Why a data file could not be read.
package struct DataProblem: Error, Sendable, Equatable {
    /// One sentence in lower case without a full stop. It is true when it follows the file's name.
    package var message: String
    /// The path as the script wrote it.
    package var path: String
    /// The line of the problem, counted from 1; nil if the problem concerns the whole file.
    package var line: Int?

    package init(_ message: String, path: String, line: Int? = nil) {
        self.message = message
        self.path = path
        self.line = line
    }
}

extension DataProblem: CustomStringConvertible {
    /// `fleet.csv:17`, or `fleet.csv`. The line itself is never quoted, because it may contain passwords.
    package var place: String { line.map { "\(path):\($0)" } ?? path }

    package var description: String { "\(place): \(message)" }
}

/// A problem in a text whose file name the reader does not know.
struct DataFault: Error, Equatable {
    var message: String
    var line: Int?

    init(_ message: String, line: Int? = nil) {
        self.message = message
        self.line = line
    }

    init(_ problem: FileProblem) { self.init(problem.message, line: problem.line) }
}
