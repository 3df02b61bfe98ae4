import PicketSystem
import SystemPackage

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

    /// Signals that came before the line and still concern it.
    private var earlier: [UInt8] = []

    /// How long the rest of a sequence may take: an escape key that is pressed alone waits no longer than this.
    private static let sequenceMilliseconds: Int32 = 40

    init(terminal: FileDescriptor, wake: WakePipe) {
        self.terminal = terminal
        self.wake = wake
    }

    /// Drops what says nothing about the line that begins: it is drawn at the size that holds now, on a fresh row.
    func forgetPast() {
        while let byte = wake.next() {
            let isPast = [Signals.windowChange, Signals.carryOn].contains(Int32(byte)) || byte == WakePipe.message
            if !isPast { earlier.append(byte) }
        }
    }

    /// Drops the keys that were typed or pasted so far: nobody typed them as an answer to what is asked next.
    ///
    /// A terminal hands a long paste over in pieces, so what follows without a pause belongs to it.
    func dropKeys() {
        _ = decoder.takeAll()
        for _ in 0..<Self.droppedPieces {
            terminal.dropTypedInput()
            let ready = FileDescriptor.waitForInput(terminal, wake.reader, milliseconds: Self.pauseMilliseconds)
            guard ready.first, let bytes = terminal.readAvailable(), !bytes.isEmpty else { return }
        }
    }

    /// The pause that ends a paste.
    private static let pauseMilliseconds: Int32 = 50
    /// Somebody who never stops typing is asked all the same.
    private static let droppedPieces = 200

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
        if !earlier.isEmpty { return .signal(Int32(earlier.removeFirst())) }
        let ready = FileDescriptor.waitForInput(terminal, wake.reader, milliseconds: milliseconds)
        // Signals first: ^C has emptied the terminal's queue, so that what is there to read was typed after it. Its handler
        // runs as the wait ends, when what the wait has found is settled: the pipe is looked at anew.
        let byte = ready.first || ready.second ? wake.next() : nil
        if let byte, byte != WakePipe.message { return .signal(Int32(byte)) }
        if ready.first, let bytes = terminal.readAvailable() {
            if bytes.isEmpty { return .end }
            decoder.feed(bytes)
        }
        guard byte != nil else { return nil }
        forgetWakes()
        return .messages
    }

    /// However many messages there are, all are taken at once; new ones may come as fast as this goes.
    private func forgetWakes() {
        for _ in 0..<1_024 {
            guard let byte = wake.next() else { return }
            if byte != WakePipe.message { earlier.append(byte) }
        }
    }

    private func rest() -> Event? {
        let ready = FileDescriptor.waitForInput(terminal, wake.reader, milliseconds: Self.sequenceMilliseconds)
        if ready.first || ready.second { return fill(milliseconds: 0) }
        guard case .scalar(let value) = decoder.next(isFinal: true) else { return nil }
        return .key(value)
    }
}
