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
    let passwords: PasswordBook
    /// The passwords that were asked for, and that lines of this session read from the environment.
    let askedSecrets: PasswordBook
    /// The platforms whose writes need a confirmation.
    let protection: Protection
    /// The signals without a terminal; nil with one.
    let interruptions: Interruptions?
    /// Whether a person can answer questions.
    var isInteractive: Bool { interruptions == nil }
    let colors: Bool
    var view: ResponseView
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
    /// What the current line has brought about, for `:tour`.
    var tourResult = Tour.Result()
    /// The statements of the examples that `:help` has shown, which are offered one after the other.
    var examples: [String] = []
    /// The latest response, for completion.
    var last: Exchange?
    /// The exit status after a signal during a question; nil for none.
    var endingStatus: Int32?
    private let stopsOnError: Bool
    /// The exit status of the first error; nil if there was none.
    private var errorStatus: Int32?
    private(set) var errorCount = 0
    private(set) var lineCount = 0

    /// Runs a session from its first prompt to its end, and returns the exit status.
    ///
    /// - Parameter stopsOnError: Whether the first error ends the session.
    static func run(_ settings: Settings, stopsOnError: Bool = false) throws -> Int32 {
        let isInteractive = StandardInput.isTerminal && StandardOutput.isTerminal
        // This must come before any other thread. At a terminal, the editor handles signals.
        let interruptions = isInteractive ? nil : Interruptions()
        let secrets = Door.secrets
        let vocabulary = Vocabulary(commands: ConnectionAPI.commands)
        let editor = try makeEditor(settings, vocabulary)
        defer { editor.close() }
        let passwords = PasswordBook()
        try askFirstPassword(settings, editor, passwords, isInteractive)
        let access = try PlatformAccess(settings)
        defer { access.close() }
        let askedSecrets = PasswordBook()
        let announce = announcer(editor, isInteractive: isInteractive)
        let runner = try LineRunner(
            settings, access: access, passwords: passwords, secrets: secrets, announce: isInteractive ? announce : nil
        ) { name in
            askedSecrets[name, ""] ?? Environment[name]
        }
        defer { runner.close() }
        let session = ReplSession(
            settings, access, secrets, vocabulary, editor, runner, passwords, askedSecrets,
            interruptions: interruptions, stopsOnError: stopsOnError)
        session.watchEmbeddedPlatform()
        return session.loop()
    }

    /// Announces the end of the embedded platform, if it ends before the session.
    func watchEmbeddedPlatform() {
        let (announce, error) = (announce, paint.bad("error"))
        access.watch { message in announce("\(error): \(Door.showMessage(message))") }
    }

    static func checkInput() throws {
        switch StandardInput.state {
        case .readable: return
        case .closed: throw Ending.usage("standard input is closed: there are no lines to read")
        case .unreadable: throw Ending.usage("standard input cannot be read")
        case .folder: throw Ending.usage("standard input is a folder: there are no lines to read")
        }
    }

    private init(
        _ settings: Settings, _ access: PlatformAccess, _ secrets: SecretStore, _ vocabulary: Vocabulary,
        _ editor: LineEditor,
        _ runner: LineRunner, _ passwords: PasswordBook, _ askedSecrets: PasswordBook,
        interruptions: Interruptions?, stopsOnError: Bool
    ) {
        self.stopsOnError = stopsOnError
        self.settings = settings
        self.access = access
        self.secrets = secrets
        self.vocabulary = vocabulary
        self.editor = editor
        self.runner = runner
        self.passwords = passwords
        self.askedSecrets = askedSecrets
        protection = Protection(settings.configuration)
        self.interruptions = interruptions
        announce = Self.announcer(editor, isInteractive: interruptions == nil)
        colors = settings.showsColors && StandardOutput.isTerminal
        view = ResponseView(colors: colors, secrets: secrets)
        compiler = Compiler(
            commands: ConnectionAPI.commands, isInteractive: true,
            loader: ScriptFile.commandLine("", root: settings.fileRoot).loader,
            checkingLimits: CheckingLimits { settings.checkingLimit() })
        compiler.program = ProgramName.picket
        vocabulary.functions = compiler.functions.listings
        teach()
    }

    private static func announcer(_ editor: LineEditor, isInteractive: Bool) -> @Sendable (Shown<String>) -> Void {
        guard isInteractive else { return { text in Console.standard.out(text + "\n") } }
        let messages = editor.messages
        return { text in messages.post(text) }
    }

    private static func makeEditor(_ settings: Settings, _ vocabulary: Vocabulary) throws -> LineEditor {
        let keepsHistory = try settings.own.text(of: .history)?.isOn(.history) ?? true
        var configuration = EditorConfiguration(
            program: ProgramName.picket, historyPath: keepsHistory ? Directories.state.map { $0 + "/history" } : nil)
        configuration.fileSuffix = ".picket"
        configuration.secrets = Door.secrets
        vocabulary.profiles = settings.configuration.profileNames
        do {
            return try LineEditor(configuration, language: SessionLanguage(vocabulary).editor)
        } catch {
            throw Ending(ExitStatus.failed, "the prompt cannot start: the system has no pipe left")
        }
    }

    /// Asks at a terminal for the password of `--user NAME` if none is given.
    private static func askFirstPassword(
        _ settings: Settings, _ editor: LineEditor, _ passwords: PasswordBook, _ isInteractive: Bool
    ) throws {
        guard isInteractive, let platform = settings.platform,
            let user = settings.userWithoutPassword(on: platform, passwords)
        else { return }
        let question = Door.showMessage("Password for \(user) on \(platform): ").map { StyledText($0) }
        guard case .line(let password) = editor.readSecret(question) else {
            throw Ending(ExitStatus.nothingSent, "no password for \(user)")
        }
        passwords[user, platform] = password
    }

    // MARK: The loop

    private func loop() -> Int32 {
        if isInteractive, !settings.isQuiet {
            out(
                paint.faint(
                    "picket \(shown(ProgramCommand.version))  :help lists what there is, Tab completes, ^D ends")
            )
        }
        findPlace()
        let status = readLines()
        let isBySignal = [Signals.hangup, Signals.interrupt, Signals.terminate].contains(status - 128)
        endJobs(isBySignal: isBySignal)
        runDeferred(isBySignal: isBySignal)
        cleanHistory()
        if let signal = interruptions?.exitStatus { return signal }
        return stopsOnError && status == ExitStatus.success ? errorStatus ?? status : status
    }

    private func readLines() -> Int32 {
        while true {
            learnFromJobs()
            cleanHistory()
            Console.standard.flush()
            let line = nextLine()
            // Nothing starts after a signal.
            if let status = interruptions?.exitStatus { return status }
            switch line {
            case .line(let text):
                if let status = take(text) ?? endingStatus { return status }
                if stopsOnError, let errorStatus { return errorStatus }
            case .interrupted: continue
            case .endOfFile: return ExitStatus.success
            case .terminated(let signal): return 128 + signal
            }
        }
    }

    /// Returns the next line. Without a terminal, a signal ends the wait.
    private func nextLine() -> ReadResult {
        Console.standard.flush()
        interruptions?.aim(at: [RunInterruption(editor.endReading)])
        defer { interruptions?.aim(at: []) }
        return editor.readLine(Redactor(secrets).show(place).map(\.prompt))
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
        guard startEmbeddedPlatform(for: text) else { return nil }
        return runLine(text, name: "<line \(lineCount)>")
    }

    // MARK: Output

    var paint: Paint { Paint(colors: colors) }

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
        errorStatus = errorStatus ?? status
        errorCount += 1
    }

    /// The same for a text that does not run.
    func noteRefusedText() { noteError(runner.requestCount > 0 ? ExitStatus.failed : ExitStatus.nothingSent) }

    var printer: DiagnosticPrinter {
        DiagnosticPrinter(
            colors: colors, SourceSecrets(vocabulary.secretNames, names: vocabulary.secretVariables), secrets: secrets)
    }
}
