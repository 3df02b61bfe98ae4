import PicketSystem
import SystemPackage

extension LineEditor {
    /// Runs a command. Meanwhile ^C and signals to end go to `onSignal`, and ^Z stops the process as usual.
    ///
    /// - Parameters:
    ///   - onSignal: Is called on another thread for each SIGINT, SIGTERM or SIGHUP.
    ///   - body: The command. Signals do not end it, so `onSignal` must.
    package func attending<Result>(
        onSignal: @escaping @Sendable (Int32) -> Void, _ body: () throws -> Result
    ) rethrows -> Result {
        if case .pipe = source { return try body() }
        guard let stop = WakePipe() else { return try body() }
        let attendant = SignalAttendant(wake: input.wake, stop: stop, onSignal: onSignal)
        let thread = SystemThread { attendant.run() }
        defer {
            stop.wake()
            thread?.join()
        }
        return try body()
    }
}

/// Receives signals while no line is read.
private final class SignalAttendant: Sendable {
    let wake: WakePipe
    let stop: WakePipe
    let onSignal: @Sendable (Int32) -> Void

    init(wake: WakePipe, stop: WakePipe, onSignal: @escaping @Sendable (Int32) -> Void) {
        self.wake = wake
        self.stop = stop
        self.onSignal = onSignal
    }

    func run() {
        while true {
            let ready = FileDescriptor.waitForInput(wake.reader, stop.reader, milliseconds: -1)
            while ready.first, let byte = wake.next() { take(Int32(byte)) }
            if ready.second { return }
        }
    }

    private func take(_ signal: Int32) {
        switch signal {
        case Signals.interrupt:
            // The terminal has shown `^C`. What follows begins on a row of its own.
            try? FileDescriptor.standardOutput.writeWaiting([UInt8(ascii: "\n")])
            onSignal(signal)
        case Signals.terminate, Signals.hangup: onSignal(signal)
        case Signals.keyboardStop: LineEditor.suspend()
        default: break
        }
    }
}
