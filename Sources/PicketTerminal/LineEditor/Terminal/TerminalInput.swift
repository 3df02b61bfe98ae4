import CLineEdit
import PicketSystem
import SystemPackage

/// The keys of a terminal, and the other events for its reader: signals and messages.
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

    /// Signals and messages that came before the line, or while keys were dropped, and still concern it.
    private var earlier: [UInt8] = []

    /// How long the rest of a sequence may take, and thus how long a lone escape key waits.
    private static let sequenceMilliseconds: Int32 = 40

    init(terminal: FileDescriptor, wake: WakePipe) {
        self.terminal = terminal
        self.wake = wake
    }

    /// Drops earlier events that do not matter for a new line, since it is drawn at the current size on a fresh row.
    func forgetPast() {
        while let byte = wake.next() {
            let isPast = [Signals.windowChange, Signals.carryOn].contains(Int32(byte)) || byte == WakePipe.message
            if !isPast { earlier.append(byte) }
        }
    }

    /// Drops the keys that were typed or pasted so far, because they cannot be an answer to the next question.
    ///
    /// A terminal delivers a long paste in pieces, so bytes that follow without a pause belong to it. Signals and messages
    /// that come meanwhile are kept.
    func dropKeys() {
        defer { _ = decoder.takeAll() }
        for _ in 0..<Self.droppedPieces {
            // In the mode of a line everything can be read, and a key that makes a signal is found.
            if SignalKeys(of: terminal) == nil { terminal.dropTypedInput() }
            let ready = FileDescriptor.waitForInput(terminal, wake.reader, milliseconds: Self.pauseMilliseconds)
            if ready.second { keepWakes() }
            if ready.first {
                guard let bytes = terminal.readAvailable(), !bytes.isEmpty else { return }
                // The keys that make signals do so even here.
                take(bytes)
            }
            if !ready.first, !ready.second { return }
        }
    }

    private func keepWakes() {
        for _ in 0..<1_024 {
            guard let byte = wake.next() else { return }
            if byte != WakePipe.message || !earlier.contains(byte) { earlier.append(byte) }
        }
    }

    /// The pause that ends a paste.
    private static let pauseMilliseconds: Int32 = 50
    /// The limit of dropped pieces, in case the typing never stops.
    private static let droppedPieces = 200

    /// Returns the next key or event.
    ///
    /// - Parameter beforeWaiting: Is called when no more keys are available. So a paste and keys typed ahead are drawn
    ///   once.
    func next(beforeWaiting: () -> Void) -> Event {
        while true {
            // A key that makes a signal comes before what was typed after it.
            if !decoder.isEmpty, let event = earlierEvent() { return event }
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

    /// Waits for more bytes. Returns another event that happened instead; nil for none.
    func fill(milliseconds: Int32 = -1) -> Event? {
        if let event = earlierEvent() { return event }
        let ready = FileDescriptor.waitForInput(terminal, wake.reader, milliseconds: milliseconds)
        // Signals come first: ^C has emptied the terminal's queue, so the available input was typed after it. Its
        // handler may run when the wait ends, after the result of the wait is fixed, so the pipe is read again.
        let byte = ready.first || ready.second ? wake.next() : nil
        if let byte, byte != WakePipe.message { return .signal(Int32(byte)) }
        if ready.first, let bytes = terminal.readAvailable() {
            if bytes.isEmpty { return .end }
            take(bytes)
        }
        if byte != nil {
            forgetWakes()
            earlier.append(WakePipe.message)
        }
        return earlierEvent()
    }

    private func earlierEvent() -> Event? {
        guard !earlier.isEmpty else { return nil }
        let byte = earlier.removeFirst()
        return byte == WakePipe.message ? .messages : .signal(Int32(byte))
    }

    // MARK: Keys that make signals

    /// Takes bytes of the terminal, and keeps the signals of the keys among them as events.
    private func take(_ bytes: [UInt8]) {
        for key in decoder.feed(bytes, SignalKeys(of: terminal)) {
            let signal = key.signal
            let count = earlier.count { $0 == UInt8(signal) }
            line_edit_signal_group(signal)
            // The handler may run on another thread. SIGQUIT comes back only if it is ignored.
            while signal != Signals.quit, earlier.count(where: { $0 == UInt8(signal) }) == count {
                let hasCome = FileDescriptor.waitForInput(
                    wake.reader, wake.reader, milliseconds: Self.handlerMilliseconds
                ).first
                if hasCome { keepWakes() } else { earlier.append(UInt8(signal)) }
            }
        }
    }

    /// How long the handler of a signal may take to run.
    private static let handlerMilliseconds: Int32 = 1_000

    /// Sends the signals of keys that were typed after the end of a line, for the command that runs now.
    func takeTypedAhead() {
        guard FileDescriptor.waitForInput(terminal, terminal, milliseconds: 0).first,
            let bytes = terminal.readAvailable()
        else { return }
        for key in decoder.feed(bytes, SignalKeys(of: terminal)) { line_edit_signal_group(key.signal) }
    }

    /// The signal that ends the reading, if it has come, or if the terminal is gone; nil for none.
    var endingSignal: Int32? {
        keepWakes()
        let signals = [Signals.terminate, Signals.hangup]
        if let signal = signals.first(where: { earlier.contains(UInt8($0)) }) { return signal }
        return terminal.isHungUp ? Signals.hangup : nil
    }

    /// Drops the wake bytes of messages, since one call takes all messages. The loop is bounded because new bytes may
    /// keep coming.
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

extension SignalKeys {
    /// nil while the terminal's driver makes the signals itself.
    fileprivate init?(of terminal: FileDescriptor) {
        var keys = line_edit_keys()
        guard line_edit_signal_keys(terminal.rawValue, &keys) else { return nil }
        self.init(
            interrupt: UInt8(exactly: keys.interrupt), stop: UInt8(exactly: keys.stop), quit: UInt8(exactly: keys.quit))
    }
}

extension SignalKeys.Key {
    fileprivate var signal: Int32 {
        switch self {
        case .interrupt: Signals.interrupt
        case .stop: Signals.keyboardStop
        case .quit: Signals.quit
        }
    }
}
