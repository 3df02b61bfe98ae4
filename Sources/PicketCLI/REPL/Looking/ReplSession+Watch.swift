import PicketRuntime
import PicketSyntax
import PicketTerminal

/// Running a text repeatedly.
extension ReplSession {
    /// Runs a text until ^C or its end, and shows what differs from the round before.
    func watch(_ interval: Int64, _ command: String, _ end: WatchEnd) -> Int32? {
        let watched = WatchedText(command, end, name: "<:watch>")
        learnSecrets(in: watched.source)
        let earlier = compiler.session
        defer { compiler.giveUpNames(since: earlier, unless: runner.hasValue) }
        let compilation = compiler.compile(watched.source)
        printer.show(compilation.diagnostics.filter { $0.severity == .error })
        guard let program = compilation.program else {
            noteRefusedText()
            return nil
        }
        let interrupter = Interrupter(relay: interruptions)
        let report = makeReport(watched.text, watched.source, isWatch: true)
        // One answer of `all` covers the whole watch.
        let gate = gateForLine
        let deferredBefore = runner.deferredCount
        let rounds = WatchedRounds(watched)
        let errors = errorCount
        var outcome = Outcome.success
        while !interrupter.wasInterrupted {
            _ = runner.load(program, vocabulary.secretVariables)
            report.beginRound()
            outcome = run(gate, interrupter, report)
            guard goesOn(outcome, rounds.next(after: outcome, report), watched, report) else { break }
            if runner.result(of: gate).isRefused { break }
            editor.attending(onSignal: interrupter.receive) { runner.pause(interval, interrupter) }
        }
        // A signal in a pause and a refusal end the watch, too.
        if interrupter.wasInterrupted || outcome.isInterrupted { runDeferred(beyond: deferredBefore, interrupter) }
        _ = showRefusal(gate)
        learn(watched.text, report)
        script.watched(command, report.writes.map(\.text))
        return finish(outcome, report, interrupter, errorsBefore: errors)
    }

    /// Shows how a round ended. Returns whether another follows.
    private func goesOn(
        _ outcome: Outcome, _ step: WatchedRounds.Step, _ watched: WatchedText, _ report: LineReport
    ) -> Bool {
        switch step {
        case .again: return true
        case .reached:
            if let condition = watched.end.condition {
                out("\(paint.faint(clock()))  \(paint.good("holds"))  \(Door.showMessage(condition))")
            }
        case .givenUp:
            complain("the condition did not hold in \(watched.end.rounds ?? 0) rounds: \(watched.end.condition ?? "")")
        case .failed:
            guard case .failure(let failure) = outcome, failure.kind != .interrupted else { break }
            noteError(Int32(failure.exitStatus))
            printer.show(failure)
        }
        return false
    }
}
