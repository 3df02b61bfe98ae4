internal import Dispatch
internal import PicketRuntime

extension Program {
    /// Runs on this thread.
    func runSynchronously(_ options: RunOptions, since start: Int64?) -> RunResult {
        let execution = Execution(ProgramRun(self, options, since: start))
        execution.run.isCancelled = { Task.isCancelled }
        var waiting = options.interruption.map { _ in execution.listeningSemaphore() }
        while true {
            switch execution.next() {
            case .done(let result): return result
            case .command(let call):
                execution.resume(
                    call.ticket,
                    with: .failure("it is asynchronous, and this host runs the script synchronously"))
            case .waiting(let time):
                let semaphore = waiting ?? DispatchSemaphore(value: 0)
                waiting = semaphore
                Self.wait(semaphore, until: time, on: options.clock)
            case .yielded, .cancel: continue
            }
        }
    }

    private static func wait(_ semaphore: DispatchSemaphore, until time: Int64?, on clock: any RunClock) {
        guard let time else { return semaphore.wait() }
        let cancel = clock.schedule(at: time) { semaphore.signal() }
        semaphore.wait()
        cancel()
    }
}

extension Execution {
    /// A semaphore that an interruption signals.
    fileprivate func listeningSemaphore() -> DispatchSemaphore {
        let semaphore = DispatchSemaphore(value: 0)
        run.listen { semaphore.signal() }
        return semaphore
    }
}
