import NIOCore
import PicketPool
import PicketRuntime
import PicketSyntax
import PicketSystem
import PicketTerminal

/// Running a text of the language.
extension ReplSession {
    /// Checks and runs a text, and shows its result. Returns the exit status if it ends the session.
    ///
    /// - Parameters:
    ///   - script: The file that it was read from; nil for typed text.
    ///   - given: Values for its parameters.
    func runLine(
        _ text: String, name: String, script: ScriptFile? = nil, given: [(name: String, value: String)] = []
    ) -> Int32? {
        typedLogins = []
        let source = SourceFile(name: name, bytes: Array(text.utf8), file: script?.source.file)
        if let script { scripts.add(source, folder: script.folder) }
        learnSecrets(in: source)
        let earlier = compiler.session
        defer { compiler.giveUpNames(since: earlier, unless: runner.hasValue) }
        let compilation = compiler.compile(source)
        printer.show(compilation.diagnostics.filter { $0.severity == .error })
        guard let program = compilation.program else {
            noteRefusedText()
            return nil
        }
        // Every compiled text is loaded, because the functions of later lines are placed after its own.
        _ = runner.load(program, vocabulary.secretVariables)
        guard let values = values(for: compilation.parameters, given: given) else { return nil }
        runner.setParameters(values)
        let report = makeReport(text, source)
        let interrupter = Interrupter(relay: interruptions)
        let gate = gateForLine
        let deferredBefore = runner.deferredCount
        let outcome = run(gate, interrupter, report)
        // The runs of the deferred blocks have answers of their own.
        let lacksPassword = runner.lacksPassword
        if outcome.isInterrupted { runDeferred(beyond: deferredBefore, interrupter) }
        let ran = RanText(
            text: text, source: source, isFile: script != nil, folder: script?.folder ?? ".",
            given: values.map { ($0, literal($1, of: $0)) })
        return conclude(
            ran, outcome, report, interrupter, isRefused: showRefusal(gate) || lacksPassword)
    }

    /// Runs the program that was last loaded to its end, and asks its questions.
    func run(_ gate: NIOLoopBound<WriteGate>?, _ interrupter: Interrupter, _ report: LineReport) -> Outcome {
        runner.begin(interrupter, gate, asksPasswords: isInteractive) { report.take($0) }
        while true {
            switch editor.attending(onSignal: interrupter.receive, { runner.nextStep() }) {
            case .ended(let outcome): return outcome
            case .asks(let write): runner.answer(gate, mayWrite(write, of: runner.waitingCount(gate), interrupter))
            case .needsPassword(let wanted): runner.answer(password: password(for: wanted, interrupter))
            case .pages(let text): showPages(text)
            }
        }
    }

    /// - Parameter isWatch: Whether only news is shown, with the time of day and never in the pager.
    func makeReport(_ text: String, _ source: SourceFile, isWatch: Bool = false) -> LineReport {
        let (printer, output) = (sendablePrinter, output)
        let page: (@Sendable (Shown<String>) -> Void)? = isWatch ? nil : runner.page
        let title = source.title(vocabulary.secretNames, vocabulary.secretVariables, Redactor(secrets))
        let outlet = LineReport.Outlet(
            say: { (text: Shown<String>, isAnswer: Bool) in output.say(text, page: isAnswer ? page : nil) },
            show: { (failure: Failure) in output.inOrder { printer.show(failure) } },
            log: LineReport.Log(answers: answers, line: title))
        let isFile = output.isFile
        return LineReport(
            CallList(text), in: source, view: isFile ? view.forFile : view, colors: colors && !isFile,
            secrets: secrets, showsNewsOnly: isWatch, clock: isWatch ? clock : nil, to: outlet)
    }

    var sendablePrinter: SendablePrinter {
        SendablePrinter(colors: errorColors, table: vocabulary.secretNames, names: vocabulary.secretVariables)
    }

    private func conclude(
        _ ran: RanText, _ outcome: Outcome, _ report: LineReport, _ interrupter: Interrupter, isRefused: Bool
    ) -> Int32? {
        let errors = errorCount
        var exitStatus: Int32?
        learn(ran.text, report)
        switch outcome {
        case .success:
            if report.recordedCount == 0 {
                script.succeeded(repeatable(ran.text), in: ran.folder, given: ran.given)
            } else {
                record(ran, report, stoppedAt: nil, wasAnswered: false)
            }
        case .exit(let status):
            if !showEndOfFile(ran, status) { exitStatus = Int32(truncatingIfNeeded: status) }
            let exit = runner.lastExit
            record(
                ran, report, stoppedAt: place(in: ran, exit.location, exit.frames.map(\.location)), wasAnswered: false)
        case .failure(let failure):
            if failure.kind != .interrupted { noteError(Int32(failure.exitStatus)) }
            let wasAnswered = report.hasShown(failure)
            record(
                ran, report, stoppedAt: place(in: ran, failure.fault.location, failure.frames.map(\.location)),
                wasAnswered: [.command, .noResponse].contains(failure.kind) && failure.frames.isEmpty)
            // A file is not on the screen, so that its response alone does not tell where it stopped.
            if !isRefused, !wasAnswered || ran.isFile { show(failure) }
            showRest(ran, failure)
        }
        return finish(outcome, report, interrupter, errorsBefore: errors) ?? exitStatus
    }

    /// Shows what is left to say after a text has run. Returns the exit status if the session must end.
    ///
    /// - Parameter errorsBefore: How many errors were counted before those of the text.
    func finish(_ outcome: Outcome, _ report: LineReport, _ interrupter: Interrupter, errorsBefore: Int) -> Int32? {
        if report.recordedCount > 0, errorCount == errorsBefore { noteError(ExitStatus.failed) }
        noteLostOutput()
        report.showFollowUps()
        showNotices()
        findPlace()
        endingStatus = endingStatus ?? interrupter.endingStatus
        return endingStatus ?? statusOfLastLine(outcome)
    }

    /// Returns the exit status if the session must end, because the platform refused a login and nobody is there to
    /// correct it.
    private func statusOfLastLine(_ outcome: Outcome) -> Int32? {
        guard !isInteractive, case .failure(let failure) = outcome, failure.endsEverything else { return nil }
        return Int32(failure.exitStatus)
    }

    /// Shows the notices about writes without a clear answer.
    func showNotices() {
        for notice in runner.takeNotices() { out("\(paint.bad("warning")): \(notice.line)") }
    }

    func show(_ failure: Failure) {
        if failure.kind == .interrupted { return out(paint.bad("interrupted")) }
        printer.show(failure)
    }

    // MARK: Questions

    /// Returns what a person types unseen; nil for no answer.
    ///
    /// - Parameter interrupter: Receives a signal that comes during the question, for the line that asks.
    func secretAnswer(_ question: Shown<StyledText>, _ interrupter: Interrupter? = nil) -> String? {
        guard !isEnding(interrupter) else { return nil }
        return take(note(editor.readSecret(question)), interrupter)
    }

    /// Whether a signal ends the session. Then nothing is asked any more, because the end must not wait for a person.
    ///
    /// - Parameter interrupter: The receiver of the signals of the line that asks, whose deferred blocks may be running.
    func isEnding(_ interrupter: Interrupter?) -> Bool { endingStatus != nil || interrupter?.endingStatus != nil }

    func confirm(_ question: String) -> Bool {
        answer(warning(question)).map { ["y", "yes"].contains(Self.plain($0)) } ?? false
    }

    /// Returns an answer as one word in small letters, without the blanks around it.
    static func plain(_ answer: String) -> String {
        answer.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    }

    /// Returns a question in a warning colour.
    func warning(_ question: String) -> Shown<StyledText> {
        shown(question).map { StyledText($0, Appearance(.red, .bold)) }
    }

    /// Returns a person's answer to a question; nil for no answer.
    ///
    /// - Parameter interrupter: Receives a signal that comes during the question, for the line that asks.
    func answer(_ question: Shown<StyledText>, _ interrupter: Interrupter? = nil) -> String? {
        take(read(question, interrupter), interrupter)
    }

    /// Reads the answer to a question.
    func read(_ question: Shown<StyledText>, _ interrupter: Interrupter? = nil) -> ReadResult {
        guard !isEnding(interrupter) else { return .endOfFile }
        vocabulary.isAnswering = true
        defer { vocabulary.isAnswering = false }
        return note(editor.readAnswer(question.map { Prompt($0) }))
    }

    /// Returns the answer; nil for none. A signal that came during the question goes to the line that asks.
    private func take(_ result: ReadResult, _ interrupter: Interrupter?) -> String? {
        switch result {
        case .line(let answer): return answer
        case .interrupted: interrupter?.receive(Signals.interrupt)
        case .terminated(let signal): interrupter?.receive(signal)
        case .endOfFile: break
        }
        return nil
    }

    /// Records a signal that came during a question. It ends the session after the line that asks.
    private func note(_ result: ReadResult) -> ReadResult {
        if case .terminated(let signal) = result { endingStatus = endingStatus ?? 128 + signal }
        return result
    }
}

extension Outcome {
    /// Whether a person, a signal or a refusal ended the run.
    var isInterrupted: Bool { if case .failure(let failure) = self { failure.kind == .interrupted } else { false } }
}
