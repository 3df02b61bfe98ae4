/// Cuts a terminal's input into characters, controls and sequences.
struct EscapeParser {
    enum Token {
        case scalar(Unicode.Scalar)
        case control(UInt8)
        case sequence(isPrivate: Bool, parameters: [Int], final: Character)
        /// An operating system command (ECMA-48, 8.3.89) without its introducer and terminator.
        case command(String)
        case unknown(String)
    }

    private var sequence: [UInt8] = []
    private var character: [UInt8] = []

    mutating func take(_ byte: UInt8) -> Token? {
        if !sequence.isEmpty { return takeSequence(byte) }
        if byte == 0x1B {
            sequence = [byte]
            return nil
        }
        if byte < 0x20 || byte == 0x7F { return .control(byte) }
        return takeCharacter(byte)
    }

    private mutating func takeCharacter(_ byte: UInt8) -> Token? {
        character.append(byte)
        let wanted = character[0] >= 0xF0 ? 4 : character[0] >= 0xE0 ? 3 : character[0] >= 0xC0 ? 2 : 1
        guard character.count == wanted else { return nil }
        defer { character = [] }
        let scalars = String(decoding: character, as: UTF8.self).unicodeScalars
        guard scalars.count == 1, let scalar = scalars.first, scalar != "\u{FFFD}" || character.count == 3 else {
            return .unknown("bytes \(character)")
        }
        return .scalar(scalar)
    }

    private mutating func takeSequence(_ byte: UInt8) -> Token? {
        sequence.append(byte)
        if sequence[1] == UInt8(ascii: "]") { return takeCommand() }
        if sequence.count == 2 { return byte == UInt8(ascii: "[") ? nil : finish(.unknown("escape \(byte)")) }
        guard byte >= 0x40 else { return nil }
        let body = String(decoding: sequence[2..<sequence.count - 1], as: UTF8.self)
        let isPrivate = body.hasPrefix("?")
        let fields = (isPrivate ? body.dropFirst() : body[...]).split(separator: ";", omittingEmptySubsequences: false)
        let parameters = fields.compactMap { Int($0) }
        guard parameters.count == fields.count || body.isEmpty else { return finish(.unknown("sequence \(body)")) }
        return finish(.sequence(isPrivate: isPrivate, parameters: parameters, final: Character(Unicode.Scalar(byte))))
    }

    /// A command ends at its terminator, ESC and a backslash, or at the bell that older programs send instead.
    private mutating func takeCommand() -> Token? {
        let isEnded = sequence.suffix(2).elementsEqual([0x1B, UInt8(ascii: "\\")])
        guard isEnded || sequence.last == 0x07 else { return nil }
        return finish(.command(String(decoding: sequence[2..<sequence.count - (isEnded ? 2 : 1)], as: UTF8.self)))
    }

    private mutating func finish(_ token: Token) -> Token {
        sequence = []
        return token
    }
}
