import CLineEdit
import PicketSystem
import SystemPackage

/// Wakes a reader from a signal handler or another thread.
final class WakePipe: Sendable {
    /// The byte for a message. No signal has this number.
    static let message: UInt8 = 255

    let reader: FileDescriptor
    let writer: FileDescriptor

    init?() {
        var ends: [Int32] = [-1, -1]
        guard line_edit_pipe(&ends) == 0 else { return nil }
        reader = FileDescriptor(rawValue: ends[0])
        writer = FileDescriptor(rawValue: ends[1])
    }

    /// Wakes the reader. A full pipe also wakes it, so a failed write does not matter.
    func wake(_ byte: UInt8 = WakePipe.message) { writer.writeByte(byte) }

    /// Returns one byte; nil if there is none.
    func next() -> UInt8? { reader.readByte() }

    deinit {
        try? reader.close()
        try? writer.close()
    }
}
