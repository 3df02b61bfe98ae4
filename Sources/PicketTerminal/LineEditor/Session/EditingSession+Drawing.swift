extension EditingSession {
    /// Draws the current line.
    func draw() {
        here.line.flush()
        defer { bell = false }
        guard here.isDrawn else { return }
        here.surface.show(picture(), bell: bell)
    }

    /// Leaves the whole text on the screen without menus and hints, and moves the cursor below it.
    func leavePicture(note: String) {
        menu = nil
        search = nil
        guard here.isDrawn else { return here.surface.write((note + "\n").utf8) }
        let canvas = textCanvas(here.line.buffer, isFinal: true)
        let picture = Picture(rows: canvas.rows, cursor: canvas.cursor, inputStart: marksPrompt ? inputStart : nil)
        here.surface.finish(picture, note: note)
    }

    private func picture() -> Picture {
        let buffer = search?.shown ?? here.line.buffer
        var canvas = textCanvas(buffer, isFinal: false)
        if let right = prompt.right { canvas.place(right, atRightOf: 0) }
        let below = rowsBelow(buffer)
        let window = viewport.window(
            count: canvas.rows.count, cursor: canvas.cursor.row, height: here.surface.rows - below.count)
        let cursor = Position(row: canvas.cursor.row - window.lowerBound, column: canvas.cursor.column)
        let isMarked = marksPrompt && search == nil && window.lowerBound == 0
        return Picture(rows: canvas.rows[window] + below, cursor: cursor, inputStart: isMarked ? inputStart : nil)
    }

    /// The position after the prompt.
    private var inputStart: Position {
        var canvas = Canvas(columns: here.surface.columns)
        canvas.append(prompt.first)
        return canvas.end
    }

    private func textCanvas(_ buffer: EditBuffer, isFinal: Bool) -> Canvas {
        let looks = painting.appearances(
            of: buffer, language: here.language, theme: here.configuration.theme,
            withBracket: !isFinal && search == nil,
            isFinal: isFinal)
        var canvas = Canvas(columns: here.surface.columns)
        canvas.append(search?.prompt(here.configuration.theme) ?? prompt.first)
        for cluster in painting.clusters(of: buffer) {
            if cluster.range.contains(buffer.cursor) { canvas.markCursor(before: cluster.width) }
            if cluster.width == 0 {
                canvas.startRow()
                canvas.append(prompt.continuation)
            } else {
                canvas.append(
                    cluster,
                    search?.appearance(at: cluster, here.configuration.theme) ?? looks[cluster.range.lowerBound])
            }
        }
        if buffer.isAtEnd || isFinal { canvas.markCursor(before: isFinal ? 0 : 1) }
        if !isFinal, let ghost { canvas.append(StyledText(Self.firstLine(ghost), here.configuration.theme[.ghost])) }
        return canvas
    }

    /// Returns the first line of a ghost text, which stands for the whole block.
    private static func firstLine(_ ghost: String) -> String {
        guard let newline = ghost.firstIndex(of: "\n") else { return ghost }
        return ghost[..<newline] + "…"
    }

    private func rowsBelow(_ buffer: EditBuffer) -> [Row] {
        guard search == nil, here.surface.rows > 2 else { return [] }
        var texts: [StyledText] = []
        if let help = here.language.parameterHelp(painting.text(of: buffer), buffer.cursorInUTF8) { texts.append(help) }
        texts += menu?.rows(height: min(8, here.surface.rows / 2 - 1), theme: here.configuration.theme) ?? []
        return texts.map { text in
            var canvas = Canvas(columns: here.surface.columns)
            canvas.appendCut(text)
            return canvas.rows[0]
        }
    }

    // MARK: Ghost text

    /// The ghost text: the rest of the text that the language offers as a whole, of the newest history entry that begins
    /// like the text, or else what the grammar expects.
    var ghost: String? {
        let buffer = here.line.buffer
        guard buffer.isAtEnd, menu == nil, search == nil, here.isDrawn else { return nil }
        let text = painting.text(of: buffer)
        if let offered = here.language.offer(), offered.utf8.starts(with: text.utf8),
            offered.utf8.count > text.utf8.count
        {
            return String(decoding: offered.utf8.dropFirst(text.utf8.count), as: UTF8.self)
        }
        guard !buffer.isEmpty else { return nil }
        let entry = history.last { $0.text.utf8.count > text.utf8.count && $0.text.utf8.starts(with: text.utf8) }
        if let entry { return String(decoding: entry.text.utf8.dropFirst(text.utf8.count), as: UTF8.self) }
        return here.language.hint(text, buffer.cursorInUTF8).flatMap { $0.isEmpty ? nil : $0 }
    }
}
