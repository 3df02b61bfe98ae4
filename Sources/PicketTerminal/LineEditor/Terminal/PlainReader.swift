import PicketSystem

/// Reads lines from a pipe, a file, or a terminal that edits itself.
final class PlainReader {
    private let input: TerminalInput
    private var bytes: [UInt8] = []
    private var isAtEnd = false
    /// Whether this reader stopped the process itself, so that the coming SIGCONT is its own.
    private var wasSuspended = false

    init(input: TerminalInput) { self.input = input }

    /// What a reader does around a stop of the process.
    struct Stopping {
        /// Restores the terminal before ^Z stops the process.
        var before: () -> Void = {}
        /// Prepares the terminal again and repeats the question.
        var after: () -> Void = {}
    }

    /// Reads one line without its end, which may be CR LF; `.endOfFile` after the last line, which needs no newline.
    func line(_ stopping: Stopping = Stopping()) -> ReadResult {
        while true {
            bytes += input.decoder.takeAll()
            if let newline = bytes.firstIndex(of: UInt8(ascii: "\n")) {
                defer { bytes.removeFirst(newline + 1) }
                return .line(Self.text(bytes[..<newline]))
            }
            if isAtEnd { return rest() }
            if let result = wait(stopping) { return result }
        }
    }

    /// Drops text that was read ahead.
    func drop() { bytes = [] }

    private func rest() -> ReadResult {
        guard !bytes.isEmpty else { return .endOfFile }
        defer { bytes = [] }
        return .line(Self.text(bytes[...]))
    }

    private static func text(_ line: ArraySlice<UInt8>) -> String {
        String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }

    private func wait(_ stopping: Stopping) -> ReadResult? {
        switch input.fill() {
        case .end:
            // A terminal continues after ^D; a file does not.
            if input.terminal.isTerminal { return rest() }
            isAtEnd = true
        case .signal(Signals.interrupt):
            bytes = []
            return .interrupted
        case .signal(Signals.keyboardStop):
            stopping.before()
            LineEditor.suspend()
            wasSuspended = true
            stopping.after()
        case .signal(Signals.carryOn):
            if !wasSuspended { stopping.after() }
            wasSuspended = false
        case .signal(Signals.terminate): return .terminated(Signals.terminate)
        case .signal(Signals.hangup): return .terminated(Signals.hangup)
        case .signal, .messages, .key, nil: break
        }
        return nil
    }
}
