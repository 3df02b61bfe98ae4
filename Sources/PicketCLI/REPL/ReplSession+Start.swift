import PicketPool
import PicketRuntime
import PicketSyntax
import PicketSystem
import PicketTerminal

/// The start of a session.
extension ReplSession {
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
        let access = try PlatformAccess(settings)
        defer { access.close() }
        let announce = announcer(editor, isInteractive: isInteractive)
        let scripts = SessionScripts(root: settings.fileRoot)
        let typedSecrets = TypedSecrets()
        let runner = try LineRunner(
            settings, access: access, secrets: secrets, scripts: scripts, announce: isInteractive ? announce : nil
        ) { name in
            typedSecrets[name] ?? Environment[name]
        }
        var isWritten = false
        defer { if !isWritten { _ = runner.close() } }
        let session = ReplSession(
            settings, access, secrets, vocabulary, editor, runner, scripts, typedSecrets, interruptions: interruptions,
            stopsOnError: stopsOnError)
        session.watchEmbeddedPlatform()
        let status = session.loop()
        isWritten = true
        return runner.close() && !session.output.hasLost ? status : ExitStatus.withLostOutput(status)
    }

    /// Announces the end of an embedded platform that ends before the session.
    func watchEmbeddedPlatform() {
        let announce = announce
        let error: Shown<String> = paint.bad("error")
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

    static func announcer(_ editor: LineEditor, isInteractive: Bool) -> @Sendable (Shown<String>) -> Void {
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
        configuration.colors = settings.color.isOnAtPrompt
        vocabulary.profiles = settings.configuration.profileNames
        do {
            return try LineEditor(configuration, language: SessionLanguage(vocabulary).editor)
        } catch {
            throw Ending(ExitStatus.failed, "the prompt cannot start: the system has no pipe left")
        }
    }
}
