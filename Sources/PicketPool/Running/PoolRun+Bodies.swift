import Picket
import PicketRuntime

/// Executes the commands of a host that have a body of their own beside those of the Connection API.
extension PoolRun {
    /// Starts the body of a command in a task of its own.
    func executeBody(_ strand: Strand, _ pending: PendingCommand) {
        guard let run = program, let door else {
            strand.machine.resume(response: .failure("the executor does not know `\(pending.command.name)`"))
            return scheduler.resume(strand)
        }
        if executor.onlyPlans, pending.command.isWrite {
            strand.machine.resume(response: executor.planBody(pending, at: context(of: strand).nextPosition()))
            return scheduler.resume(strand)
        }
        guard let ticket = driver.open(strand, command: pending.command.name) else { return }
        let (call, program) = (run.call(pending, ticket), run.program)
        bodies[ticket] = Task {
            let response = await program.response(to: call)
            door.enter { $0.answered(ticket, response) }
        }
    }

    private func answered(_ ticket: Int, _ response: Response) {
        bodies[ticket] = nil
        driver.answer(ticket: ticket, response)
        pump()
    }
}

extension Executor {
    /// Returns the planned answer to a command of the host that writes: it is not executed, so its answer is unknown.
    fileprivate func planBody(_ pending: PendingCommand, at position: ScriptPosition) -> Response {
        planner?.plan(body: pending.command.name, at: position) ?? Response()
    }
}
