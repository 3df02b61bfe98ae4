import PicketPool
import PicketRuntime
import PicketSyntax
import PicketSystem
import PicketTerminal

/// The session of `picket repl`: it reads a line, runs it and shows the result, until the person ends it.
final class ReplSession {
    let settings: Settings
    let access: PlatformAccess
    let secrets: SecretStore
    let vocabulary: Vocabulary
    let editor: LineEditor
    let runner: LineRunner
    let compiler: Compiler
    /// The files that lines have run.
    let scripts: SessionScripts
    /// The passwords that were typed for a line, as variables that only this session has.
    let typedSecrets: TypedSecrets
    /// The platforms whose writes need a confirmation.
    let protection: Protection
    /// The signals without a terminal; nil with one.
    let interruptions: Interruptions?
    /// Whether a person can answer questions.
    var isInteractive: Bool { interruptions == nil }
    let colors: Bool
    var view: ResponseView
    let output: SessionOutput
    /// The answers of the session, for `:find` and `:diff`.
    let answers: AnswerLog
    /// Returns the time of day.
    let clock: @Sendable () -> Shown<String> = { .own(WallClock.timeOfDay) }
    var script = SessionScript()
    let jobs = JobList()
    /// Prints output while a line may be read: above it, or at once.
    let announce: @Sendable (Shown<String>) -> Void
    var place = SessionPrompt()
    /// The typed lines, oldest first. A line may later turn out to contain a secret.
    var entered: [String] = []
    /// How many secrets were known when the history was last cleaned.
    var cleanedCount = 0
    var cleanedNames = SecretVariables()
    /// The course of `:tour`; nil outside of it.
    var tour: Tour?
    /// The tour that `:tour stop` or another platform has ended before its last step.
    var leftTour: Tour?
    /// What the current line has brought about, for `:tour`.
    var tourResult = Tour.Result()
    /// The statements of the examples that `:help` has shown, which are offered one after the other.
    var examples: [String] = []
    /// The latest response, for completion.
    var last: Exchange?
    /// The users and the passwords that a person typed for `login`s of the current line, in the order of the questions.
    var typedLogins: [(user: String, password: String)] = []
    /// The exit status after a signal that ends the session; nil for none.
    var endingStatus: Int32?
    /// Why the journal of a protected platform could not begin, if that was told; nil if it could.
    var journalProblem: String?
    private let stopsOnError: Bool
    /// The exit status of the first error; nil if there was none.
    private var errorStatus: Int32?
    /// The exit status of the latest line, for a terminal that marks failed commands.
    private var lineStatus = ExitStatus.success
    /// How many errors the session has shown.
    private(set) var errorCount = 0
    private(set) var lineCount = 0

    init(
        _ settings: Settings, _ access: PlatformAccess, _ secrets: SecretStore, _ vocabulary: Vocabulary,
        _ editor: LineEditor, _ runner: LineRunner, _ scripts: SessionScripts, _ typedSecrets: TypedSecrets,
        interruptions: Interruptions?, stopsOnError: Bool
    ) {
        self.stopsOnError = stopsOnError
        self.settings = settings
        self.access = access
        self.secrets = secrets
        self.vocabulary = vocabulary
        self.editor = editor
        self.runner = runner
        self.scripts = scripts
        self.typedSecrets = typedSecrets
        protection = Protection(settings.configuration)
        self.interruptions = interruptions
        announce = Self.announcer(editor, isInteractive: interruptions == nil)
        colors = settings.color.isOnAtPrompt
        view = ResponseView(colors: colors, secrets: secrets)
        view.columns = { ScreenSize.current?.columns }
        output = SessionOutput(usesPager: interruptions == nil && !ColorPolicy.isTeleprinter)
        answers = AnswerLog(clock: clock)
        compiler = Compiler(
            commands: ConnectionAPI.commands, isInteractive: true,
            loader: scripts.loader, checkingLimits: CheckingLimits { settings.checkingLimit() })
        compiler.includesAgain = true
        compiler.program = ProgramName.picket
        vocabulary.functions = compiler.functions.listings
        teach()
    }

    // MARK: The loop

    func loop() -> Int32 {
        if isInteractive, !settings.isQuiet {
            out(
                paint.faint(
                    "picket \(shown(ProgramCommand.version))  :help lists what there is, Tab completes, ^D ends")
            )
        }
        findPlace()
        runStartUpFile()
        // The errors of that file end nothing.
        errorStatus = nil
        let status = readLines()
        let isBySignal = [Signals.hangup, Signals.interrupt, Signals.terminate].contains(status - 128)
        endJobs(isBySignal: isBySignal)
        learnFromJobs()
        runDeferred(isBySignal: isBySignal)
        cleanHistory()
        output.close()
        if let signal = interruptions?.exitStatus ?? endingStatus { return signal }
        return stopsOnError && status == ExitStatus.success ? errorStatus ?? status : status
    }

    private func readLines() -> Int32 {
        while true {
            // Nothing more runs after a signal.
            if let endingStatus { return endingStatus }
            learnFromJobs()
            if stopsOnError, let errorStatus { return errorStatus }
            cleanHistory()
            Console.standard.flush()
            let line = nextLine()
            // Nothing starts after a signal.
            if let status = interruptions?.exitStatus { return status }
            switch line {
            case .line(let text):
                lineStatus = ExitStatus.success
                let status = take(text)
                // A signal asks no question.
                if endingStatus == nil, let status, mayEnd() { return status }
            case .interrupted: continue
            case .endOfFile: if mayEnd() { return ExitStatus.success }
            case .terminated(let signal): endingStatus = endingStatus ?? 128 + signal
            }
        }
    }

    /// Returns the next line. Without a terminal, a signal ends the wait.
    private func nextLine() -> ReadResult {
        Console.standard.flush()
        interruptions?.aim(at: [RunInterruption(editor.endReading)])
        defer { interruptions?.aim(at: []) }
        return editor.readLine(Redactor(secrets).show(place).map(\.prompt), after: lineStatus)
    }

    /// Runs the entered text. Returns the exit status if it ends the session.
    private func take(_ text: String) -> Int32? {
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        learnFromJobs()
        note(typed: text)
        takeOffer(text)
        let errors = errorCount
        defer { goOnWithTour(hasFailed: errorCount > errors) }
        return carryOut(text) ?? (SessionLanguage.mayLeaveBlockOpen(text) ? giveUpBlock() : nil)
    }

    /// Handles a block with a syntax error, since the lines that follow belong to it and must not run. Without a
    /// terminal the session ends. At a terminal, the rest of a pasted text is dropped.
    private func giveUpBlock() -> Int32? {
        guard !isInteractive else {
            editor.dropTypedKeys()
            return nil
        }
        complain("the session ends here: the lines that follow may belong to the text with the error")
        return runner.requestCount > 0 ? ExitStatus.failed : ExitStatus.nothingSent
    }

    private func carryOut(_ text: String) -> Int32? {
        let text = SessionCommand.meant(by: text, besides: vocabulary.definitions) ?? text
        if let advice = SessionCommand.advice(on: text, besides: vocabulary.definitions) {
            complain(advice)
            return nil
        }
        guard SessionCommand.isOne(text) else { return runTyped(text) }
        do throws(SessionCommand.Problem) {
            let command = try SessionCommand(text)
            tourResult.session = command.name
            return carryOut(command)
        } catch {
            complain(error.message)
            return nil
        }
    }

    private func runTyped(_ text: String) -> Int32? {
        lineCount += 1
        return runLine(text, name: "<line \(lineCount)>")
    }

    // MARK: Output

    var paint: Paint { Paint(colors: colors) }

    /// Whether diagnostics are coloured, which go to standard error.
    var errorColors: Bool { settings.showsColors && colors }

    func out(_ text: Shown<String>) { Console.standard.out(text + "\n") }

    /// Returns a text with the currently known secrets hidden.
    func shown(_ text: String) -> Shown<String> { Redactor(secrets).show(text) }

    /// Hides more secrets in a text that was shown when fewer were known.
    func shownAgain(_ text: Shown<String>) -> Shown<String> { shown(text.content) }

    func complain(_ message: String) {
        noteError(ExitStatus.failed)
        out("\(paint.bad("error")): \(Door.showMessage(message))")
    }

    /// Remembers the exit status of the first error.
    func noteError(_ status: Int32) {
        noteErrorAside(status)
        lineStatus = status
        errorCount += 1
    }

    /// The same for a job, whose error is not one of the latest line.
    func noteErrorAside(_ status: Int32) { errorStatus = errorStatus ?? status }

    /// The same for a text that does not run.
    func noteRefusedText() { noteError(runner.requestCount > 0 ? ExitStatus.failed : ExitStatus.nothingSent) }

    var printer: DiagnosticPrinter {
        DiagnosticPrinter(
            colors: errorColors, SourceSecrets(vocabulary.secretNames, names: vocabulary.secretVariables),
            secrets: secrets)
    }
}
