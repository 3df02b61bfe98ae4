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

    /// A run that listens, or another handle, which has no flag.
    private struct Listener: Sendable {
        let flag: InterruptionFlag?
        let wake: @Sendable () -> Void
    }

    private let state = Mutex(State())
    /// Whether something was asked for. It is set together with the request.
    private let isSet = Atomic<Bool>(false)

    /// Creates a handle, for `RunOptions.interruption`.
    public init() {}

    /// Interrupts the runs of this handle, and those that begin later.
    ///
    /// - Parameter reason: the message of the failure, in lower case.
    public func interrupt(_ reason: String = "the host ended the run") {
        take(.interrupt(.interrupted(reason)))
    }

    /// Interrupts the runs, and ends their deferred blocks, too.
    public func cut(_ reason: String = "the host ended the run") {
        take(.cut(.interrupted(reason)))
    }

    /// Takes a request. The first reason counts.
    func take(_ request: Request) {
        let runs = state.withLock { state in
            switch (state.request, request) {
            case (.none, _): state.request = request
            case (.interrupt(let failure), .cut): state.request = .cut(failure)
            case (.interrupt, _), (.cut, _): break
            }
            if case .none = state.request {} else { isSet.store(true, ordering: .releasing) }
            return state.runs.map(\.run)
        }
        for run in runs {
            run.flag?.raise()
            run.wake()
        }
    }

    /// Passes requests on to another handle: those so far and those to come. Returns a number, for `remove`.
    func pass(to other: Interruption) -> Int {
        add(nil) { [unowned self] in other.take(request) }
    }

    /// The request so far.
    var request: Request {
        guard isSet.load(ordering: .acquiring) else { return .none }
        return state.withLock { $0.request }
    }

    /// Adds a run. Returns its number, for `remove`.
    func add(_ flag: InterruptionFlag?, wake: @escaping @Sendable () -> Void) -> Int {
        let (number, isAsked) = state.withLock { state in
            state.lastNumber += 1
            state.runs.append((state.lastNumber, Listener(flag: flag, wake: wake)))
            if case .none = state.request { return (state.lastNumber, false) }
            return (state.lastNumber, true)
        }
        if isAsked {
            flag?.raise()
            wake()
        }
        return number
    }

    func remove(_ number: Int) { state.withLock { $0.runs.removeAll { $0.number == number } } }
}
