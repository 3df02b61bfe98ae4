import PicketSystem
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard output and standard error.
///
/// Output is collected and written in large pieces; whatever goes to standard error goes after the output before it. What
/// cannot be written is told once and makes the program fail, unless it is the reader who has gone away.
final class Console: Sendable {
    static let standard = Console()

    /// Why text was lost on a stream; nil while none was.
    private struct Losses {
        var output: FileProblem?
        var errors: FileProblem?
    }

    /// Whoever holds it may write.
    private let losses = Mutex(Losses())
    private let hasLiveLine = Mutex(false)
    /// Whether standard error is a terminal that can show a live line.
    let showsLiveLine = isatty(STDERR_FILENO) == 1 && Environment["TERM"] != "dumb"
    private let isTerminal = isatty(STDOUT_FILENO) == 1

    /// A line or more for standard output; on a terminal it shows at once.
    func out(_ text: String) {
        var text = text
        text.withUTF8 { out(UnsafeRawBufferPointer($0)) }
    }

    func out(_ bytes: [UInt8]) { bytes.withUnsafeBytes { out($0) } }

    private func out(_ bytes: UnsafeRawBufferPointer) {
        if isTerminal { clearLiveLine() }
        attempt { () throws(FileProblem) in
            try StandardOutput.hold(bytes)
            if isTerminal { try StandardOutput.write() }
        }
    }

    func error(_ text: String) { error(Array(text.utf8)) }

    func error(_ bytes: [UInt8]) {
        flush()
        clearLiveLine()
        writeError(bytes)
    }

    /// Shows a line that the next one, or anything else that is said, replaces.
    func live(_ text: String) {
        guard showsLiveLine else { return }
        flush()
        hasLiveLine.withLock { $0 = true }
        writeError(Array("\r\(text)\u{1B}[K".utf8))
    }

    private func clearLiveLine() {
        guard
            hasLiveLine.withLock({ line in
                defer { line = false }
                return line
            })
        else { return }
        writeError(Array("\r\u{1B}[K".utf8))
    }

    /// The columns of the terminal that standard error is; 80 if it is none.
    var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes what is collected. It costs nothing worth counting where nothing is.
    func flush() {
        guard StandardOutput.isHeld else { return }
        attempt { () throws(FileProblem) in try StandardOutput.write() }
    }

    /// Whether text was lost that somebody may have waited for.
    var hasLost: Bool {
        losses.withLock { losses in
            [losses.output, losses.errors].contains { $0.map { !$0.isReaderGone } ?? false }
        }
    }

    // MARK: Writing

    /// Output that follows a loss is dropped: what was written is then a beginning of the whole, without a hole.
    private func attempt(_ write: () throws(FileProblem) -> Void) {
        let problem = losses.withLock { losses -> FileProblem? in
            guard losses.output == nil else { return nil }
            do throws(FileProblem) {
                try write()
            } catch {
                losses.output = error
            }
            return losses.output
        }
        guard let problem, !problem.isReaderGone else { return }
        clearLiveLine()
        writeError(Array("picket: cannot write standard output: \(problem.message)\n".utf8))
    }

    private func writeError(_ bytes: [UInt8]) {
        do throws(FileProblem) {
            try StandardError.write(bytes)
        } catch {
            losses.withLock { $0.errors = $0.errors ?? error }
        }
    }
}
