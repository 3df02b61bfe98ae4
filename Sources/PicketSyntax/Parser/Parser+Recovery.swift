/// Resumes parsing after an error, and describes the faulty text.
extension Parser {
    /// How far after an error a closing bracket is searched for.
    private static let recoveryReach = 16_384

    /// Skips the faulty statement that began at `start`. Its error is before the lexer's position.
    ///
    /// Skips the brackets that the statement opened with their content, unless they are unclosed. A `{` at the end of a
    /// line of a block statement opens its block, whose statements are parsed so that their errors are found too.
    mutating func recover(from start: Int) {
        // If the look-ahead was not taken, the error is at its start.
        let place = lexer.position == token.end ? token.start : lexer.position
        let reached = max(place, start)
        if isAbandoned {
            lexer.position = source.count
            return
        }
        let end = lexer.endOfName(at: start, dashed: true)
        let keyword = keywords.keyword(at: lexer.base + start, count: end - start)
        lexer.position = start
        // Once errors are no longer shown, a long search for brackets would waste time.
        if hiddenErrors > 0 || !skipStatement(reaching: reached, hasBlock: keyword?.takesBlock ?? false) {
            lexer.position = reached
            lexer.skipLine()
            noteNamesOfLines(from: start)
        }
        lastEnd = lexer.position
        noteNames(from: start, keyword, end: end)
    }

    /// Records the names that the lines after `start` would have declared. An unclosed bracket has swallowed these lines.
    private mutating func noteNamesOfLines(from start: Int) {
        guard hiddenErrors == 0 else { return }
        for newline in start..<lexer.position where lexer.base[newline] == UInt8(ascii: "\n") {
            var first = newline + 1
            while lexer.is(.blank, at: first) { first += 1 }
            let end = lexer.endOfName(at: first, dashed: true)
            guard let keyword = keywords.keyword(at: lexer.base + first, count: end - first) else { continue }
            noteNames(from: first, keyword, end: end)
        }
    }

    /// Records the names that a faulty statement would have declared.
    private mutating func noteNames(from start: Int, _ keyword: StatementKeyword?, end: Int) {
        guard hiddenErrors == 0 else { return }
        switch keyword {
        case .let, .secret, .param, .def: noteName(at: end)
        case .for:
            let next = noteName(at: end)
            if lexer.byte(at: next) == UInt8(ascii: ",") { noteName(at: next + 1) }
        case nil: noteResult(from: end)
        default: break
        }
    }

    /// - Returns: the end of the name.
    @discardableResult
    private mutating func noteName(at offset: Int) -> Int {
        var start = offset
        while lexer.is(.blank, at: start) { start += 1 }
        if lexer.byte(at: start) == UInt8(ascii: "$") { start += 1 }
        let end = lexer.endOfName(at: start, dashed: true)
        if end > start { abandonedNames.append(SourceSpan(start, end)) }
        return end
    }

    /// Records the name of `as NAME` at the end of a faulty command.
    private mutating func noteResult(from start: Int) {
        var scanner = lexer
        scanner.position = start
        var previous = Token(.end, 0, 0)
        while scanner.position < lexer.position {
            let token = scanner.next(acrossLines: true)
            guard token.end > token.start else { return }
            if lexer.matches("as", from: previous.start, to: previous.end) {
                abandonedNames.append(SourceSpan(token.start, token.end))
            }
            previous = token
            scanner.position = token.end
        }
    }

    /// Skips to the end of the statement; returns false if its brackets do not match.
    private mutating func skipStatement(reaching reached: Int, hasBlock: Bool) -> Bool {
        var open: [UInt8] = []
        while lexer.current != 0 {
            let byte = lexer.current
            if lexer.position > reached + Parser.recoveryReach { return false }
            if lexer.position >= reached, open.isEmpty, endsStatement(byte) { return true }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(byte)
            case UInt8(ascii: "#") where lexer.position > 0 && lexer.is(.blank, at: lexer.position - 1):
                lexer.skipLine()
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
                // A `{` that is the error itself opens the block, even after unclosed brackets.
                if byte == UInt8(ascii: "{"), hasBlock, open.isEmpty || lexer.position == reached,
                    skipBlock(reaching: reached)
                {
                    open = []
                    continue
                }
                open.append(byte == UInt8(ascii: "(") ? UInt8(ascii: ")") : byte + 2)
                lexer.position += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                if let expected = open.popLast() {
                    guard expected == byte else { return false }
                } else if byte == UInt8(ascii: "}") {
                    return lexer.position >= reached
                }
                lexer.position += 1
            case UInt8(ascii: "\\"):
                // Blanks after it are a separate error; the next line still continues this one.
                lexer.position += 1
                lexer.skip(.blank)
                if lexer.isNewline(at: lexer.position) { lexer.skipLineEnd() }
            default: lexer.position += 1
            }
        }
        return open.isEmpty
    }

    private func endsStatement(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ";") || byte == UInt8(ascii: "}") || lexer.isNewline(at: lexer.position)
    }

    /// Parses the block that opens here if the error is before it and it is the last text on its line.
    private mutating func skipBlock(reaching reached: Int) -> Bool {
        guard lexer.position >= reached, depth < Parser.depthLimit else { return false }
        let start = lexer.position
        lexer.position += 1
        lexer.skipBlanks()
        let isLast = lexer.isNewline(at: lexer.position)
        lexer.position = start
        guard isLast else { return false }
        let outer = context
        context = Context(isTopLevel: false, isInLoop: true, isInDefinition: true)
        defer { context = outer }
        do throws(Failure) {
            _ = try block(after: "")
            return true
        } catch {
            return false
        }
    }

    private mutating func skipString(_ quote: UInt8) {
        let start = lexer.position
        lexer.position += 1
        while lexer.current != 0, !lexer.isNewline(at: lexer.position) {
            if lexer.current == quote {
                lexer.position += 1
                return
            }
            lexer.position +=
                lexer.current == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") && lexer.following >= 0x20 ? 2 : 1
        }
        // Skips an unclosed quote, and reads the text after it as if the quote were absent.
        lexer.position = start + 1
    }

    /// Describes the text at `offset`, for a message.
    func describe(_ offset: Int) -> String {
        let byte = lexer.byte(at: offset)
        if byte == 0 { return "the end of the text" }
        if lexer.isNewline(at: offset) || byte == UInt8(ascii: "#") { return "the end of the line" }
        return "`\(text(offset, endOfText(from: offset)))`"
    }

    /// The end of the word or sign at `offset`.
    func endOfText(from offset: Int) -> Int {
        var scanner = lexer
        scanner.position = offset
        let token = scanner.next(acrossLines: false)
        guard token.start == offset else { return offset }
        if lexer.isNewline(at: offset) { return offset }
        // A single byte of a multi-byte character would not be valid text.
        var end = token.end
        while end < source.count, scanner.byte(at: end) & 0xC0 == 0x80 { end += 1 }
        return end
    }
}
