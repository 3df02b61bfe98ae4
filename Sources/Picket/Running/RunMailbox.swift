internal import PicketRuntime
import Synchronization

/// Tells a waiting run what has happened, and decides which task has its turn; see `AsynchronousRun`.
///
/// Everything that one task leaves for another one is read under the lock. Swift itself orders what a continuation returns,
/// but the thread sanitizer of a host may not see that.
final class RunMailbox: Sendable {
    /// Something that happened.
    enum Mail: Sendable {
        /// A command's body has ended.
        case answer(Int, Response)
        /// The run's timer has fired.
        case timer
        /// The run was interrupted.
        case wake
    }

    typealias TakeOver = @Sendable (_ ticket: Int, _ old: Task<Void, Never>?) -> Task<Void, Never>

    /// Who has the turn.
    private enum Turn {
        /// The task runs the script, and will look at the mail.
        case running
        /// The task waits for mail.
        case waiting(CheckedContinuation<Void, Never>)
        /// The task executes the only open command. Mail makes another task, which gets the turn.
        case lent(ticket: Int, TakeOver)
        /// The run is over.
        case closed
    }

    private struct State {
        var turn = Turn.running
        var mail: [Mail] = []
        /// The task that has the turn, once the run has one of its own.
        var task: Task<Void, Never>?
        /// The result, after the end.
        var result: RunResult?
        /// The task that waits for the result.
        var caller: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let isTaskCancelled = Atomic<Bool>(false)
    private let flag: InterruptionFlag

    /// - Parameter flag: makes the machine yield.
    init(_ flag: InterruptionFlag) { self.flag = flag }

    /// Whether the task that waits for the run was cancelled.
    var isCancelled: Bool { isTaskCancelled.load(ordering: .acquiring) }

    /// Ends the run, because its task is cancelled.
    func cancel() {
        isTaskCancelled.store(true, ordering: .releasing)
        flag.raise()
        wake()
    }

    func wake() { post(.wake) }

    /// Starts the first task of the run's own.
    func startTurn(_ start: () -> Task<Void, Never>) {
        // The task is stored before anything can ask for it.
        state.withLock { $0.task = start() }
    }

    func post(_ mail: Mail) {
        let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if case .closed = state.turn { return nil }
            state.mail.append(mail)
            defer { state.turn = .running }
            switch state.turn {
            case .running, .closed: return nil
            case .lent(let ticket, let takeOver):
                state.task = takeOver(ticket, state.task)
                return nil
            case .waiting(let continuation): return continuation
            }
        }
        waiting?.resume()
    }

    /// Waits for mail.
    func receive() async -> [Mail] {
        while true {
            let mail = state.withLock { state in
                defer { state.mail = [] }
                return state.mail
            }
            guard mail.isEmpty else { return mail }
            await withCheckedContinuation { continuation in
                let hasMail = state.withLock { state in
                    guard state.mail.isEmpty else { return true }
                    state.turn = .waiting(continuation)
                    return false
                }
                if hasMail { continuation.resume() }
            }
        }
    }

    /// Lets the task that has the turn execute a command. Returns false if there is mail, which comes first.
    func lendTurn(to ticket: Int, _ takeOver: @escaping TakeOver) -> Bool {
        state.withLock { state in
            guard state.mail.isEmpty else { return false }
            state.turn = .lent(ticket: ticket, takeOver)
            return true
        }
    }

    /// Returns whether the task still has the turn after the command. If another task has it, that one gets the answer.
    func takeTurnBack(_ ticket: Int, _ response: Response) -> Bool {
        let hasTurn = state.withLock { state in
            guard case .lent(ticket, _) = state.turn else { return false }
            state.turn = .running
            return true
        }
        if !hasTurn { post(.answer(ticket, response)) }
        return hasTurn
    }

    /// Ends the run. What happens from now on is of no interest.
    func close(with result: RunResult) {
        let caller = state.withLock { state in
            state.turn = .closed
            state.mail = []
            state.task = nil
            state.result = result
            defer { state.caller = nil }
            return state.caller
        }
        caller?.resume()
    }

    /// Waits for the result. One task at a time may wait.
    func result() async -> RunResult {
        while true {
            if let result = state.withLock({ $0.result }) { return result }
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard state.result == nil else { return true }
                    state.caller = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        }
    }
}
