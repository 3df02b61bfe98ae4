/// The states for undo and redo.
struct UndoStack {
    private var past: [EditBuffer] = []
    private var future: [EditBuffer] = []
    private var current = EditBuffer()
    private var isTyping = false

    /// The number of steps that are kept; older ones are dropped.
    private static let limit = 1000

    /// Records the editor's state. Consecutive typed letters are one step.
    mutating func note(_ buffer: EditBuffer) {
        guard buffer.scalars != current.scalars else {
            if buffer.cursor != current.cursor { isTyping = false }
            current.cursor = buffer.cursor
            return
        }
        let typed = Self.isLetterTyped(from: current, to: buffer)
        if !(typed && isTyping) { past.append(current) }
        if past.count > Self.limit { past.removeFirst() }
        future = []
        isTyping = typed
        current = buffer
    }

    /// Returns the state before the current one; nil at the first.
    mutating func undo() -> EditBuffer? {
        guard let earlier = past.popLast() else { return nil }
        future.append(current)
        current = earlier
        isTyping = false
        return earlier
    }

    mutating func redo() -> EditBuffer? {
        guard let later = future.popLast() else { return nil }
        past.append(current)
        current = later
        isTyping = false
        return later
    }

    private static func isLetterTyped(from old: EditBuffer, to new: EditBuffer) -> Bool {
        guard new.scalars.count == old.scalars.count + 1, new.cursor == old.cursor + 1 else { return false }
        return !new.scalars[old.cursor].properties.isWhitespace
    }
}
