import PicketSyntax

/// Scans a text that is being typed, statement by statement. It builds no tree, since an incomplete statement has none.
struct StatementScanner {
    /// A block of statements, or a bracket of an expression.
    private struct Frame {
        var isBlock: Bool
        /// The complete words of the current statement.
        var words: [String] = []
    }

    private let bytes: [UInt8]
    private var frames = [Frame(isBlock: true)]
    private var index = 0
    /// The start of the current word.
    private var wordStart = 0
    /// The quote of the current string; 0 for none.
    private var quote: UInt8 = 0
    private var isInComment = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    // MARK: Walking

    mutating func scan() {
        while index < bytes.count {
            let byte = bytes[index]
            if isInComment {
                if byte == UInt8(ascii: "\n") { endStatement() }
            } else if quote != 0 {
                string(byte)
            } else {
                plain(byte)
            }
            index += 1
        }
    }

    private mutating func string(_ byte: UInt8) {
        if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
            index += 1
        } else if byte == quote {
            quote = 0
        }
    }

    private mutating func plain(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
        case UInt8(ascii: "#") where index == wordStart: isInComment = true
        case UInt8(ascii: "\\"): index += 1
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): endWord()
        case UInt8(ascii: "\n"), UInt8(ascii: ";"):
            if frames[frames.count - 1].isBlock { endStatement() } else { endWord() }
        case UInt8(ascii: "{"): open(isBlock: opensBlock)
        case UInt8(ascii: "("), UInt8(ascii: "["): open(isBlock: false)
        case UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: "]"): close()
        case UInt8(ascii: ","): if !frames[frames.count - 1].isBlock { startWord(after: index) }
        case UInt8(ascii: "="): if !frames[frames.count - 1].isBlock { startWord(after: index) }
        default: break
        }
    }

    private mutating func startWord(after position: Int) { wordStart = position + 1 }

    private mutating func endWord() {
        if index > wordStart {
            frames[frames.count - 1].words.append(String(decoding: bytes[wordStart..<index], as: UTF8.self))
        }
        startWord(after: index)
    }

    private mutating func endStatement() {
        frames[frames.count - 1].words = []
        isInComment = false
        startWord(after: index)
    }

    private mutating func open(isBlock: Bool) {
        frames.append(Frame(isBlock: isBlock))
        startWord(after: index)
    }

    private mutating func close() {
        let closed = frames.count > 1 ? frames.removeLast() : nil
        if closed?.isBlock == true { endStatement() } else { startWord(after: index) }
    }

    /// Whether a brace opens a block, and not a map or an interpolation: it stands alone and does not follow a sign.
    private var opensBlock: Bool {
        guard index == wordStart, frames[frames.count - 1].isBlock else { return false }
        return frames[frames.count - 1].words.last.map { ![":", "=", ",", "=="].contains($0) } ?? true
    }

    // MARK: The cursor

    func context() -> InputContext {
        let depth = frames.count - 1
        if isInComment { return InputContext(.nothing, from: bytes.count, of: bytes, depth: depth) }
        if let variable = variable(depth) { return variable }
        if quote != 0 { return InputContext(.nothing, from: bytes.count, of: bytes, depth: depth) }
        let word = min(wordStart, bytes.count)
        guard frames[frames.count - 1].isBlock else {
            return InputContext(.expression, from: expressionStart(word), of: bytes, depth: depth)
        }
        return statement(word, depth)
    }

    private func statement(_ word: Int, _ depth: Int) -> InputContext {
        var words = frames[frames.count - 1].words[...]
        if words.first == "defer" { words = words.dropFirst() }
        guard let first = words.first else { return InputContext(.statement, from: word, of: bytes, depth: depth) }
        if first == "include" { return InputContext(.file, from: word, of: bytes, depth: depth) }
        if StatementKeyword(rawValue: first) != nil || !Self.isCommandName(first) {
            return InputContext(.expression, from: expressionStart(word), of: bytes, depth: depth)
        }
        var call = InputContext.Call(command: first)
        for argument in words.dropFirst() {
            if let name = Self.name(argument) { call.names.append(name) } else { call.positionals.append(argument) }
        }
        let text = String(decoding: bytes[word...], as: UTF8.self)
        guard let name = Self.name(text) else {
            return InputContext(.argument(call), from: word, of: bytes, depth: depth)
        }
        let start = word + name.utf8.count + 1
        return InputContext(.value(call, parameter: name), from: start, of: bytes, depth: depth)
    }

    private static func isCommandName(_ word: String) -> Bool {
        word.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: "-") }
            && word.utf8.first.map { $0 < UInt8(ascii: "0") || $0 > UInt8(ascii: "9") } == true
    }

    /// Returns the name before the `=` of a named argument.
    private static func name(_ word: String) -> String? {
        guard let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")), equals > word.startIndex else { return nil }
        let name = word[..<equals]
        return name.utf8.allSatisfy(isNameByte) ? String(name) : nil
    }

    /// Returns the start of the name at the end of a word in an expression.
    private func expressionStart(_ word: Int) -> Int {
        var start = bytes.count
        while start > word, Self.isNameByte(bytes[start - 1]) { start -= 1 }
        return start
    }

    /// Returns the context of `$name.field` up to the cursor, also inside double quotes.
    private func variable(_ depth: Int) -> InputContext? {
        guard quote != UInt8(ascii: "'") else { return nil }
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
            .variable(path: parts.dropLast().map(String.init)), from: bytes.count - last, of: bytes, depth: depth)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            return true
        default: return false
        }
    }
}
