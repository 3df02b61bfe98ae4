import PicketSystem

/// The output of this program.
enum Output {
    /// Writes to standard output. It is not an error if the reader has gone away.
    static func out(_ text: String) throws(OutputProblem) {
        do throws(FileProblem) {
            try StandardOutput.write(Array(text.utf8))
        } catch {
            if !error.isReaderGone { throw OutputProblem(problem: error) }
        }
    }

    /// Writes a line to standard error. A failure is ignored, since there is nowhere to report it.
    static func error(_ line: String) {
        try? StandardError.write(Array((line + "\n").utf8))
    }
}

/// Standard output cannot be written.
struct OutputProblem: Error, CustomStringConvertible {
    let problem: FileProblem

    var description: String { "cannot write standard output: \(problem.message)" }
}
