import PicketRuntime
import PicketSyntax
import PicketTerminal

/// What lines have deferred: it runs when the session ends, or when a signal ends the line that deferred it.
extension ReplSession {
    /// Runs what a line that was interrupted has deferred itself.
    ///
    /// - Parameter count: how many bodies waited before that line.
    func runDeferred(beyond count: Int, _ interrupter: Interrupter) {
        interrupter.beginDeferred()
        while runner.loadDeferred(beyond: count) {
            let report = makeReport("", SourceFile(name: "<deferred>", text: ""))
            let outcome = run(gateForLine, interrupter, report)
            if case .failure(let failure) = outcome, failure.kind != .interrupted { show(failure) }
            showNotices()
        }
    }

    /// Runs the rest at the session's end, the latest first.
    ///
    /// - Parameter isBySignal: whether a signal ends the session: then a person's first ^C is no second request.
    func runDeferred(isBySignal: Bool) {
        let stage: StopStage = interruptions == nil ? .stopping(interrupts: isBySignal ? 0 : 1) : .running
        runDeferred(beyond: 0, Interrupter(relay: interruptions, stage: stage))
    }
}
