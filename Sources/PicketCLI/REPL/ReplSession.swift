import PicketPool
import PicketRuntime
import PicketSyntax
import PicketSystem
import PicketTerminal

/// `picket repl`: reads a line, runs it, shows what came of it, until the person has had enough.
final class ReplSession {
    let settings: Settings
    let secrets: SecretStore
    let vocabulary: Vocabulary
    let editor: LineEditor
    let runner: LineRunner
    let compiler: Compiler
    let passwords: PasswordBook
    /// Passwords that lines of this session read from the environment, because they were asked for.
    let askedSecrets: PasswordBook
    /// Which platforms are asked about before writes.
    let protection: Protection
    /// Signals without a terminal; nil with one.
    let interruptions: Interruptions?
    /// Whether a person is there to answer.
    var isInteractive: Bool { interruptions == nil }
    let colors: Bool
    var view: ResponseView
    var script = SessionScript()
    let jobs = JobList()
    /// Says something while a line may be read: above it, or at once.
    let announce: @Sendable (Shown<String>) -> Void
    var place = SessionPrompt()
    /// What was typed, oldest first: a line may turn out to hold a secret.
    var entered: [String] = []
    /// How much was known when the history was last rid of secrets.
    var cleanedCount = 0
    var cleanedNames = SecretVariables()
    /// The latest response, for completion.
    var last: Exchange?
    /// The exit status after a signal in a question; nil for none.
    var endingStatus: Int32?
    private let stopsOnError: Bool
    /// The exit status of the first error; nil as long as there is none.
    private var errorStatus: Int32?
    private(set) var lineCount = 0

    /// Runs a session from its first prompt to its end; returns the exit status.
    ///
    /// - Parameter stopsOnError: whether the first error ends it.
    static func run(_ settings: Settings, stopsOnError: Bool = false) throws -> Int32 {
        let isInteractive = StandardInput.isTerminal && StandardOutput.isTerminal
        // Before any other thread; at a terminal the editor sees to signals.
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
        let error: Shown<String> = Paint(colors: settings.showsColors).bad("error")
        access.watch { message in announce("\(error): \(Door.showMessage(message))") }
        let runner = try LineRunner(
            settings, access: access, passwords: passwords, secrets: secrets, announce: isInteractive ? announce : nil
        ) { name in
            askedSecrets[name, ""] ?? Environment[name]
        }
        defer { runner.close() }
        let session = ReplSession(
            settings, secrets, vocabulary, editor, runner, passwords, askedSecrets, interruptions: interruptions,
            stopsOnError: stopsOnError)
        return session.loop()
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
        _ settings: Settings, _ secrets: SecretStore, _ vocabulary: Vocabulary, _ editor: LineEditor,
        _ runner: LineRunner, _ passwords: PasswordBook, _ askedSecrets: PasswordBook,
        interruptions: Interruptions?, stopsOnError: Bool
    ) {
        self.stopsOnError = stopsOnError
        self.settings = settings
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
            program: "picket", historyPath: keepsHistory ? Directories.state.map { $0 + "/history" } : nil)
        configuration.fileSuffix = ".picket"
        configuration.secrets = Door.secrets
        vocabulary.profiles = settings.configuration.profiles.compactMap(\.name).sorted()
        do {
            return try LineEditor(configuration, language: SessionLanguage(vocabulary).editor)
        } catch {
            throw Ending(ExitStatus.failed, "no prompt: the system has no pipe left")
        }
    }

    /// `--user NAME` without a password: at a terminal it is asked for.
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
        return interruptions?.exitStatus ?? status
    }

    private func readLines() -> Int32 {
        while true {
            learnFromJobs()
            cleanHistory()
            Console.standard.flush()
            let line = nextLine()
            // Nothing begins after a signal.
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

    /// Without a terminal, signals end the waiting for a line.
    private func nextLine() -> ReadResult {
        Console.standard.flush()
        interruptions?.aim(at: [RunInterruption(editor.endReading)])
        defer { interruptions?.aim(at: []) }
        return editor.readLine(Redactor(secrets).show(place).map(\.prompt))
    }

    /// Runs what was entered; the exit status if the session ends with it.
    private func take(_ text: String) -> Int32? {
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        learnFromJobs()
        note(typed: text)
        return carryOut(text) ?? (SessionLanguage.mayLeaveBlockOpen(text) ? giveUpBlock() : nil)
    }

    /// The lines that follow a faulty block belong to it, and do not run: without a terminal the session ends, at a terminal
    /// those that were pasted are dropped.
    private func giveUpBlock() -> Int32? {
        guard !isInteractive else {
            editor.dropTypedKeys()
            return nil
        }
        complain("the session ends here: the lines that follow may belong to what cannot be read")
        return runner.requestCount > 0 ? ExitStatus.failed : ExitStatus.nothingSent
    }

    private func carryOut(_ text: String) -> Int32? {
        guard SessionCommand.isOne(text) else { return runTyped(text) }
        do throws(SessionCommand.Problem) {
            return carryOut(try SessionCommand(text))
        } catch {
            complain(error.message)
            return nil
        }
    }

    private func runTyped(_ text: String) -> Int32? {
        lineCount += 1
        return runLine(text, name: "<line \(lineCount)>")
    }

    // MARK: Saying

    var paint: Paint { Paint(colors: colors) }

    func out(_ text: Shown<String>) { Console.standard.out(text + "\n") }

    /// A text as people may see it, by what is known to be secret now.
    func shown(_ text: String) -> Shown<String> { Redactor(secrets).show(text) }

    /// What was shown before, when less was known.
    func shownAgain(_ text: Shown<String>) -> Shown<String> { shown(text.content) }

    func complain(_ message: String) {
        noteError(ExitStatus.failed)
        out("\(paint.bad("error")): \(Door.showMessage(message))")
    }

    /// Remembers that something failed.
    func noteError(_ status: Int32) { errorStatus = errorStatus ?? status }

    /// The same of a text that does not run.
    func noteRefusedText() { noteError(runner.requestCount > 0 ? ExitStatus.failed : ExitStatus.nothingSent) }

    var printer: DiagnosticPrinter {
        DiagnosticPrinter(
            colors: colors, SourceSecrets(vocabulary.secretNames, names: vocabulary.secretVariables), secrets: secrets)
    }
}
