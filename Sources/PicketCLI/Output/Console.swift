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
    private let isTerminal = isatty(STDOUT_FILENO) == 1
    private static let portion = 1 << 16

    /// A line or more for standard output; on a terminal it shows at once.
    func out(_ text: String) {
        buffer.withLock { buffer in
            buffer.append(contentsOf: text.utf8)
            if isTerminal || buffer.count >= Console.portion { Console.drain(&buffer) }
        }
    }

    func error(_ text: String) {
        flush()
        var bytes = Array(text.utf8)
        Console.write(&bytes, to: STDERR_FILENO)
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
