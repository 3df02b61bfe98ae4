import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard output and standard error.
///
/// Output is collected and written in large pieces; whatever goes to standard error goes after the output before it.
final class Console: Sendable {
    static let standard = Console()

    private let buffer = Mutex<[UInt8]>([])
    private let hasLiveLine = Mutex(false)
    /// Whether standard error is a terminal that can show a live line.
    let showsLiveLine = isatty(STDERR_FILENO) == 1 && Environment["TERM"] != "dumb"
    private let isTerminal = isatty(STDOUT_FILENO) == 1
    private static let portion = 1 << 16

    /// A line or more for standard output; on a terminal it shows at once.
    func out(_ text: String) {
        if isTerminal { clearLiveLine() }
        buffer.withLock { buffer in
            buffer.append(contentsOf: text.utf8)
            if isTerminal || buffer.count >= Console.portion { Console.drain(&buffer) }
        }
    }

    func error(_ text: String) {
        flush()
        clearLiveLine()
        var bytes = Array(text.utf8)
        Console.write(&bytes, to: STDERR_FILENO)
    }

    /// Shows a line that the next one, or anything else that is said, replaces.
    func live(_ text: String) {
        guard showsLiveLine else { return }
        flush()
        hasLiveLine.withLock { $0 = true }
        var bytes = Array("\r\(text)\u{1B}[K".utf8)
        Console.write(&bytes, to: STDERR_FILENO)
    }

    private func clearLiveLine() {
        guard
            hasLiveLine.withLock({ line in
                defer { line = false }
                return line
            })
        else { return }
        var bytes = Array("\r\u{1B}[K".utf8)
        Console.write(&bytes, to: STDERR_FILENO)
    }

    /// The columns of the terminal that standard error is; 80 if it is none.
    var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    func flush() { buffer.withLock { Console.drain(&$0) } }

    private static func drain(_ buffer: inout [UInt8]) {
        write(&buffer, to: STDOUT_FILENO)
    }

    /// Writes all of it; what a closed descriptor does not take is lost, as with any program.
    private static func write(_ bytes: inout [UInt8], to descriptor: Int32) {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { piece in
                #if canImport(Glibc)
                    Glibc.write(descriptor, piece.baseAddress, piece.count)
                #else
                    Darwin.write(descriptor, piece.baseAddress, piece.count)
                #endif
            }
            if count < 0 {
                if errno == EINTR { continue }
                break
            }
            start += count
        }
        bytes.removeAll(keepingCapacity: true)
    }
}
