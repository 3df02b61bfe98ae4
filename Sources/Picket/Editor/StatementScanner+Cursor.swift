internal import PicketSyntax

/// What the end of the scanned text is.
extension StatementScanner {
    /// What closes the strings, brackets and blocks that are open at the end of the text.
    var closers: [UInt8] {
        var closers = string.map(StatementScanner.closer) ?? []
        for frame in frames.dropFirst().reversed() {
            if frame.isBlock { closers.append(UInt8(ascii: "\n")) }
            closers.append(frame.closing)
            closers += frame.string.map(StatementScanner.closer) ?? []
        }
        return closers
    }

    private static func closer(_ string: OpenString) -> [UInt8] {
        [UInt8](repeating: string.quote, count: string.isBlock ? 3 : 1)
    }

    // MARK: The cursor

    func context() -> InputContext {
        if isInComment { return InputContext(.nothing, from: bytes.count, of: self) }
        if let variable = variable() { return variable }
        if let string { return context(inside: string) }
        let word = min(wordStart, bytes.count)
        guard isInBlock else { return InputContext(.expression, from: expressionStart(word), of: self) }
        return statement(word)
    }

    /// The path of an `include` may have quotes. Nothing is offered in other strings.
    private func context(inside string: OpenString) -> InputContext {
        let words = frames[frames.count - 1].words
        if isInBlock, words.count == 1, words.first == "include", string.start <= bytes.count {
            return InputContext(.file, from: string.start, of: self)
        }
        return InputContext(.nothing, from: bytes.count, of: self)
    }

    private func statement(_ word: Int) -> InputContext {
        var words = frames[frames.count - 1].words[...]
        if words.first == "defer" { words = words.dropFirst() }
        guard let first = words.first else { return InputContext(.statement, from: word, of: self) }
        if first == "include" { return InputContext(words.count == 1 ? .file : .nothing, from: word, of: self) }
        if words.count == 1, first == "set" || first == "append" {
            return InputContext(.target, from: expressionStart(word), of: self)
        }
        if StatementKeyword(rawValue: first) != nil || !Self.isCommandName(first) {
            return InputContext(.expression, from: expressionStart(word), of: self)
        }
        var call = InputContext.Call(command: first)
        for argument in words.dropFirst() {
            if let name = Self.name(argument) { call.names.append(name) } else { call.positionals.append(argument) }
        }
        let text = String(decoding: bytes[word...], as: UTF8.self)
        guard let name = Self.name(text) else { return InputContext(.argument(call), from: word, of: self) }
        let start = word + name.utf8.count + 1
        return InputContext(.value(call, parameter: name), from: start, of: self)
    }

    private static func isCommandName(_ word: String) -> Bool {
        word.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: "-") }
            && word.utf8.first.map { $0 < UInt8(ascii: "0") || $0 > UInt8(ascii: "9") } == true
    }

    /// Returns the name before the `=` of a named argument.
    private static func name(_ word: String) -> String? {
        guard let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")), equals > word.startIndex else { return nil }
        let name = word[..<equals]
        return name.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: "-") } ? String(name) : nil
    }

    /// Returns the start of the name at the end of a word in an expression.
    private func expressionStart(_ word: Int) -> Int {
        var start = bytes.count
        while start > word, Self.isNameByte(bytes[start - 1]) { start -= 1 }
        return start
    }

    /// Returns the context of `$name.field` up to the cursor, also inside double quotes.
    private func variable() -> InputContext? {
        guard string?.quote != UInt8(ascii: "'") else { return nil }
        var start = bytes.count
        while start > 0, Self.isNameByte(bytes[start - 1]) || bytes[start - 1] == UInt8(ascii: ".") { start -= 1 }
        let first = start
        if start > 0, bytes[start - 1] == UInt8(ascii: "{") { start -= 1 }
        guard start > 0, bytes[start - 1] == UInt8(ascii: "$") else { return nil }
        if start > 1, bytes[start - 2] == UInt8(ascii: "\\") { return nil }
        let parts = String(decoding: bytes[first...], as: UTF8.self).split(
            separator: ".", omittingEmptySubsequences: false)
        let last = parts.last?.utf8.count ?? 0
        return InputContext(
            .variable(path: parts.dropLast().map(String.init)), from: bytes.count - last, of: self)
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            return true
        default: return false
        }
    }
}
