import PicketSyntax

/// A walk through the history, starting from the text that was there before.
struct HistoryNavigation {
    private let draft: EditBuffer
    private let prefix: String
    private var index: Int
    private var shown: String

    /// Only entries that begin with the text before the cursor are part of the walk.
    init(from draft: EditBuffer, count: Int) {
        self.draft = draft
        prefix = draft.string(0..<draft.cursor)
        index = count
        shown = draft.text
    }

    /// Whether the walk continues, that is, the text was not changed since its last step.
    func continues(with buffer: EditBuffer) -> Bool { buffer.text.hasBytes(of: shown) }

    /// Whether an entry begins like the starting text, and differs from the shown text.
    private func isNext(_ entry: HistoryEntry) -> Bool {
        entry.text.utf8.starts(with: prefix.utf8) && !entry.text.hasBytes(of: shown)
    }

    /// Returns the nearest older entry that differs from the shown text; nil at the oldest.
    mutating func older(_ entries: [HistoryEntry]) -> EditBuffer? {
        guard let found = entries[..<index].lastIndex(where: isNext) else {
            return nil
        }
        return show(entries[found].text, at: found)
    }

    /// Returns the nearest newer entry, or at last the starting text; nil if that is already shown.
    mutating func newer(_ entries: [HistoryEntry]) -> EditBuffer? {
        guard index < entries.count else { return nil }
        let rest = entries[(index + 1)...]
        guard let found = rest.firstIndex(where: isNext) else {
            index = entries.count
            shown = draft.text
            return draft
        }
        return show(entries[found].text, at: found)
    }

    private mutating func show(_ text: String, at position: Int) -> EditBuffer {
        index = position
        shown = text
        return EditBuffer(text)
    }
}
