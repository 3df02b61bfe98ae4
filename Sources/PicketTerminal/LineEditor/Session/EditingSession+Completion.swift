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
        if buffer.isBeforeText, !here.isQuestion { return answer(buffer.indent(step)) }
        let completion = candidates(buffer)
        let start = buffer.index(ofUTF8: completion.start)
        guard let first = completion.candidates.first, start <= buffer.cursor else { return .beep }
        if completion.candidates.count == 1 {
            put(first, from: start, &buffer)
            return .done
        }
        // Candidates that differ from the typed text in case only replace it, too.
        let (prefix, typed) = (completion.commonPrefix, buffer.string(start..<buffer.cursor))
        if prefix.unicodeScalars.count > typed.unicodeScalars.count
            || prefix.lowercased().utf8.elementsEqual(typed.lowercased().utf8)
        {
            buffer.replace(start..<buffer.cursor, with: prefix)
        }
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
        buffer.replace(buffer.start(of: candidate, from: start)..<buffer.cursor, with: candidate.text)
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
