import PicketSystem

/// Reads lines from a pipe, a file, or a terminal that edits itself.
final class PlainReader {
    private let input: TerminalInput
    private var bytes: [UInt8] = []
    private var isAtEnd = false

    init(input: TerminalInput) { self.input = input }

    /// Reads one line without its end; `.endOfFile` after the last line, which needs no newline.
    func line() -> ReadResult {
        while true {
            bytes += input.decoder.takeAll()
            if let newline = bytes.firstIndex(of: UInt8(ascii: "\n")) {
                defer { bytes.removeFirst(newline + 1) }
                return .line(String(decoding: bytes[..<newline], as: UTF8.self))
            }
            if isAtEnd { return rest() }
            if let result = wait() { return result }
        }
    }

    /// Drops text that was read ahead.
    func drop() { bytes = [] }

    private func rest() -> ReadResult {
        guard !bytes.isEmpty else { return .endOfFile }
        defer { bytes = [] }
        return .line(String(decoding: bytes, as: UTF8.self))
    }

    private func wait() -> ReadResult? {
        switch input.fill() {
        case .end:
            // A terminal continues after ^D; a file does not.
            if input.terminal.isTerminal { return rest() }
            isAtEnd = true
        case .signal(Signals.interrupt):
            bytes = []
            return .interrupted
        case .signal(Signals.keyboardStop): LineEditor.suspend()
        case .signal(Signals.terminate): return .terminated(Signals.terminate)
        case .signal(Signals.hangup): return .terminated(Signals.hangup)
        case .signal, .messages, .key, nil: break
        }
        return nil
    }
}
