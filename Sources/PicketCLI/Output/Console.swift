import PicketReports
import PicketRuntime
import PicketSyntax
import PicketSystem
import Synchronization

/// Standard output and standard error.
///
/// They only accept content that was made safe to show: see `Shown`. A terminal gets no control characters but our own
/// styles: see `TerminalText`.
///
/// Output is buffered and written in large pieces. It is flushed before anything goes to standard error. A write error
/// is reported once and makes the program fail, unless the reader has gone away.
///
/// In a job of GitHub Actions no line is a command to the runner: see `GitHubLog`.
final class Console: Sendable {
    static let standard = Console()

    /// Why text was lost on each stream; nil if none was.
    private struct Losses {
        var output: FileProblem?
        var errors: FileProblem?
    }

    /// The lock is held while writing.
    private let losses = Mutex(Losses())
    private let hasLiveLine = Mutex(false)
    /// Whether standard error is a terminal that can show a live line.
    let showsLiveLine = StandardError.isTerminal && Environment["TERM"] != "dumb"
    let isTerminal = StandardOutput.isTerminal
    private let isErrorTerminal = StandardError.isTerminal
    private let isOnGitHub = Mutex(Annotations.isOnGitHub)

    /// Prints one or more lines on standard output. On a terminal they appear at once.
    func out(_ text: Shown<String>) {
        guard !isGuarded, !isTerminal else { return out(text.map { Array($0.utf8) }) }
        var text = text.content
        text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    /// - Parameter isVerbatim: Whether nothing is changed for GitHub's runner: for its commands, and for a person's own
    ///   script.
    func out(_ bytes: Shown<[UInt8]>, isVerbatim: Bool = false) {
        let bytes = safe(bytes, isVerbatim)
        (isTerminal ? TerminalText.safe(bytes) : bytes).withUnsafeBytes { write($0) }
    }

    /// Prints a line of a script or a value. A pipe or a file gets it as it is. A terminal obeys nothing in it.
    func print(_ line: Shown<String>) { out(foreign(line) + "\n") }

    /// Returns a text that is not our own for standard output, without styles if that is a terminal.
    func foreign(_ text: Shown<String>) -> Shown<String> { isTerminal ? text.map(TerminalText.foreign) : text }

    /// From now on no line is a command to GitHub's runner.
    func expectGitHub() { isOnGitHub.withLock { $0 = true } }

    private var isGuarded: Bool { isOnGitHub.withLock { $0 } }

    private func safe(_ bytes: Shown<[UInt8]>, _ isVerbatim: Bool) -> [UInt8] {
        isVerbatim || !isGuarded ? bytes.content : GitHubLog.withoutCommands(bytes.content)
    }

    private func write(_ bytes: UnsafeRawBufferPointer) {
        if isTerminal { clearLiveLine() }
        attempt { () throws(FileProblem) in
            try StandardOutput.hold(bytes)
            if isTerminal { try StandardOutput.write() }
        }
    }

    func error(_ text: Shown<String>) { error(text.map { Array($0.utf8) }) }

    /// - Parameter isVerbatim: See `out`.
    func error(_ bytes: Shown<[UInt8]>, isVerbatim: Bool = false) {
        flush()
        clearLiveLine()
        let bytes = safe(bytes, isVerbatim)
        writeError(isErrorTerminal ? TerminalText.safe(bytes) : bytes)
    }

    /// Shows a line that the next live line or any other output replaces.
    func live(_ text: Shown<String>) {
        guard showsLiveLine else { return }
        flush()
        hasLiveLine.withLock { $0 = true }
        writeError(Array("\r\(TerminalText.safe(text.content))\u{1B}[K".utf8))
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

    /// The columns of the terminal on standard error; 80 without a terminal.
    var width: Int { StandardError.columns ?? 80 }

    /// Writes the buffered output. It is cheap if nothing is buffered.
    func flush() {
        guard StandardOutput.isHeld else { return }
        attempt { () throws(FileProblem) in try StandardOutput.write() }
    }

    /// Whether text was lost that a reader may have waited for.
    var hasLost: Bool {
        losses.withLock { losses in
            [losses.output, losses.errors].contains { $0.map { !$0.isReaderGone } ?? false }
        }
    }

    // MARK: Writing

    /// Writes output. Output after a loss is dropped, so that the written part is a prefix of the whole.
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
