internal import PicketRuntime

extension Program {
    /// Runs with Swift concurrency, or on the host of its commands.
    func run(_ options: RunOptions, since start: Int64?) async -> RunResult {
        guard let host else { return await Execution(ProgramRun(self, options, since: start)).complete() }
        return await host.run { ProgramRun(self, options, since: start, for: $0) }
    }
}

extension Execution {
    /// Performs all steps. A cancelled task interrupts the script, whose deferred blocks still run.
    func complete() async -> RunResult {
        driver.slice = ProgramRun.slice
        let mailbox = RunMailbox(machine.interruptionFlag)
        run.isCancelled = { mailbox.isCancelled }
        if options.interruption != nil { run.listen { mailbox.wake() } }
        return await withTaskCancellationHandler {
            await runUntilItWaits(mailbox)
        } onCancel: {
            mailbox.cancel()
        }
    }

    /// Runs in the caller's task until the script waits for the first time, as most scripts never do. From then on a task
    /// of its own runs the script, because the caller's task may be cancelled, and deferred commands must not be.
    private func runUntilItWaits(_ mailbox: RunMailbox) async -> RunResult {
        while true {
            let step = next()
            switch step {
            case .done(let result): return result
            case .yielded: await Task.yield()
            case .cancel: continue
            case .command, .waiting:
                AsynchronousRun(self, mailbox).begin(with: step)
                return await mailbox.result()
            }
        }
    }
}
