internal import CProcess
import SystemPackage

/// A buffer of bytes for standard output. Only one thread at a time may use it.
package enum StandardOutput {
    /// Makes SIGQUIT, SIGXCPU and SIGXFSZ write the buffer before they end the program.
    package static func guardFromSignals() { process_guard_output() }

    /// Whether the buffer is not empty. Any thread may ask.
    package static var isHeld: Bool { process_output_is_held() }

    /// Whether the program was started without standard output, so that all output is lost.
    package static var wasClosed: Bool { process_output_was_closed() }

    /// Adds bytes to the buffer, and writes it whenever it is full.
    package static func hold(_ bytes: UnsafeRawBufferPointer) throws(FileProblem) {
        if wasClosed, !bytes.isEmpty { throw .closedStream }
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest)
            rest = rest.dropFirst(process_output_hold(piece.baseAddress, piece.count))
            if !rest.isEmpty { try write() }
        }
    }

    /// Writes the buffer. After an error the rest is lost.
    package static func write() throws(FileProblem) {
        let problem = process_output_write()
        if problem != 0 { throw .system(Errno(rawValue: problem)) }
    }

    /// Writes bytes at once, for a program that does not use the buffer.
    package static func write(_ bytes: [UInt8]) throws(FileProblem) {
        try FileDescriptor.standardOutput.writeWaiting(bytes)
    }

    package static var isTerminal: Bool { FileDescriptor.standardOutput.isTerminal }
}

package enum StandardError {
    /// Whether the program was started without standard error.
    package static var wasClosed: Bool { process_errors_were_closed() }

    package static func write(_ bytes: [UInt8]) throws(FileProblem) {
        if wasClosed, !bytes.isEmpty { throw .closedStream }
        try FileDescriptor.standardError.writeWaiting(bytes)
    }

    package static var isTerminal: Bool { FileDescriptor.standardError.isTerminal }

    /// The columns of the terminal; nil if this is not a terminal.
    package static var columns: Int? { FileDescriptor.standardError.columns }
}

package enum StandardInput {
    package static var isTerminal: Bool { FileDescriptor.standardInput.isTerminal }

    package enum State {
        case readable, unreadable, folder
        /// The program was started without standard input. Reading it would return an empty text.
        case closed
    }

    package static var state: State {
        guard let isReadable = FileDescriptor.standardInput.isReadable, !process_input_was_closed() else {
            return .closed
        }
        guard isReadable else { return .unreadable }
        return (try? Stat(.standardInput))?.type == .directory ? .folder : .readable
    }
}
