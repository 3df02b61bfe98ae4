internal import PicketRuntime
import Synchronization

/// Tells a waiting run what has happened, and decides which task has its turn; see `AsynchronousRun`.
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
        case waiting(CheckedContinuation<[Mail], Never>)
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
        let waiting = state.withLock { state -> (CheckedContinuation<[Mail], Never>, [Mail])? in
            switch state.turn {
            case .closed: return nil
            case .running: state.mail.append(mail)
            case .lent(let ticket, let takeOver):
                state.mail.append(mail)
                state.turn = .running
                state.task = takeOver(ticket, state.task)
            case .waiting(let continuation):
                state.turn = .running
                return (continuation, [mail])
            }
            return nil
        }
        if let (continuation, mail) = waiting { continuation.resume(returning: mail) }
    }

    /// Waits for mail.
    func receive() async -> [Mail] {
        await withCheckedContinuation { continuation in
            let mail = state.withLock { state -> [Mail]? in
                guard state.mail.isEmpty else {
                    defer { state.mail = [] }
                    return state.mail
                }
                state.turn = .waiting(continuation)
                return nil
            }
            if let mail { continuation.resume(returning: mail) }
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
    func close() {
        state.withLock { state in
            state.turn = .closed
            state.mail = []
            state.task = nil
        }
    }
}
