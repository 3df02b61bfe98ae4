/// The changes for undo and redo. A step holds only the part of the text that it changed.
struct UndoStack {
    private struct Step {
        var start: Int
        var old: [Unicode.Scalar]
        var new: [Unicode.Scalar]
        var cursorBefore: Int
        var cursorAfter: Int

        var byteCount: Int { MemoryLayout<Step>.stride + (old.count + new.count) * MemoryLayout<Unicode.Scalar>.stride }
    }

    private var past: [Step] = []
    private var future: [Step] = []
    private var current = EditBuffer()
    private var isTyping = false
    /// The size of the past.
    private(set) var byteCount = 0

    /// The limits of what is kept. The oldest steps are dropped.
    private static let (stepLimit, byteLimit) = (1_000, 1 << 20)

    /// Records the editor's state. Consecutive typed letters are one step.
    mutating func note(_ buffer: EditBuffer) {
        guard buffer.scalars != current.scalars else {
            if buffer.cursor != current.cursor { isTyping = false }
            current.cursor = buffer.cursor
            return
        }
        let typed = Self.isLetterTyped(from: current, to: buffer)
        if typed, isTyping, let last = past.indices.last {
            byteCount -= past[last].byteCount
            past[last].new.append(buffer.scalars[current.cursor])
            past[last].cursorAfter = buffer.cursor
            byteCount += past[last].byteCount
        } else {
            add(Self.step(from: current, to: buffer))
        }
        future = []
        isTyping = typed
        current = buffer
    }

    private mutating func add(_ step: Step) {
        past.append(step)
        byteCount += step.byteCount
        var dropped = 0
        while past.count - dropped > Self.stepLimit || byteCount > Self.byteLimit && past.count - dropped > 1 {
            byteCount -= past[dropped].byteCount
            dropped += 1
        }
        past.removeFirst(dropped)
    }

    /// Returns the state before the current one; nil at the first.
    mutating func undo() -> EditBuffer? {
        guard let step = past.popLast() else { return nil }
        byteCount -= step.byteCount
        future.append(step)
        current.scalars.replaceSubrange(step.start..<step.start + step.new.count, with: step.old)
        current.cursor = step.cursorBefore
        isTyping = false
        return current
    }

    mutating func redo() -> EditBuffer? {
        guard let step = future.popLast() else { return nil }
        past.append(step)
        byteCount += step.byteCount
        current.scalars.replaceSubrange(step.start..<step.start + step.old.count, with: step.new)
        current.cursor = step.cursorAfter
        isTyping = false
        return current
    }

    /// Returns the single replacement that leads from one state to another.
    private static func step(from old: EditBuffer, to new: EditBuffer) -> Step {
        var start = 0
        let shorter = min(old.scalars.count, new.scalars.count)
        while start < shorter, old.scalars[start] == new.scalars[start] { start += 1 }
        if isLetterTyped(from: old, to: new) { start = old.cursor }
        var tail = 0
        while tail < shorter - start,
            old.scalars[old.scalars.count - 1 - tail] == new.scalars[new.scalars.count - 1 - tail]
        {
            tail += 1
        }
        return Step(
            start: start, old: Array(old.scalars[start..<old.scalars.count - tail]),
            new: Array(new.scalars[start..<new.scalars.count - tail]), cursorBefore: old.cursor, cursorAfter: new.cursor
        )
    }

    /// Whether the two states differ by one letter that was typed at the cursor.
    private static func isLetterTyped(from old: EditBuffer, to new: EditBuffer) -> Bool {
        guard new.scalars.count == old.scalars.count + 1, new.cursor == old.cursor + 1 else { return false }
        return !new.scalars[old.cursor].properties.isWhitespace
            && new.scalars[..<old.cursor].elementsEqual(old.scalars[..<old.cursor])
            && new.scalars[new.cursor...].elementsEqual(old.scalars[old.cursor...])
    }
}
