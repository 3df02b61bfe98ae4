internal import PicketRuntime
import Synchronization

/// Ends runs from any thread.
///
///     let interruption = Interruption()
///     options.interruption = interruption
///     …
///     interruption.interrupt()
///
/// The script stops, no `catch` sees it, and its deferred blocks run within the grace.
public final class Interruption: Sendable {
    /// What was asked for.
    enum Request {
        case none
        indirect case interrupt(Failure)
        /// Deferred blocks end as well.
        indirect case cut(Failure)
    }

    private struct State {
        var request = Request.none
        var runs: [(number: Int, run: Listener)] = []
        var lastNumber = 0
    }

    /// A run that listens.
    private struct Listener: Sendable {
        let flag: InterruptionFlag
        let wake: @Sendable () -> Void
    }

    private let state = Mutex(State())
    /// Whether something was asked for. It is set after the request.
    private let isSet = Atomic<Bool>(false)

    /// Creates a handle, for `RunOptions.interruption`.
    public init() {}

    /// Interrupts the runs of this handle, and those that begin later.
    ///
    /// - Parameter reason: the message of the failure, in lower case.
    public func interrupt(_ reason: String = "the host ended the run") {
        ask { if case .none = $0 { $0 = .interrupt(.interrupted(reason)) } }
    }

    /// Interrupts the runs, and ends their deferred blocks, too.
    public func cut(_ reason: String = "the host ended the run") {
        ask { request in
            if case .interrupt(let failure) = request {
                request = .cut(failure)
            } else if case .none = request {
                request = .cut(.interrupted(reason))
            }
        }
    }

    private func ask(_ change: @Sendable (inout Request) -> Void) {
        let runs = state.withLock { state in
            change(&state.request)
            return state.runs.map(\.run)
        }
        isSet.store(true, ordering: .releasing)
        for run in runs {
            run.flag.raise()
            run.wake()
        }
    }

    /// The request so far.
    var request: Request {
        guard isSet.load(ordering: .acquiring) else { return .none }
        return state.withLock { $0.request }
    }

    /// Adds a run. Returns its number, for `remove`.
    func add(_ flag: InterruptionFlag, wake: @escaping @Sendable () -> Void) -> Int {
        let (number, isAsked) = state.withLock { state in
            state.lastNumber += 1
            state.runs.append((state.lastNumber, Listener(flag: flag, wake: wake)))
            if case .none = state.request { return (state.lastNumber, false) }
            return (state.lastNumber, true)
        }
        if isAsked {
            flag.raise()
            wake()
        }
        return number
    }

    func remove(_ number: Int) { state.withLock { $0.runs.removeAll { $0.number == number } } }
}
