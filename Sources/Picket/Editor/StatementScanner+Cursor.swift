internal import PicketSyntax

/// What the end of the scanned text is.
extension StatementScanner {
    /// Returns a text with what closes its open strings, brackets and blocks; nil if they are nested too deep, which is an
    /// error.
    static func closed(_ bytes: [UInt8]) -> [UInt8]? {
        var scanner = StatementScanner(bytes)
        scanner.scan()
        let closers = scanner.closers
        return closers.count <= 2 * Parser.depthLimit ? bytes + closers : nil
    }

    /// What closes the strings, brackets and blocks that are open at the end of the text.
    private var closers: [UInt8] {
        var closers = string.map(StatementScanner.closer) ?? []
        if isInComment, frames.count > 1 { closers.append(UInt8(ascii: "\n")) }
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
        if let path = variablePath() { return InputContext(path.place, from: path.start, of: self) }
        if let string { return context(inside: string) }
        let word = min(wordStart, bytes.count)
        guard isInBlock else {
            if readsFile(before: bytes.count) { return InputContext(.data, from: bytes.count, of: self) }
            return InputContext(.expression, from: expressionStart(word), of: self)
        }
        return statement(word)
    }

    /// In a string that is an argument or a path of its own, the same is offered as without quotes. Nothing is offered in
    /// other strings.
    private func context(inside string: OpenString) -> InputContext {
        let nothing = InputContext(.nothing, from: bytes.count, of: self)
        guard !string.isBlock, string.start <= bytes.count else { return nothing }
        guard isInBlock else {
            return readsFile(before: string.start - 1) ? InputContext(.data, from: string.start, of: self) : nothing
        }
        let context = statement(string.start - 1 == wordStart ? string.start : wordStart)
        switch context.place {
        case .argument where string.start - 1 == wordStart, .file where string.start - 1 == wordStart:
            return InputContext(context.place, from: string.start, of: self)
        case .value(_, let parameter) where string.start - 1 == wordStart + parameter.utf8.count + 1:
            return InputContext(context.place, from: string.start, of: self)
        default: return nothing
        }
    }

    /// Whether the first argument of a function that reads a file begins at a place.
    private func readsFile(before quote: Int) -> Bool {
        let bracket = frames[frames.count - 1].statementStart - 1
        guard bracket >= 0, bracket < quote, bytes[bracket] == UInt8(ascii: "("),
            bytes[(bracket + 1)..<quote].allSatisfy({ $0 == UInt8(ascii: " ") })
        else { return false }
        var start = bracket
        while start > 0, Self.isNameByte(bytes[start - 1]) { start -= 1 }
        let name = bytes[start..<bracket]
        return ["csv", "json", "yaml", "lines"].contains { name.elementsEqual($0.utf8) }
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
            if first == "expect" || first == "check", let path = subjectPath(from: word) {
                return InputContext(path.place, from: path.start, of: self)
            }
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

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            return true
        default: return false
        }
    }
}
