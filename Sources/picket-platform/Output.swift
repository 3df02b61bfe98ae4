import Foundation
import PicketSystem

/// What this program says.
enum Output {
    /// Standard output; a reader that has gone away is no problem.
    static func out(_ text: String) throws(OutputProblem) {
        do throws(FileProblem) {
            try Descriptor.write(Array(text.utf8), to: STDOUT_FILENO)
        } catch {
            if !error.isReaderGone { throw OutputProblem(problem: error) }
        }
    }

    /// A line on standard error; where that cannot be written there is nobody to tell.
    static func error(_ line: String) {
        try? Descriptor.write(Array((line + "\n").utf8), to: STDERR_FILENO)
    }
}

/// Standard output cannot be written.
struct OutputProblem: Error, CustomStringConvertible {
    let problem: FileProblem

    var description: String { "cannot write standard output: \(problem.message)" }
}
