import Picket
import PicketPool
import PicketRuntime
import PicketSyntax
import PicketSystem
import PicketTerminal
import Synchronization

/// Comparing connections.
extension ReplSession {
    /// Shows the fields in which two connections differ, or one from how it was last seen.
    func showDifference(_ name: String, _ other: String?) {
        guard !(other.map { $0.hasBytes(of: name) } ?? false) else {
            return complain(
                "`\(name)` does not differ from itself: `:diff \(ShellLine.word(name) ?? name)` compares it with how it was last seen"
            )
        }
        let words = [name, other].compactMap { $0.map { ShellLine.word($0) ?? $0 } }
        let line = shown(":diff " + words.joined(separator: " "))
        if let other {
            guard let left = read(name), let right = read(other) else { return }
            return show(shown(name), left, shown(other), right, of: line)
        }
        guard let earlier = answers.seen(name) else {
            return complain(
                "this session has not shown `\(name)` yet: enter `show \(SourceForm.argument(name))` first, or name a second connection"
            )
        }
        guard let now = read(name) else { return }
        show(earlier.time, earlier.fields, "now", now, of: line)
    }

    /// - Parameter line: The command, to which the difference belongs for `:find`.
    private func show(
        _ leftName: Shown<String>, _ left: Shown<ValueMap>, _ rightName: Shown<String>, _ right: Shown<ValueMap>,
        of line: Shown<String>
    ) {
        let redactor = Redactor(secrets)
        // Secrets that became known later are hidden, too.
        let right = redactor.show(right.content).content
        let difference = redactor.show(left.content).map { left in
            RecordDifference((leftName.content, left), (rightName.content, right)) {
                redactor.fields.contains($0) || $0.utf8.elementsEqual("name".utf8)
            }
        }
        let hidden = difference.map { $0.hidden.filter { !$0.utf8.elementsEqual("name".utf8) } }
        let rows = difference.map(\.rows)
        if case .list(let all) = rows.content, all.isEmpty {
            out(paint.faint("no field differs"))
        } else {
            answers.add(view.forFile.table(rows), of: line)
            outLong([view.table(rows)])
        }
        guard !hidden.content.isEmpty else { return }
        out(paint.faint(hidden.map { "hidden, so not compared: " + $0.map(Paint.harmless).joined(separator: ", ") }))
    }

    /// Reads a connection beside the session, so that `$last` stays; nil after a message.
    private func read(_ name: String) -> Shown<ValueMap>? {
        let text = "show \(SourceForm.argument(name))"
        let source = SourceFile(name: "<:diff>", text: text)
        let compilation = compiler.compileAside(source)
        printer.show(compilation.diagnostics.filter { $0.severity == .error })
        guard let program = compilation.program else { return nil }
        let report = LineReport(
            CallList(""), in: source, view: view, colors: colors, secrets: secrets,
            to: LineReport.Outlet(say: { _, _ in }, show: { _ in }))
        let reached = runner.load(program, vocabulary.secretVariables)
        guard givePassword(forJob: text, reached) else {
            noteError(ExitStatus.failed)
            return nil
        }
        let outcome = runAside(program, report)
        let redactor = Redactor(secrets)
        if case .success? = outcome, let exchange = report.last, exchange.isSuccess {
            answers.see(exchange, by: redactor)
            guard case .map(let map) = exchange.responseBody else {
                return redactor.show(["body": exchange.responseBody])
            }
            return redactor.show(map)
        }
        noteError(ExitStatus.failed)
        if let exchange = report.last, !exchange.isSuccess {
            out("\(shown(name).map(\.displayed))  \(view.text(exchange))")
        } else if case .failure(let failure)? = outcome {
            show(failure)
        } else {
            show(.interruptedByUser)
        }
        return nil
    }

    /// Runs the program that was last loaded on copies of the session's names, and waits for it. Returns nil if it did not
    /// run.
    private func runAside(_ program: CompiledScript, _ report: LineReport) -> Outcome? {
        let run = AsideRun()
        let registers = compiler.names.variables.compactMap(compiler.register(ofGlobal:))
        // It only reads, so the notices are those of jobs.
        let course = JobCourse(
            interval: nil, emit: { report.take($0) }, goesOn: { _ in false }, takesNotices: false,
            completion: { outcome, _ in run.outcome = outcome })
        let handle = runner.start(program, globals: registers, course, gateForLine)
        interruptions?.aim(at: [RunInterruption { handle.stop() }])
        let wait = { handle.wait() }
        editor.attending(onSignal: { run.receive($0, handle) }, wait)
        endingStatus = endingStatus ?? run.endingStatus
        return run.outcome
    }
}

/// A program that the session waits for.
private final class AsideRun: Sendable {
    private struct State {
        var outcome: Outcome?
        var stage = StopStage.running
        var ending: Int32?
    }

    private let state = Mutex(State())

    /// How it ended; nil before that.
    var outcome: Outcome? {
        get { state.withLock { $0.outcome } }
        set { state.withLock { $0.outcome = newValue } }
    }

    /// The exit status if a signal ends the session; nil for none.
    var endingStatus: Int32? { state.withLock { $0.ending.map { 128 + $0 } } }

    func receive(_ signal: Int32, _ handle: JobHandle) {
        let step = state.withLock { state in
            if signal != Signals.interrupt { state.ending = state.ending ?? signal }
            return state.stage.receive(signal)
        }
        switch step {
        case .stop: handle.stop()
        case .cut: handle.cut()
        case nil: break
        }
    }
}
