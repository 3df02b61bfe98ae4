import PicketRuntime
import PicketSyntax
import PicketTerminal

/// The blocks that lines have deferred. They run when the session ends, or when a signal ends the line that deferred
/// them.
extension ReplSession {
    /// Runs the blocks that an interrupted line itself deferred.
    ///
    /// - Parameter count: How many blocks waited before that line.
    func runDeferred(beyond count: Int, _ interrupter: Interrupter) {
        interrupter.beginDeferred()
        while runner.loadDeferred(beyond: count) {
            let report = makeReport("", SourceFile(name: "<deferred>", text: ""))
            let outcome = run(gateForLine, interrupter, report)
            if report.recordedCount > 0 { noteError(ExitStatus.failed) }
            if case .failure(let failure) = outcome, failure.kind != .interrupted {
                noteError(Int32(failure.exitStatus))
                show(failure)
            }
            showNotices()
        }
    }

    /// Runs the remaining blocks at the session's end, the latest first.
    ///
    /// - Parameter isBySignal: Whether a signal ends the session. Then a person's first ^C does not count as a second
    ///   request.
    func runDeferred(isBySignal: Bool) {
        let stage: StopStage = interruptions == nil ? .stopping(interrupts: isBySignal ? 0 : 1) : .running
        runDeferred(beyond: 0, Interrupter(relay: interruptions, stage: stage))
    }
}
