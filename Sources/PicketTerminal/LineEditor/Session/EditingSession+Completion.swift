extension EditingSession {
    /// Whether the menu was shown when the current key was pressed.
    var isMenuOpen: Bool { menu != nil && menuKey == keys - 1 }

    /// Handles Tab: it inserts the common part of all candidates, and the next Tab goes through the menu.
    func complete(_ step: Int, _ buffer: inout EditBuffer) -> EditLine.Outcome {
        if isMenuOpen, var menu {
            buffer = menu.select(step)
            self.menu = menu
            menuKey = keys
            return .done
        }
        let completion = candidates(buffer)
        let start = buffer.index(ofUTF8: completion.start)
        guard let first = completion.candidates.first, start <= buffer.cursor else { return .beep }
        if completion.candidates.count == 1 {
            put(first, from: start, &buffer)
            return .done
        }
        let prefix = completion.commonPrefix
        if prefix.unicodeScalars.count > buffer.cursor - start { buffer.replace(start..<buffer.cursor, with: prefix) }
        open(completion, buffer, start)
        return .done
    }

    /// Shows the menu without changing the text.
    func listCandidates(_ buffer: EditBuffer) -> EditLine.Outcome {
        let completion = candidates(buffer)
        guard !completion.candidates.isEmpty else { return .beep }
        open(completion, buffer, buffer.index(ofUTF8: completion.start))
        return .done
    }

    private func candidates(_ buffer: EditBuffer) -> Completion {
        here.language.complete(buffer.text, buffer.cursorInUTF8)
    }

    private func put(_ candidate: Candidate, from start: Int, _ buffer: inout EditBuffer) {
        buffer.replace(start..<buffer.cursor, with: candidate.text)
        let rest = buffer.string(buffer.cursor..<buffer.scalars.count)
        if rest.utf8.starts(with: candidate.suffix.utf8), !candidate.suffix.isEmpty {
            buffer.cursor += candidate.suffix.unicodeScalars.count
        } else {
            buffer.insert(candidate.suffix)
        }
    }

    private func open(_ completion: Completion, _ buffer: EditBuffer, _ start: Int) {
        var menu = CompletionMenu(completion.candidates, in: buffer, from: start)
        guard here.isDrawn else {
            let rows = menu.rows(height: completion.candidates.count, theme: here.configuration.theme)
            return writeBetween(rows.map(\.plain).joined(separator: "\n"))
        }
        self.menu = menu
        menuKey = keys
    }
}
