import PicketSyntax
import PicketSystem

/// The editing of one line, from the prompt to the key that ends it.
final class EditingSession {
    /// The objects that outlive the line.
    struct Surroundings {
        let line: EditLine
        let input: TerminalInput
        let surface: Surface
        let messages: MessageBoard
        let language: EditorLanguage
        let configuration: EditorConfiguration
        /// Whether the editor draws, and not libedit.
        let isDrawn: Bool
        /// Whether the line is the answer to a question.
        let isQuestion: Bool
    }

    let here: Surroundings
    let prompt: Prompt
    let history: [HistoryEntry]
    var kills: KillRing
    var undo = UndoStack()
    var navigation: HistoryNavigation?
    var menu: CompletionMenu?
    var search: SearchState?
    /// The latest finished search of this line, and the latest pattern, for `n` and `N` of vi.
    var found: SearchState?
    var latestPattern: String
    /// The latest operator of vi, and the text after it.
    var latestChange: (change: ViChange, after: [Unicode.Scalar])?
    /// The argument that was just inserted from the history, and the state after it.
    var argument: (index: Int, word: String, after: EditBuffer)?
    /// Whether the terminal is told where the prompt, the text and the output begin.
    let marksPrompt: Bool
    var painting = TextPainting()
    var viewport = Viewport()
    /// The column that Up and Down keep, and the state for which it is valid.
    var goal: (column: Int, after: EditBuffer)?
    /// The number of keys read, and the number of the key at which the menu was used.
    var keys = 0
    var menuKey = 0
    var bell = false
    /// Is called once, when the terminal is in the editing mode and no key has been read yet.
    var onRaw: (() -> Void)?
    /// How the line ended. It is set once.
    private(set) var result: ReadResult?
    private var wasSuspended = false
    private var lastCursor = 0

    init(
        _ surroundings: Surroundings, prompt: Prompt, history: [HistoryEntry], kills: KillRing, pattern: String,
        marksPrompt: Bool
    ) {
        here = surroundings
        self.prompt = prompt
        self.history = history
        self.kills = kills
        latestPattern = pattern
        self.marksPrompt = marksPrompt && surroundings.isDrawn
    }

    func run() -> ReadResult {
        connect()
        here.input.forgetPast()
        here.messages.beginReading()
        if here.isDrawn { here.surface.begin() }
        showKeptMessages()
        let isTaken = here.line.read()
        let result = result ?? (isTaken ? .line(here.line.buffer.withoutLineEnd) : .endOfFile)
        leave(result)
        here.messages.endReading()
        disconnect()
        return result
    }

    func end(with result: ReadResult) {
        if self.result == nil { self.result = result }
    }

    // MARK: libedit's calls

    private func connect() {
        here.line.onKey = { [unowned self] in nextKey() }
        here.line.onCommand = { [unowned self] command, key in perform(command, key) }
        here.line.onDrawing = { [unowned self] bytes in takeDrawing(bytes) }
        here.line.setPrompt(here.isDrawn ? "" : TerminalText.line(prompt.first.plain))
    }

    private func disconnect() {
        here.line.onKey = { .end }
        here.line.onCommand = { _, _ in .beep }
        here.line.onDrawing = { _ in }
    }

    /// Handles libedit's own drawing, which is dropped except for the bell.
    private func takeDrawing(_ bytes: [UInt8]) {
        if here.isDrawn {
            if bytes.contains(0x07) { bell = true }
        } else {
            here.surface.write(bytes)
        }
    }

    private func nextKey() -> EditLine.Key {
        onRaw?()
        onRaw = nil
        while result == nil {
            let event = here.input.next { [self] in
                settle()
                draw()
            }
            if case .key(let key) = event {
                keys += 1
                return .scalar(key)
            }
            handle(event)
        }
        return result == .interrupted ? .interrupted : .end
    }

    /// Runs between two keys: it records the change of a libedit command for undo, and moves the cursor out of
    /// clusters.
    private func settle() {
        var buffer = here.line.buffer
        if !buffer.isBoundary(buffer.cursor) {
            let forward = buffer.cursor > lastCursor
            buffer.cursor = forward ? buffer.boundary(after: buffer.cursor) : buffer.boundary(before: buffer.cursor)
            here.line.move(to: buffer.cursor)
        }
        lastCursor = buffer.cursor
        undo.note(buffer)
        if menuKey != keys { menu = nil }
    }

    // MARK: Events

    func handle(_ event: TerminalInput.Event) {
        switch event {
        case .key: break
        case .end: end(with: .endOfFile)
        case .messages: showMessages()
        case .signal(Signals.interrupt): end(with: .interrupted)
        case .signal(Signals.terminate): end(with: .terminated(Signals.terminate))
        case .signal(Signals.hangup): end(with: .terminated(Signals.hangup))
        case .signal(Signals.keyboardStop): suspend()
        case .signal(Signals.carryOn): resume()
        case .signal(Signals.windowChange): resize()
        case .signal: break
        }
    }

    /// Shows the messages that were posted before the line began.
    private func showKeptMessages() {
        let lines = here.messages.take()
        if here.isDrawn { return here.surface.write(above: lines) }
        for line in lines { here.surface.write((line + "\n").utf8) }
    }

    func showMessages() {
        let lines = here.messages.take()
        guard !lines.isEmpty else { return }
        if here.isDrawn { return here.surface.write(above: lines) }
        writeBetween(lines.joined(separator: "\n"))
    }

    /// Writes text below the line and shows the line again, for a terminal without cursor movements.
    func writeBetween(_ text: String) {
        here.line.flush()
        here.surface.write("\n\(TerminalText.safe(text))\n".utf8)
        here.line.redraw()
    }

    private func resize() {
        here.line.resize()
        if here.isDrawn { here.surface.resize() }
    }

    private func suspend() {
        leavePicture(note: "")
        stepAside(isStop: true) { LineEditor.suspend() }
        wasSuspended = true
    }

    /// Continues after a stop that was not noticed before, so the terminal has the modes of the shell.
    private func resume() {
        if wasSuspended {
            wasSuspended = false
            return
        }
        if here.isDrawn { here.surface.startAfresh() }
        stepAside(isStop: true) {}
    }

    /// Gives the terminal to `body` in its earlier state.
    ///
    /// - Parameter isStop: Whether the process stops. What was typed before and meanwhile is no answer to a question.
    func stepAside(isStop: Bool = false, _ body: () -> Void) {
        if here.isDrawn { here.surface.end() }
        here.line.prepare(raw: false)
        body()
        here.line.prepare(raw: true)
        if isStop, here.isQuestion { dropAnswer() }
        if here.isDrawn { here.surface.begin() } else { here.line.redraw() }
    }

    /// Drops the typed part of an answer, which no command brings back.
    private func dropAnswer() {
        here.input.dropKeys()
        here.line.apply(EditBuffer())
        undo = UndoStack()
    }

    private func leave(_ result: ReadResult) {
        here.line.flush()
        if result == .interrupted { leavePicture(note: "^C") } else { leavePicture(note: "") }
        if marksPrompt { mark(result) }
        if here.isDrawn { here.surface.end() }
    }

    /// Tells the terminal whether output follows the line.
    private func mark(_ result: ReadResult) {
        switch result {
        case .line: here.surface.mark(.outputStart)
        case .interrupted: here.surface.mark(.end(status: nil))
        case .endOfFile, .terminated: break
        }
    }
}
