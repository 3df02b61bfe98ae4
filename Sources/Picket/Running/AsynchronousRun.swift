package import PicketRuntime

/// Runs an execution that waits, with Swift concurrency.
///
/// One task at a time has the *turn*: it may use the execution and the properties here. If only one command is open, that
/// task executes the command's body itself, which takes no other task. When something happens meanwhile (a deadline, an
/// interruption), a new task gets the turn, and the old one becomes an ordinary task of that command, which may be
/// cancelled and, after the grace, abandoned.
///
/// `@unchecked Sendable`: the mailbox passes the turn on under its lock, so that two tasks never use an execution at once,
/// and what one wrote the next one sees.
final class AsynchronousRun: @unchecked Sendable {
    private let execution: Execution
    private let mailbox: RunMailbox
    /// The tasks of open commands, by ticket.
    private var tasks: [Int: Task<Void, Never>] = [:]
    /// A command that has not begun, in case it stays the only one.
    private var held: CommandCall?
    private var timer: (time: Int64, cancel: @Sendable () -> Void)?

    init(_ execution: Execution, _ mailbox: RunMailbox) {
        (self.execution, self.mailbox) = (execution, mailbox)
    }

    /// Starts the run's own task.
    ///
    /// - Parameter step: the step that made the run wait.
    func begin(with step: Step) {
        mailbox.startTurn { Task { await self.work(step) } }
    }

    /// Performs steps until the run is over, or until another task gets the turn.
    private func work(_ first: Step) async {
        var step = first
        while true {
            switch step {
            case .command(let call):
                beginHeld()
                held = call
            case .cancel(let ticket):
                if held?.ticket == ticket { beginHeld() }
                tasks[ticket.number]?.cancel()
            case .yielded:
                beginHeld()
                await Task.yield()
            case .waiting(let time):
                setTimer(time)
                guard await wait() else { return }
            case .done(let result): return end(result)
            }
            step = execution.next()
        }
    }

    /// Waits until something happens; returns false if another task has the turn then.
    private func wait() async -> Bool {
        if let call = held, tasks.isEmpty, mailbox.lendTurn(to: call.ticket.number, takeOver) {
            held = nil
            let response = await execution.program.response(to: call)
            guard mailbox.takeTurnBack(call.ticket.number, response) else { return false }
            execution.resume(call.ticket, with: response)
            return true
        }
        beginHeld()
        for mail in await mailbox.receive() {
            switch mail {
            case .answer(let ticket, let response):
                tasks[ticket] = nil
                execution.resume(Ticket(number: ticket), with: response)
            case .timer: timer = nil
            case .wake: continue
            }
        }
        return true
    }

    /// Returns a new task that has the turn while an old one still executes a command.
    private func takeOver(_ ticket: Int, _ old: Task<Void, Never>?) -> Task<Void, Never> {
        Task {
            tasks[ticket] = old
            await work(.waiting(until: nil))
        }
    }

    /// Executes the held command in a task of its own.
    private func beginHeld() {
        guard let call = held else { return }
        held = nil
        let (program, mailbox) = (execution.program, mailbox)
        tasks[call.ticket.number] = Task {
            mailbox.post(.answer(call.ticket.number, await program.response(to: call)))
        }
    }

    /// One timer serves the whole run. One that fires too early does no harm.
    private func setTimer(_ time: Int64?) {
        guard let time, timer.map({ time < $0.time }) ?? true else { return }
        timer?.cancel()
        timer = (time, execution.options.clock.schedule(at: time) { [mailbox] in mailbox.post(.timer) })
    }

    private func end(_ result: RunResult) {
        timer?.cancel()
        timer = nil
        // Bodies that were abandoned end some time, or never.
        for task in tasks.values { task.cancel() }
        mailbox.close(with: result)
    }
}

extension Program {
    /// Executes the body of an asynchronous command.
    package func response(to call: CommandCall) async -> Response {
        guard case .asynchronous(let body) = bodies[call.index] else {
            return .failure("the host has no body for `\(call.command.name)`")
        }
        do {
            return try await body(call.arguments).response
        } catch {
            return .failure(ThrownError(error, configuration.failureText))
        }
    }
}
