import CLineEdit
import Glibc

/// The keys of a terminal, and what else wakes its reader: signals and messages.
final class TerminalInput {
    enum Event: Hashable {
        case key(UInt32)
        case signal(Int32)
        case messages
        case end
    }

    let terminal: FileDescriptor
    let wake: WakePipe
    var decoder = KeyDecoder()

    /// How long the rest of a sequence may take: an escape key that is pressed alone waits no longer than this.
    private static let sequenceMilliseconds: Int32 = 40

    init(terminal: FileDescriptor, wake: WakePipe) {
        self.terminal = terminal
        self.wake = wake
    }

    /// The next key or event.
    ///
    /// - Parameter beforeWaiting: Called when every key that is there has been handed out. A paste and keys typed ahead so
    ///   are drawn once.
    func next(beforeWaiting: () -> Void) -> Event {
        while true {
            switch decoder.next() {
            case .scalar(let value): return .key(value)
            case .none:
                beforeWaiting()
                if let event = fill(milliseconds: -1) { return event }
            case .unfinished:
                if let event = rest() { return event }
            }
        }
    }

    /// Waits for more bytes; returns what else happened instead.
    func fill(milliseconds: Int32 = -1) -> Event? {
        let ready = FileDescriptor.poll(terminal, wake.reader, milliseconds: milliseconds)
        if ready.first, let bytes = terminal.read() {
            if bytes.isEmpty { return .end }
            decoder.feed(bytes)
            return nil
        }
        guard ready.second, let byte = wake.next() else { return nil }
        return byte == WakePipe.message ? .messages : .signal(Int32(byte))
    }

    private func rest() -> Event? {
        let ready = FileDescriptor.poll(terminal, wake.reader, milliseconds: Self.sequenceMilliseconds)
        if ready.first || ready.second { return fill(milliseconds: 0) }
        guard case .scalar(let value) = decoder.next(isFinal: true) else { return nil }
        return .key(value)
    }
}

/// Wakes a reader from a signal handler or another thread.
struct WakePipe: Sendable {
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
    func wake() {
        var byte = Self.message
        _ = Glibc.write(writer.number, &byte, 1)
    }

    /// One byte; nil when there is none.
    func next() -> UInt8? {
        var byte: UInt8 = 0
        return Glibc.read(reader.number, &byte, 1) == 1 ? byte : nil
    }

    func close() {
        reader.close()
        writer.close()
    }
}
