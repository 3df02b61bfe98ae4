internal import PicketSyntax

/// Scans a text that is being typed, statement by statement. It builds no tree, since an incomplete statement has none.
struct StatementScanner {
    /// A block of statements, or a bracket of an expression.
    struct Frame {
        let isBlock: Bool
        /// The sign that closes it.
        let closing: UInt8
        /// The string that an interpolation interrupts.
        var string: OpenString?
        /// The start of the word that a bracket belongs to.
        var wordStart = 0
        /// The keyword of the statement that a block belongs to.
        var keyword: StatementKeyword?
        /// The start of a block's current statement.
        var statementStart = 0
        /// The complete words of a block's current statement.
        var words: [String] = []
        /// The variables that are declared in the block so far.
        var names: [InputContext.LocalName] = []
    }

    struct OpenString {
        let quote: UInt8
        /// Whether it is a `"""` string, which may have several lines.
        let isBlock: Bool
        /// The offset after the quotes.
        let start: Int
    }

    let bytes: [UInt8]
    /// The text itself, then the open blocks, then the open brackets. No block is inside of a bracket.
    private(set) var frames = [Frame(isBlock: true, closing: 0)]
    /// How many frames wait for each closing sign.
    private var openCounts = OpenCounts()
    /// The number of interpolations in strings of one line.
    private var openLineStrings = 0
    private(set) var string: OpenString?
    private var index = 0
    /// The start of the current word.
    private(set) var wordStart = 0
    private(set) var isInComment = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark is no part of the first word.
        if bytes.prefix(3).elementsEqual([0xEF, 0xBB, 0xBF]) {
            (index, wordStart, frames[0].statementStart) = (3, 3, 3)
        }
    }

    // MARK: Walking

    mutating func scan() {
        while index < bytes.count {
            let byte = bytes[index]
            if isInComment {
                if byte == UInt8(ascii: "\n") { endLine() }
            } else if let string {
                inside(string, byte)
            } else {
                plain(byte)
            }
            index += 1
        }
    }

    private mutating func inside(_ string: OpenString, _ byte: UInt8) {
        if byte == UInt8(ascii: "\n"), !string.isBlock {
            endLine()
        } else if byte == string.quote {
            guard string.isBlock else {
                self.string = nil
                return
            }
            guard startsBlockString(at: index) else { return }
            index += 2
            self.string = nil
        } else if string.quote == UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\"), self.byte(index + 1) != UInt8(ascii: "\n") {
                index += 1
            } else if byte == UInt8(ascii: "$"), self.byte(index + 1) == UInt8(ascii: "(") {
                index += 1
                push(Frame(isBlock: false, closing: UInt8(ascii: ")"), string: string, wordStart: wordStart))
                self.string = nil
                startWord(after: index)
            }
        }
    }

    private mutating func plain(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): openString(byte)
        case UInt8(ascii: "#") where index == wordStart: isInComment = true
        case UInt8(ascii: "\\"): index += self.byte(index + 1) == UInt8(ascii: "\r") ? 2 : 1
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): endWord()
        case UInt8(ascii: "\n"): endLine()
        case UInt8(ascii: ";"): if isInBlock { endStatement() } else { endWord() }
        case UInt8(ascii: "{"): open(isBlock: opensBlock, closing: UInt8(ascii: "}"))
        case UInt8(ascii: "("): open(isBlock: false, closing: UInt8(ascii: ")"))
        case UInt8(ascii: "["): open(isBlock: false, closing: UInt8(ascii: "]"))
        case UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: "]"): close(byte)
        case UInt8(ascii: ","), UInt8(ascii: "="): if !isInBlock { startWord(after: index) }
        default: break
        }
    }

    var isInBlock: Bool { frames[frames.count - 1].isBlock }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The byte at an offset; 0 beyond the end.
    private func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    private func startsBlockString(at offset: Int) -> Bool {
        (0..<3).allSatisfy { byte(offset + $0) == UInt8(ascii: "\"") }
    }

    private mutating func openString(_ quote: UInt8) {
        let isBlock = startsBlockString(at: index)
        if isBlock { index += 2 }
        string = OpenString(quote: quote, isBlock: isBlock, start: index + 1)
    }

    private mutating func startWord(after position: Int) { wordStart = position + 1 }

    private mutating func endWord() {
        // Only the words of statements are needed.
        if index > wordStart, isInBlock {
            frames[frames.count - 1].words.append(text(wordStart..<index))
        }
        startWord(after: index)
    }

    /// Ends the line. It ends a statement, and a string of one line that has no closing quote, and brackets that are not
    /// closed before the next statement.
    private mutating func endLine() {
        string = nil
        while openLineStrings > 0 { pop() }
        isInComment = false
        if !isInBlock, nextLineBeginsStatement {
            while !isInBlock { pop() }
        }
        if isInBlock { endStatement() } else { endWord() }
    }

    /// Whether the next line begins as a statement does, and no part of a list or map: a bracket above it is not closed.
    private var nextLineBeginsStatement: Bool {
        var start = index + 1
        while byte(start) == UInt8(ascii: " ") || byte(start) == UInt8(ascii: "\t") { start += 1 }
        var end = start
        while Self.isNameByte(byte(end)) { end += 1 }
        guard end > start, end - start <= 8, byte(end) == UInt8(ascii: " "),
            ![UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: ",")].contains(byte(end + 1))
        else { return false }
        return StatementKeyword(rawValue: String(decoding: bytes[start..<end], as: UTF8.self)) != nil
    }

    private mutating func endStatement() {
        let words = frames[frames.count - 1].words + (index > wordStart ? [text(wordStart..<index)] : [])
        frames[frames.count - 1].names += Self.names(declaredBy: words)
        frames[frames.count - 1].words = []
        frames[frames.count - 1].statementStart = index + 1
        startWord(after: index)
    }

    private mutating func open(isBlock: Bool, closing: UInt8) {
        let words = frames[frames.count - 1].words
        let keyword = words.first.flatMap(StatementKeyword.init)
        push(
            Frame(
                isBlock: isBlock, closing: closing, wordStart: wordStart, keyword: isBlock ? keyword : nil,
                statementStart: index + 1, names: isBlock ? Self.names(inBlockOf: words) : []))
        startWord(after: index)
    }

    private mutating func push(_ frame: Frame) {
        assert(isInBlock || !frame.isBlock, "no block is inside of a bracket")
        frames.append(frame)
        openCounts[frame.closing] += 1
        if frame.string?.isBlock == false { openLineStrings += 1 }
    }

    @discardableResult
    private mutating func pop() -> Frame {
        let frame = frames.removeLast()
        openCounts[frame.closing] -= 1
        if frame.string?.isBlock == false { openLineStrings -= 1 }
        return frame
    }

    /// Closes the innermost block or bracket that the sign closes, and the unclosed brackets inside of it.
    private mutating func close(_ sign: UInt8) {
        startWord(after: index)
        guard openCounts[sign] > 0 else { return }
        var closed = pop()
        while closed.closing != sign { closed = pop() }
        (string, wordStart) = (closed.string, closed.wordStart)
        if closed.isBlock { endStatement() }
    }

    /// Whether a brace opens a block, and not a map or an interpolation: it stands alone in a statement that takes a block,
    /// and does not follow an operator.
    private var opensBlock: Bool {
        guard index == wordStart, isInBlock else { return false }
        let words = frames[frames.count - 1].words
        guard let last = words.last else { return true }
        let first = words.count > 1 && words[0].hasBytes(of: "defer") ? words[1] : words[0]
        return StatementKeyword(rawValue: first)?.takesBlock == true && !Self.operators.contains(TextKey(last))
    }

    /// The words that an operand must follow.
    private static let operators = Set(
        [
            "=", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "??", ",", ":", "in", "not", "and", "or",
            "contains", "matches",
        ].map(TextKey.init))

    /// A count for each closing sign; 0 is that of the text itself.
    private struct OpenCounts {
        private var (round, square, curly) = (0, 0, 0)

        subscript(sign: UInt8) -> Int {
            get {
                switch sign {
                case UInt8(ascii: ")"): return round
                case UInt8(ascii: "]"): return square
                default: return curly
                }
            }
            set {
                switch sign {
                case UInt8(ascii: ")"): round = newValue
                case UInt8(ascii: "]"): square = newValue
                default: curly = newValue
                }
            }
        }
    }
}
