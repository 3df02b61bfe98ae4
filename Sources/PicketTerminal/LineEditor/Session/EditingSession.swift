import PicketSystem

/// One line being edited, from the prompt to the key that ends it.
final class EditingSession {
    /// What lives longer than the line.
    struct Surroundings {
        let line: EditLine
        let input: TerminalInput
        let surface: Surface
        let messages: MessageBoard
        let language: EditorLanguage
        let configuration: EditorConfiguration
        /// Whether this draws, or libedit.
        let isDrawn: Bool
    }

    let here: Surroundings
    let prompt: Prompt
    let history: [HistoryEntry]
    var kills: KillRing
    var undo = UndoStack()
    var navigation: HistoryNavigation?
    var menu: CompletionMenu?
    var search: SearchState?
    var painting = TextPainting()
    var viewport = Viewport()
    /// The column that Up and Down keep to, and the state it holds for.
    var goal: (column: Int, after: EditBuffer)?
    /// How many keys have been read, and at which of them the menu was used.
    var keys = 0
    var menuKey = 0
    var bell = false
    /// Is called once, when the terminal is in the mode for editing and no key has been read yet.
    var onRaw: (() -> Void)?
    /// How the line ended; set once.
    private(set) var result: ReadResult?
    private var wasSuspended = false
    private var lastCursor = 0

    init(_ surroundings: Surroundings, prompt: Prompt, history: [HistoryEntry], kills: KillRing) {
        here = surroundings
        self.prompt = prompt
        self.history = history
        self.kills = kills
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
        here.line.setPrompt(here.isDrawn ? "" : prompt.first.plain)
    }

    private func disconnect() {
        here.line.onKey = { .end }
        here.line.onCommand = { _, _ in .beep }
        here.line.onDrawing = { _ in }
    }

    /// What libedit would have drawn says one thing that counts: when to ring.
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

    /// Between two keys: what a command of libedit's did becomes a step of undo, and its cursor keeps out of clusters.
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

    /// What was posted before there was a line to show it above.
    private func showKeptMessages() {
        let lines = here.messages.take()
        if here.isDrawn { return here.surface.write(above: lines) }
        for line in lines { here.surface.write((line + "\n").utf8) }
    }

    private func showMessages() {
        let lines = here.messages.take()
        guard !lines.isEmpty else { return }
        if here.isDrawn { return here.surface.write(above: lines) }
        writeBetween(lines.joined(separator: "\n"))
    }

    /// A teleprinter has no rows to put aside: text goes below the line, and the line is shown again.
    func writeBetween(_ text: String) {
        here.line.flush()
        here.surface.write("\n\(text)\n".utf8)
        here.line.redraw()
    }

    private func resize() {
        here.line.resize()
        if here.isDrawn { here.surface.resize() }
    }

    private func suspend() {
        leavePicture(note: "")
        stepAside { LineEditor.suspend() }
        wasSuspended = true
    }

    /// Continued after a stop that could not be seen coming: the terminal's modes are the shell's.
    private func resume() {
        if wasSuspended {
            wasSuspended = false
            return
        }
        if here.isDrawn { here.surface.startAfresh() }
        stepAside {}
    }

    /// Gives the terminal away for a while, as it was before the line.
    func stepAside(_ body: () -> Void) {
        if here.isDrawn { here.surface.end() }
        here.line.prepare(raw: false)
        body()
        here.line.prepare(raw: true)
        if here.isDrawn { here.surface.begin() } else { here.line.redraw() }
    }

    private func leave(_ result: ReadResult) {
        here.line.flush()
        if result == .interrupted { leavePicture(note: "^C") } else { leavePicture(note: "") }
        if here.isDrawn { here.surface.end() }
    }
}
