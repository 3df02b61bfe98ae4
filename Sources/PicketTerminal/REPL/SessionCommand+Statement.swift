import PicketSyntax

/// Where the language stands in `:job COMMAND` and `:watch 2s [COUNT] COMMAND [until CONDITION]`, as UTF-8 offsets.
struct StatementParts: Equatable {
    /// The number of rounds; nil if it is not given.
    private(set) var count: Range<Int>?
    private(set) var command: Range<Int>
    /// The word `until`; nil if there is none.
    private(set) var until: Range<Int>?
    private(set) var condition: Range<Int>?

    /// The parts of a `:job` whose command begins here.
    fileprivate init(command: Range<Int>) { self.command = command }

    /// The parts of a `:watch`, from the first word after its name; nil while that word is typed.
    init?(watchIn bytes: [UInt8], from start: Int) {
        guard let interval = bytes[start...].firstIndex(where: Self.isBlank) else { return nil }
        command = Self.nextWord(bytes, from: interval)..<bytes.count
        let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        let digits = command.lowerBound + bytes[command].prefix(while: isDigit).count
        if digits > command.lowerBound, digits < bytes.count, Self.isBlank(bytes[digits]) {
            count = command.lowerBound..<digits
            command = Self.nextWord(bytes, from: digits)..<bytes.count
        }
        guard let word = Self.until(bytes, in: command) else { return }
        until = word..<word + Self.word.count
        condition = Self.nextWord(bytes, from: word + Self.word.count)..<bytes.count
        command = command.lowerBound..<word
    }

    private static let word = Array("until".utf8)

    /// Returns the last `until` between two blanks that is in no text, comment or bracket; nil if there is none.
    private static func until(_ bytes: [UInt8], in range: Range<Int>) -> Int? {
        let text = Array(bytes[range])
        var isCode = [Bool](repeating: true, count: text.count)
        for (span, role) in highlight(SourceFile(name: "", bytes: text))
        where [.string, .escape, .comment].contains(role) {
            for index in Int(span.start)..<min(Int(span.end), text.count) { isCode[index] = false }
        }
        var (depth, found) = (0, Int?.none)
        for index in text.indices where isCode[index] {
            switch text[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "u") where depth == 0 && index > 0 && isBlank(text[index - 1]):
                let end = index + word.count
                if end < text.count, isBlank(text[end]), text[index..<end].elementsEqual(word) { found = index }
            default: break
            }
        }
        return found.map { $0 + range.lowerBound }
    }

    fileprivate static func isBlank(_ byte: UInt8) -> Bool { SessionInput.isBlank(byte) || byte == UInt8(ascii: "\n") }

    fileprivate static func nextWord(_ bytes: [UInt8], from start: Int) -> Int {
        bytes[start...].firstIndex { !isBlank($0) } ?? bytes.count
    }

    func moved(by distance: Int) -> StatementParts {
        var parts = StatementParts(command: command.moved(by: distance))
        parts.count = count?.moved(by: distance)
        parts.until = until?.moved(by: distance)
        parts.condition = condition?.moved(by: distance)
        return parts
    }
}

extension SessionCommand {
    /// Returns where the language stands in `:job …` and `:watch 2s …`; nil for another session command.
    static func parts(of text: some Collection<UInt8>) -> StatementParts? {
        let bytes = Array(text)
        guard let colon = bytes.firstIndex(where: { !SessionInput.isBlank($0) }), bytes[colon] == UInt8(ascii: ":"),
            let nameEnd = bytes[colon...].firstIndex(where: SessionInput.isBlank)
        else { return nil }
        let rest = StatementParts.nextWord(bytes, from: nameEnd)
        switch Name(written: String(decoding: bytes[(colon + 1)..<nameEnd], as: UTF8.self)) {
        case .job where rest < bytes.count && bytes[rest] == UInt8(ascii: ":"):
            return parts(of: bytes[rest...])?.moved(by: rest)
        case .job: return StatementParts(command: rest..<bytes.count)
        case .watch: return StatementParts(watchIn: bytes, from: rest)
        default: return nil
        }
    }

    /// The statement that a condition is a part of.
    static let expectation = "expect "
}

extension String {
    /// The text after `:job` or `:watch 2s`, or else the whole text: the part in which commands of the language may
    /// occur. A condition becomes an expectation.
    var statement: String {
        guard let parts = SessionCommand.parts(of: utf8) else { return self }
        let bytes = Array(utf8)
        let command = String(decoding: bytes[parts.command], as: UTF8.self)
        guard let condition = parts.condition else { return command }
        return command + "\n" + SessionCommand.expectation + String(decoding: bytes[condition], as: UTF8.self)
    }
}
