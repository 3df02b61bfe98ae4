import PicketPool
import PicketRuntime
import PicketSyntax
import PicketTerminal

/// The blocks that lines have deferred. They run when the session ends, or when a signal ends the line that deferred
/// them.
extension ReplSession {
    /// Runs the blocks that an interrupted line itself deferred.
    ///
    /// - Parameters:
    ///   - count: How many blocks waited before that line.
    ///   - isEnding: Whether the session ends because a person said so.
    func runDeferred(beyond count: Int, _ interrupter: Interrupter, isEnding: Bool = false) {
        interrupter.beginDeferred()
        announceDeferred(runner.deferredCount - count, isEnding: isEnding)
        while runner.loadDeferred(beyond: count) {
            // The rest is dropped.
            if interrupter.isCut { continue }
            endingStatus = endingStatus ?? interrupter.endingStatus
            let report = makeReport("", SourceFile(name: "<deferred>", text: ""))
            let gate = gateForLine
            let outcome = run(gate, interrupter, report)
            if showRefusal(gate) { noteError(ExitStatus.failed) }
            if report.recordedCount > 0 { noteError(ExitStatus.failed) }
            if case .failure(let failure) = outcome, failure.kind != .interrupted {
                noteError(Int32(failure.exitStatus))
                show(failure)
            }
            noteLostOutput()
            showNotices()
        }
    }

    /// Says that deferred blocks run now, and how a person ends them.
    private func announceDeferred(_ count: Int, isEnding: Bool) {
        guard count > 0, isInteractive else { return }
        guard isEnding else { return HostServices.reportDeferred(count) }
        let blocks: Shown<String> = count == 1 ? "1 deferred block" : "\(count) deferred blocks"
        out(paint.faint("running \(blocks); Ctrl-C ends the rest at once"))
    }

    /// Runs the remaining blocks at the session's end, the latest first.
    ///
    /// - Parameter isBySignal: Whether a signal ends the session. Then a person's first ^C does not count as a second
    ///   request.
    func runDeferred(isBySignal: Bool) {
        let stage: StopStage = interruptions == nil ? .stopping(interrupts: isBySignal ? 0 : 1) : .running
        let interrupter = Interrupter(relay: interruptions, stage: stage)
        runDeferred(beyond: 0, interrupter, isEnding: !isBySignal)
        endingStatus = endingStatus ?? interrupter.endingStatus
    }
}
