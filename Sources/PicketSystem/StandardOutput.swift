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

    /// Takes bytes, and writes whenever there is no room for more.
    package static func hold(_ bytes: UnsafeRawBufferPointer) throws(FileProblem) {
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

/// Writing to open files.
package enum Descriptor {
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
