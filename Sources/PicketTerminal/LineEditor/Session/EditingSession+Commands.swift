extension EditingSession {
    /// Executes a command on libedit's line.
    func perform(_ command: Command, _ key: UInt32) -> EditLine.Outcome {
        let before = here.line.buffer
        undo.note(before)
        var buffer = before
        let outcome = run(command, key, &buffer)
        if buffer != before, result == nil { here.line.apply(buffer) }
        return outcome == .done && !here.isDrawn ? .changed : outcome
    }

    private func run(_ command: Command, _ key: UInt32, _ buffer: inout EditBuffer) -> EditLine.Outcome {
        switch command {
        case .accept, .insertNewline, .deleteOrEnd, .cancel, .clearScreen: control(command, &buffer)
        case .complete, .completeBackward: complete(command == .complete ? 1 : -1, &buffer)
        case .left, .right, .wordLeft, .wordRight, .lineStart, .lineEnd, .textStart, .textEnd: move(command, &buffer)
        case .up, .down, .historyOlder, .historyNewer: recall(command, &buffer)
        case .historySearch, .historyFind: searchHistory(&buffer, endsAtEnter: command == .historyFind)
        case .historyFindNext, .historyFindPrevious: searchAgain(command == .historyFindNext ? 1 : -1, &buffer)
        case .lastArgument: insertLastArgument(&buffer)
        case .viOperate, .viCount, .viPut, .viPutBefore, .viRepeat, .viInsert, .viFirstInLine, .viLastInLine:
            performVi(command, key, &buffer)
        case .backspace, .delete, .transpose, .closeBracket: change(command, key, &buffer)
        case .killLineEnd, .killLineStart, .killWord, .killWordBack, .killBlankWordBack: kill(command, &buffer)
        case .yank: answer(kills.yank(into: &buffer))
        case .yankEarlier: answer(kills.yankEarlier(into: &buffer))
        case .undo: go(to: undo.undo(), &buffer)
        case .redo: go(to: undo.redo(), &buffer)
        case .openEditor: openEditor(&buffer)
        case .paste: paste(&buffer)
        }
    }

    func answer(_ isDone: Bool) -> EditLine.Outcome { isDone ? .done : .beep }

    private func go(to state: EditBuffer?, _ buffer: inout EditBuffer) -> EditLine.Outcome {
        guard let state else { return .beep }
        buffer = state
        return .done
    }

    // MARK: Ending, clearing

    private func control(_ command: Command, _ buffer: inout EditBuffer) -> EditLine.Outcome {
        switch command {
        case .accept: return accept(&buffer)
        case .insertNewline:
            buffer.insert("\n" + String(repeating: " ", count: indent(after: buffer.string(0..<buffer.cursor))))
        case .deleteOrEnd: return deleteOrEnd(&buffer)
        case .cancel: return cancel(&buffer)
        default: return clearScreen()
        }
        return .done
    }

    private func accept(_ buffer: inout EditBuffer) -> EditLine.Outcome {
        if isMenuOpen, menu?.selection != nil {
            menu = nil
            return .done
        }
        if case .incomplete = here.language.completeness(buffer.text) {
            buffer.insert("\n" + String(repeating: " ", count: indent(after: buffer.string(0..<buffer.cursor))))
            return .done
        }
        end(with: .line(buffer.text))
        here.input.takeTypedAhead()
        return .accept
    }

    private func indent(after text: String) -> Int {
        guard case .incomplete(let indent) = here.language.completeness(text) else { return 0 }
        return max(0, indent)
    }

    private func deleteOrEnd(_ buffer: inout EditBuffer) -> EditLine.Outcome {
        if buffer.isEmpty {
            end(with: .endOfFile)
            return .leave
        }
        if buffer.isAtEnd { return listCandidates(buffer) }
        buffer.remove(buffer.cursor..<buffer.boundary(after: buffer.cursor))
        return .done
    }

    /// Restores the text from before the menu.
    private func cancel(_ buffer: inout EditBuffer) -> EditLine.Outcome {
        guard isMenuOpen, let menu else { return .beep }
        buffer = menu.original
        self.menu = nil
        return .done
    }

    private func clearScreen() -> EditLine.Outcome {
        if here.isDrawn { here.surface.clear() }
        return here.isDrawn ? .done : .redraw
    }

    // MARK: Motion

    private func move(_ command: Command, _ buffer: inout EditBuffer) -> EditLine.Outcome {
        let old = buffer
        switch command {
        case .left: buffer.cursor = buffer.boundary(before: buffer.cursor)
        case .right: if !takeGhost(&buffer, wordOnly: false) { buffer.cursor = buffer.boundary(after: buffer.cursor) }
        case .wordLeft: buffer.cursor = buffer.wordStart(before: buffer.cursor)
        case .wordRight:
            if !takeGhost(&buffer, wordOnly: true) { buffer.cursor = buffer.wordEnd(after: buffer.cursor) }
        case .lineStart: buffer.cursor = buffer.line(at: buffer.cursor).lowerBound
        case .lineEnd:
            if !takeGhost(&buffer, wordOnly: false) { buffer.cursor = buffer.line(at: buffer.cursor).upperBound }
        case .textStart: buffer.cursor = 0
        default: buffer.cursor = buffer.scalars.count
        }
        let isToEdge = [.lineStart, .lineEnd, .textStart, .textEnd].contains(command)
        return answer(buffer != old || isToEdge)
    }

    private func takeGhost(_ buffer: inout EditBuffer, wordOnly: Bool) -> Bool {
        guard let ghost else { return false }
        let end = wordOnly ? EditBuffer(ghost).wordEnd(after: 0) : ghost.unicodeScalars.count
        buffer.insert(EditBuffer(ghost).string(0..<end))
        return true
    }

    // MARK: Change

    private func change(_ command: Command, _ key: UInt32, _ buffer: inout EditBuffer) -> EditLine.Outcome {
        switch command {
        case .backspace:
            guard buffer.cursor > 0 else { return .beep }
            buffer.remove(buffer.boundary(before: buffer.cursor)..<buffer.cursor)
        case .delete:
            guard !buffer.isAtEnd else { return .beep }
            buffer.remove(buffer.cursor..<buffer.boundary(after: buffer.cursor))
        case .transpose: return answer(buffer.transpose())
        default:
            guard let bracket = Unicode.Scalar(key) else { return .beep }
            buffer.close(with: String(bracket), indent: indent)
        }
        return .done
    }

    private func kill(_ command: Command, _ buffer: inout EditBuffer) -> EditLine.Outcome {
        let before = buffer
        let (cursor, line) = (buffer.cursor, buffer.line(at: buffer.cursor))
        let range =
            switch command {
            case .killLineEnd:
                cursor..<(cursor == line.upperBound ? min(cursor + 1, buffer.scalars.count) : line.upperBound)
            case .killLineStart: (cursor == line.lowerBound ? max(0, cursor - 1) : line.lowerBound)..<cursor
            case .killWord: cursor..<buffer.wordEnd(after: cursor)
            case .killWordBack: buffer.wordStart(before: cursor)..<cursor
            default: buffer.blankWordStart(before: cursor)..<cursor
            }
        guard !range.isEmpty else { return .beep }
        let piece = buffer.remove(range)
        kills.cut(piece, range.upperBound == cursor ? .backward : .forward, from: before, to: buffer)
        return .done
    }

    // MARK: From elsewhere

    private func openEditor(_ buffer: inout EditBuffer) -> EditLine.Outcome {
        if here.isQuestion { return .beep }
        if here.isDrawn { here.surface.lift() }
        var edited: String?
        stepAside { edited = ExternalEditor.edit(buffer.text, suffix: here.configuration.fileSuffix) }
        // The editor may have been stopped and continued, and the window may have another size.
        here.input.forgetPast()
        here.line.resize()
        showMessages()
        guard let edited else { return .beep }
        buffer = EditBuffer(edited)
        return .done
    }

    private func paste(_ buffer: inout EditBuffer) -> EditLine.Outcome {
        while result == nil {
            if let bytes = here.input.decoder.takePaste() {
                buffer.insert(EditBuffer.cleaned(paste: bytes))
                return .done
            }
            if let event = here.input.fill() { handle(event) }
            // A stop drops what was typed as an answer.
            buffer = here.line.buffer
        }
        // The rest of an unfinished paste is dropped, so that it does not run like typed text.
        _ = here.input.decoder.takeAll()
        return .done
    }
}
