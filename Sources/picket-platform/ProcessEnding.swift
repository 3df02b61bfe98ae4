import PicketSystem
import UnixSignals

/// The events that ask this process to end.
struct ProcessEnding {
    private let signals: UnixSignalsSequence

    /// Catches the signals from now on, even before `wait` is called. Signals that the parent has set to be ignored
    /// stay ignored.
    init(trapping signals: UnixSignal...) async {
        self.signals = await UnixSignalsSequence(trapping: signals.filter { !Signals.ignores($0.rawValue) })
    }

    func wait() async {
        for await _ in signals { return }
    }

    /// Waits for a signal or for the end of standard input.
    func waitAlsoForEndOfInput() async {
        let ends = AsyncStream<Void> { continuation in
            SystemThread.detach {
                Self.readToEnd(.standard)
                continuation.yield()
            }
            Task {
                await wait()
                continuation.yield()
            }
        }
        for await _ in ends { return }
    }

    /// Reads a file until it ends. An error is an end too.
    private static func readToEnd(_ file: consuming InputFile) {
        var bytes: [UInt8] = Array(repeating: 0, count: 512)
        while let count = try? bytes.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {}
    }
}
