import Foundation
import PicketSystem

/// What this program says.
enum Output {
    /// Standard output; a reader that has gone away is no problem.
    static func out(_ text: String) throws(OutputProblem) {
        do throws(FileProblem) {
            try StandardOutput.write(Array(text.utf8))
        } catch {
            if !error.isReaderGone { throw OutputProblem(problem: error) }
        }
    }

    /// A line on standard error; where that cannot be written there is nobody to tell.
    static func error(_ line: String) {
        try? StandardError.write(Array((line + "\n").utf8))
    }
}

/// Standard output cannot be written.
struct OutputProblem: Error, CustomStringConvertible {
    let problem: FileProblem

    var description: String { "cannot write standard output: \(problem.message)" }
}
