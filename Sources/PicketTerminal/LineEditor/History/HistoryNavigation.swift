/// A walk through the history from the text that was there at its start.
struct HistoryNavigation {
    private let draft: EditBuffer
    private let prefix: String
    private var index: Int
    private var shown: String

    /// Entries that begin with the text before the cursor take part.
    init(from draft: EditBuffer, count: Int) {
        self.draft = draft
        prefix = draft.string(0..<draft.cursor)
        index = count
        shown = draft.text
    }

    /// Whether the walk goes on: nothing was changed since its last step.
    func continues(with buffer: EditBuffer) -> Bool { buffer.text == shown }

    /// The nearest older entry that differs from what is shown; nil at the oldest.
    mutating func older(_ entries: [HistoryEntry]) -> EditBuffer? {
        guard let found = entries[..<index].lastIndex(where: { $0.text.hasPrefix(prefix) && $0.text != shown }) else {
            return nil
        }
        return show(entries[found].text, at: found)
    }

    /// The nearest newer entry, then the text that was there at the start; nil when that is shown.
    mutating func newer(_ entries: [HistoryEntry]) -> EditBuffer? {
        guard index < entries.count else { return nil }
        let rest = entries[(index + 1)...]
        guard let found = rest.firstIndex(where: { $0.text.hasPrefix(prefix) && $0.text != shown }) else {
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
