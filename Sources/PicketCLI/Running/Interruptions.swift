import PicketPool
import PicketSystem
import Synchronization

/// Receives SIGHUP, SIGINT and SIGTERM on its own thread and passes them to the current run.
///
/// `StopStage` says what each signal does. Signals that the parent has set to be ignored stay ignored.
final class Interruptions: Sendable {
    /// Who is told about signals.
    private enum Target {
        /// Runs that are stopped by the first call and cut by the second one.
        case runs([RunInterruption])
        /// A receiver that has a `StopStage` of its own.
        case receiver(@Sendable (Int32) -> Void)
    }

    private struct State {
        var target = Target.runs([])
        /// The signals that changed the stage, in their order.
        var signals: [Int32] = []
        var stage = StopStage.running
        var isListening = false

        /// Records a signal. Returns the calls to make now.
        mutating func take(_ signal: Int32) -> [@Sendable () -> Void] {
            let before = stage
            let step = stage.receive(signal)
            if stage != before { signals.append(signal) }
            switch target {
            case .runs(let runs): return step == nil ? [] : runs.map { run in { run() } }
            case .receiver(let receive): return [{ receive(signal) }]
            }
        }
    }

    private let state = Mutex(State())
    private let taken: SignalSet

    /// Creates the receiver. It must be called before any other thread starts, since it blocks the signals in all
    /// threads.
    ///
    /// - Parameter isListening: Whether the thread starts now. Otherwise signals wait until `listen()` is called, or
    ///   until a run begins or ends.
    init(isListening: Bool = true) {
        taken = SignalSet(
            [Signals.hangup, Signals.interrupt, Signals.terminate].filter { !Signals.ignores($0) })
        taken.block()
        if isListening { listen() }
    }

    /// Starts the thread once.
    func listen() {
        let isFirst = state.withLock { state in
            defer { state.isListening = true }
            return !state.isListening
        }
        guard isFirst, !taken.isEmpty else { return }
        SystemThread.detach { [self] in while takeNext() {} }
    }

    /// Takes the pending signals if the thread was not started yet.
    private func takePending() {
        guard !state.withLock({ $0.isListening }) else { return }
        while taken.isPending, takeNext() {}
    }

    /// Waits for a signal and passes it on. Returns false if that is impossible.
    private func takeNext() -> Bool {
        guard let signal = taken.next() else { return false }
        for call in state.withLock({ $0.take(signal) }) { call() }
        return true
    }

    /// Sets the runs that a signal ends from now on.
    ///
    /// - Parameter new: The ones that were not set before; nil for all. If a signal has already come, they end at once.
    func aim(at interruptions: [RunInterruption], new: [RunInterruption]? = nil) {
        takePending()
        let count = state.withLock { state in
            state.target = .runs(interruptions)
            return state.stage.stepCount
        }
        for interruption in new ?? interruptions {
            for _ in 0..<count { interruption() }
        }
    }

    /// Passes signals to a receiver that has a `StopStage` of its own, beginning with those that came before.
    func listen(with receive: @escaping @Sendable (Int32) -> Void) {
        takePending()
        let earlier = state.withLock { state in
            state.target = .receiver(receive)
            return state.signals
        }
        for signal in earlier { receive(signal) }
    }

    /// The exit status after a signal; nil if there was none.
    var exitStatus: Int32? {
        takePending()
        return state.withLock { $0.signals.first.map { 128 + $0 } }
    }
}
