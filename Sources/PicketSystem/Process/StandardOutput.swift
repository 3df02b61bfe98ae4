internal import CProcess
import SystemPackage

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
        if problem != 0 { throw .system(Errno(rawValue: problem)) }
    }

    /// Writes at once, for a program that holds nothing.
    package static func write(_ bytes: [UInt8]) throws(FileProblem) {
        try FileDescriptor.standardOutput.writeWaiting(bytes)
    }

    package static var isTerminal: Bool { FileDescriptor.standardOutput.isTerminal }
}

package enum StandardError {
    /// Whether the program was started without it.
    package static var wasClosed: Bool { process_errors_were_closed() }

    package static func write(_ bytes: [UInt8]) throws(FileProblem) {
        if wasClosed, !bytes.isEmpty { throw .closedStream }
        try FileDescriptor.standardError.writeWaiting(bytes)
    }

    package static var isTerminal: Bool { FileDescriptor.standardError.isTerminal }

    /// The columns of the terminal; nil if it is none.
    package static var columns: Int? { FileDescriptor.standardError.columns }
}

package enum StandardInput {
    package static var isTerminal: Bool { FileDescriptor.standardInput.isTerminal }

    package enum State {
        case readable, unreadable, folder
        /// The program was started without one: reading it would find an empty text.
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
