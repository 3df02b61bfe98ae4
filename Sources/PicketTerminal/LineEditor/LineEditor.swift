import CLineEdit
package import PicketRuntime
import PicketSyntax
import PicketSystem
import SystemPackage

/// Reads lines from a person at a terminal, or from any other input.
///
/// libedit edits, and this class draws. Keymaps, vi and emacs modes, macros and `.editrc` belong to libedit. Each time
/// libedit waits for a key, its line is drawn here. An instance belongs to the thread that created it; only
/// ``messages`` may be used from other threads. From `init` to ``close()``, the signals of the terminal's keys do not
/// end the process: they are events of the line, or of ``attending(onSignal:_:)`` while a command runs.
///
///     let editor = try LineEditor(EditorConfiguration(program: "picket"), language: language)
///     while case .line(let text) = editor.readLine(prompt) { run(text) }
///     editor.close()
package final class LineEditor {
    /// The editor cannot start, because the system has no pipe left.
    package struct Failure: Error, Hashable, Sendable {}

    /// The source of lines.
    enum Source {
        /// A terminal on which this class draws.
        case drawn(EditLine)
        /// A terminal with no more features than a teleprinter. libedit draws on it.
        case teleprinter(EditLine)
        /// A terminal whose own line discipline edits, because `.editrc` says `edit off`.
        case cooked
        /// An input that is not a terminal.
        case pipe
    }

    /// Shows text above the prompt, from any thread.
    package let messages: MessageBoard
    /// The texts that were entered in this session and before.
    package internal(set) var history: History

    let configuration: EditorConfiguration
    let language: EditorLanguage
    let input: TerminalInput
    let surface: Surface
    let plain: PlainReader
    private(set) var source: Source
    private var kills = KillRing()
    /// The latest pattern that was searched for in the history.
    private var pattern = ""
    /// Whether the terminal was told that the output of a line begins, and not yet that it ended.
    private var isInOutput = false
    /// Whether keys that were typed before the next line begins are dropped.
    private var dropsKeys = false
    private var historyFails = false

    /// Prepares the terminal's editor and reads `.editrc` and the history. Their problems are shown above the first
    /// prompt.
    package init(_ configuration: EditorConfiguration, language: EditorLanguage) throws(Failure) {
        guard let wake = WakePipe() else { throw Failure() }
        line_edit_use_utf8()
        let (reader, writer) = (FileDescriptor.standardInput, FileDescriptor.standardOutput)
        self.configuration = configuration
        self.language = language
        messages = MessageBoard(output: writer, wake: wake)
        input = TerminalInput(terminal: reader, wake: wake)
        surface = Surface(output: writer, colors: configuration.colors)
        plain = PlainReader(input: input)
        source = .pipe
        history = History()
        guard reader.isTerminal, writer.isTerminal else { return }
        line_edit_watch_signals(wake.writer.rawValue)
        source = openTerminal(reader, writer)
        openHistory()
    }

    deinit { close() }

    /// Restores the terminal and its signals. Text that was typed ahead stays for the next reader.
    package func close() {
        if case .pipe = source { return }
        source = .pipe
        line_edit_restore_signals()
    }

    /// Whether a person sees the texts that the language offers.
    package var showsOffers: Bool { if case .drawn = source { true } else { false } }

    /// Shows a text above the prompt, or at once if no line is being read.
    package func message(_ text: Shown<String>) { messages.post(text) }

    /// Reads a line, or a block of lines while the language says that the text is incomplete.
    ///
    /// - Parameter status: The exit status of the previous line, for a terminal that marks failed commands.
    package func readLine(_ prompt: Shown<Prompt>, after status: Int32 = 0) -> ReadResult {
        if isInOutput, case .drawn = source { surface.mark(.end(status: status)) }
        let result = read(prompt.content, history.entries)
        isInOutput = false
        if case .line(let text) = result {
            isInOutput = Self.marksPrompts
            remember(text)
        }
        return result
    }

    /// Whether the terminal is told where prompts are.
    private static var marksPrompts: Bool { PromptMark.areUnderstood(by: Environment.value("TERM")) }

    /// Reads the answer to a question. Earlier typed keys are dropped, and the history is neither available nor
    /// changed.
    package func readAnswer(_ prompt: Shown<Prompt>) -> ReadResult {
        dropTypedKeys()
        return read(prompt.content, [], isQuestion: true)
    }

    /// Drops keys that are typed before the next line is read. Input from a pipe or a file is kept.
    package func dropTypedKeys() {
        if case .pipe = source { return }
        dropsKeys = true
    }

    /// Returns a function that ends the current or next line as SIGTERM does. It may be called on any thread.
    package var endReading: @Sendable () -> Void {
        let wake = input.wake
        return { wake.wake(UInt8(Signals.terminate)) }
    }

    private func read(_ prompt: Prompt, _ history: [HistoryEntry], isQuestion: Bool = false) -> ReadResult {
        let result = readSource(prompt, history, isQuestion)
        // A terminal that is gone has an end, too, and libedit may notice it before the signal.
        if case .endOfFile = result, let signal = input.endingSignal { return .terminated(signal) }
        return result
    }

    private func readSource(_ prompt: Prompt, _ history: [HistoryEntry], _ isQuestion: Bool) -> ReadResult {
        switch source {
        case .pipe: readPlainBlock(prompt: nil)
        case .cooked:
            guarded {
                dropKeysIfAsked()
                return readPlainBlock(prompt: prompt, isQuestion: isQuestion)
            }
        case .drawn(let line): guarded { edit(line, prompt, history, isDrawn: true, isQuestion) }
        case .teleprinter(let line): guarded { edit(line, prompt, history, isDrawn: false, isQuestion) }
        }
    }

    /// Drops keys if this was requested. Call it in the terminal mode of the line, because a partial line is invisible
    /// in another mode.
    func dropKeysIfAsked() {
        guard dropsKeys else { return }
        dropsKeys = false
        plain.drop()
        input.dropKeys()
    }

    /// Runs `body`. If a signal ends the process meanwhile, the terminal is restored first.
    func guarded(_ body: () -> ReadResult) -> ReadResult {
        line_edit_guard_terminal(input.terminal.rawValue)
        defer { line_edit_release_terminal() }
        return body()
    }

    private func edit(
        _ line: EditLine, _ prompt: Prompt, _ history: [HistoryEntry], isDrawn: Bool, _ isQuestion: Bool
    ) -> ReadResult {
        let session = EditingSession(
            EditingSession.Surroundings(
                line: line, input: input, surface: surface, messages: messages, language: language,
                configuration: configuration, isDrawn: isDrawn, isQuestion: isQuestion),
            prompt: prompt, history: history, kills: kills, pattern: pattern,
            marksPrompt: !isQuestion && Self.marksPrompts)
        session.onRaw = { [unowned self] in dropKeysIfAsked() }
        defer { (kills, pattern) = (session.kills, session.latestPattern) }
        return session.run()
    }

    /// Reads a block by joining lines, as a person at a prompt would enter them.
    private func readPlainBlock(prompt: Prompt?, isQuestion: Bool = false) -> ReadResult {
        var text = ""
        var isContinued = false
        for message in messages.take() { surface.write((message + "\n").utf8) }
        // If the terminal edits, a message would appear inside the line, so it waits for the line's end.
        if prompt != nil { messages.beginReading() }
        defer { if prompt != nil { messages.endReading() } }
        while true {
            let ask = { [surface] in
                guard let prompt else { return }
                surface.write(TerminalText.line((isContinued ? prompt.continuation : prompt.first).plain).utf8)
            }
            ask()
            let askAgain = { [self] in
                dropTypedKeys()
                dropKeysIfAsked()
                ask()
            }
            let result = plain.line(isQuestion ? PlainReader.Stopping(after: askAgain) : PlainReader.Stopping())
            if prompt != nil, result == .interrupted { surface.write("\n".utf8) }
            guard case .line(let line) = result else {
                return result == .endOfFile && isContinued ? .line(text) : result
            }
            text += isContinued ? "\n" + line : line
            if case .complete = language.completeness(text) { return .line(text) }
            isContinued = true
        }
    }

    private func remember(_ text: String) {
        if case .pipe = source { return }
        if language.isSensitive(text) { return }
        keepingHistory { history throws(HistoryFile.Failure) in try history.add(text, time: WallClock.secondsSince1970)
        }
    }

    /// Removes texts from the history, in memory and in the file.
    package func forget(where isUnwanted: (String) -> Bool) {
        keepingHistory { history throws(HistoryFile.Failure) in try history.remove(where: isUnwanted) }
    }

    /// Changes the history, and reports only once that the file cannot be written.
    private func keepingHistory(_ change: (inout History) throws(HistoryFile.Failure) -> Void) {
        do throws(HistoryFile.Failure) {
            try change(&history)
        } catch {
            if !historyFails { messages.keep(configuration.shown(error.description)) }
            historyFails = true
        }
    }

    private func openHistory() {
        do {
            history = try History(path: configuration.historyPath, limit: configuration.historyLimit)
        } catch {
            messages.keep(configuration.shown(error.description))
        }
    }
}
