import PicketSyntax

extension EditingSession {
    /// Moves up or down through the lines of the text, and at its edges through the history.
    func recall(_ command: Command, _ buffer: inout EditBuffer) -> EditLine.Outcome {
        let step = command == .up || command == .historyOlder ? -1 : 1
        if command == .up || command == .down, moveLine(step, &buffer) { return .done }
        var walk = navigation.flatMap { $0.continues(with: buffer) ? $0 : nil }
        if walk == nil, step > 0 { return .beep }
        walk = walk ?? HistoryNavigation(from: buffer, count: history.count)
        let found = step < 0 ? walk?.older(history) : walk?.newer(history)
        guard let found else { return .beep }
        navigation = walk
        buffer = found
        return .done
    }

    private func moveLine(_ step: Int, _ buffer: inout EditBuffer) -> Bool {
        let column = goal.flatMap { $0.after == buffer ? $0.column : nil } ?? buffer.column
        guard buffer.moveLine(by: step, column: column) else { return false }
        goal = (column, buffer)
        return true
    }

    /// Reads keys into a pattern until a key accepts the found entry or cancels.
    ///
    /// - Parameter endsAtEnter: Whether Enter only ends the pattern.
    func searchHistory(_ buffer: inout EditBuffer, endsAtEnter: Bool) -> EditLine.Outcome {
        guard here.isDrawn, !history.isEmpty else { return .beep }
        search = SearchState(original: buffer, history, endsAtEnter: endsAtEnter)
        while var state = search {
            guard case .scalar(let key) = here.line.nextKey() else { break }
            switch state.take(key) {
            case .again(let isFound):
                if !isFound { bell = true }
                search = state
            case .cancelled: search = nil
            case .accepted(let isConsumed):
                search = nil
                if endsAtEnter, isConsumed, state.pattern.isEmpty { return searchAgain(1, &buffer) }
                buffer = state.shown
                if state.isFound { (latestPattern, found) = (state.pattern, state) }
                if !isConsumed { here.line.push(key) }
            }
        }
        search = nil
        return .done
    }

    /// Shows the next match of the latest pattern, as `n` and `N` of vi do.
    func searchAgain(_ step: Int, _ buffer: inout EditBuffer) -> EditLine.Outcome {
        guard !latestPattern.isEmpty else { return .beep }
        if var state = found {
            guard state.advance(step) else { return .beep }
            found = state
            buffer = state.shown
            return .done
        }
        let state = SearchState(original: buffer, history, pattern: latestPattern)
        guard step > 0, state.isFound else { return .beep }
        found = state
        buffer = state.shown
        return .done
    }

    // MARK: Arguments

    /// Inserts the last argument of the latest entry. Repeated, it replaces that by the one of an earlier entry.
    func insertLastArgument(_ buffer: inout EditBuffer) -> EditLine.Outcome {
        let earlier = argument.flatMap { $0.after == buffer ? $0 : nil }
        var index = earlier?.index ?? history.count
        while index > 0 {
            index -= 1
            guard let word = LastArgument.of(history[index].text), earlier?.word.hasBytes(of: word) != true else {
                continue
            }
            if let earlier { buffer.remove(buffer.cursor - earlier.word.unicodeScalars.count..<buffer.cursor) }
            buffer.insert(word)
            argument = (index, word, buffer)
            return .done
        }
        return .beep
    }
}
