import PicketSystem
import SystemPackage

extension LineEditor {
    /// Runs a command; ^C and requests to end arrive in `onSignal` meanwhile, and ^Z stops the process as it should.
    ///
    /// - Parameters:
    ///   - onSignal: Called on a thread of its own with SIGINT, SIGTERM or SIGHUP, each time that one arrives.
    ///   - body: The command; it is not ended by any signal, so `onSignal` has to see to it.
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

/// Reads signals while no line is read.
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
        case Signals.interrupt, Signals.terminate, Signals.hangup: onSignal(signal)
        case Signals.keyboardStop: LineEditor.suspend()
        default: break
        }
    }
}
