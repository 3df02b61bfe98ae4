import CLineEdit
import Glibc

/// Wakes a reader from a signal handler or another thread.
final class WakePipe: Sendable {
    /// No signal has this number.
    static let message: UInt8 = 255

    let reader: FileDescriptor
    let writer: FileDescriptor

    init?() {
        var ends: [Int32] = [-1, -1]
        guard line_edit_pipe(&ends) == 0 else { return nil }
        reader = FileDescriptor(ends[0])
        writer = FileDescriptor(ends[1])
    }

    /// A pipe that is full wakes its reader just as well.
    func wake(_ byte: UInt8 = WakePipe.message) {
        var byte = byte
        _ = Glibc.write(writer.number, &byte, 1)
    }

    /// One byte; nil when there is none.
    func next() -> UInt8? {
        var byte: UInt8 = 0
        return Glibc.read(reader.number, &byte, 1) == 1 ? byte : nil
    }

    deinit {
        reader.close()
        writer.close()
    }
}
