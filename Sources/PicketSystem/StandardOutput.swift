internal import CProcess

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Bytes that wait to be written to standard output in large pieces; one thread at a time may use it.
package enum StandardOutput {
    /// Lets SIGQUIT, SIGXCPU and SIGXFSZ write what is held before they end the program.
    package static func guardFromSignals() { process_guard_output() }

    /// Whether bytes wait; any thread may ask.
    package static var isHeld: Bool { process_output_is_held() }

    /// Whether the program was started without it: whatever is written is lost.
    package static var wasClosed: Bool { process_output_was_closed() }

    /// Takes bytes, and writes whenever there is no room for more.
    package static func hold(_ bytes: UnsafeRawBufferPointer) throws(FileProblem) {
        if wasClosed, !bytes.isEmpty { throw .closedStream }
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest)
            rest = rest.dropFirst(process_output_hold(piece.baseAddress, piece.count))
            if !rest.isEmpty { try write() }
        }
    }

    /// Writes what is held. After an error the rest is lost.
    package static func write() throws(FileProblem) {
        let problem = process_output_write()
        if problem != 0 { throw .system(errno: problem) }
    }
}

/// What is said of problems.
package enum StandardError {
    /// Whether the program was started without it.
    package static var wasClosed: Bool { process_errors_were_closed() }

    package static func write(_ bytes: [UInt8]) throws(FileProblem) {
        if wasClosed, !bytes.isEmpty { throw .closedStream }
        try Descriptor.write(bytes, to: STDERR_FILENO)
    }
}

/// Writing to open files.
package enum Descriptor {
    /// How often a pipe without a reader is tried again, 20 ms apart.
    private static let openingTries = 500

    /// Opens a file to be written from its beginning.
    ///
    /// A pipe waits for its reader for ten seconds at the most, and less if a signal asks the program to end: such an
    /// opening would hang otherwise, and hear nothing.
    ///
    /// - Parameter mode: of a file that is made; nil if it must be there.
    package static func openForWriting(_ path: String, mode: UInt32? = nil) throws(FileProblem) -> Int32 {
        let flags = O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (mode == nil ? 0 : O_CREAT)
        for _ in 0..<openingTries {
            let descriptor = open(path, flags, mode_t(mode ?? 0))
            if descriptor >= 0 {
                _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
                return descriptor
            }
            if errno == EINTR { continue }
            guard errno == ENXIO else { throw .latest }
            if isAskedToEnd { break }
            _ = poll(nil, 0, 20)
        }
        throw .noReader
    }

    /// Whether a signal that ends the program in order waits to be taken.
    private static var isAskedToEnd: Bool {
        var pending = sigset_t()
        guard sigpending(&pending) == 0 else { return false }
        return [SIGHUP, SIGINT, SIGTERM].contains { sigismember(&pending, $0) == 1 }
    }

    /// Writes all bytes, and waits for a descriptor that would block.
    package static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(FileProblem) {
        let problem = process_write(descriptor, bytes.baseAddress, bytes.count)
        if problem != 0 { throw .system(errno: problem) }
    }

    /// Writes all bytes, and waits for a descriptor that would block.
    package static func write(_ bytes: [UInt8], to descriptor: Int32) throws(FileProblem) {
        let problem = bytes.withUnsafeBytes { process_write(descriptor, $0.baseAddress, $0.count) }
        if problem != 0 { throw .system(errno: problem) }
    }
}
