/// The classes of a byte, as bits. One table look-up answers every question of the lexer about a byte.
struct ByteClass: OptionSet {
    let rawValue: UInt16

    /// A letter or `_`.
    static let nameStart = ByteClass(rawValue: 1 << 0)
    /// A letter, a digit or `_`.
    static let nameByte = ByteClass(rawValue: 1 << 1)
    static let digit = ByteClass(rawValue: 1 << 2)
    /// A space or a tab.
    static let blank = ByteClass(rawValue: 1 << 3)
    /// Ends the plain ASCII part of a command word.
    static let wordStop = ByteClass(rawValue: 1 << 4)
    /// Ends the plain part of a `"…"` string.
    static let stringStop = ByteClass(rawValue: 1 << 5)
    /// Continues a bare word of an expression.
    static let expressionWord = ByteClass(rawValue: 1 << 6)
    /// Continues a token that began with a digit.
    static let numberByte = ByteClass(rawValue: 1 << 7)
    /// Ends an argument after a closing quote or bracket.
    static let argumentEnd = ByteClass(rawValue: 1 << 8)
    /// A letter, a digit, `_` or `-`: a field of a subject, the name of a command or of an argument.
    static let dashedNameByte = ByteClass(rawValue: 1 << 9)

    /// Begins an argument that usually needs no further check: a letter, a digit, `_`, `"` or `$`.
    static let plainStart = ByteClass(rawValue: 1 << 10)

    /// Begins a character that a word may hold only after a check: one outside ASCII, or a control character.
    static let looksAtCharacter = ByteClass(rawValue: 1 << 11)

    /// The classes of all 256 bytes. The table is allocated once and never freed.
    nonisolated(unsafe) static let table: UnsafePointer<ByteClass> = {
        let table = UnsafeMutablePointer<ByteClass>.allocate(capacity: 256)
        for byte in UInt8.min...UInt8.max {
            (table + Int(byte)).initialize(to: ByteClass(of: byte))
        }
        return UnsafePointer(table)
    }()

    init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    private init(of byte: UInt8) {
        self = []
        let isLetter = (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
        let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
        let isNonASCII = byte >= 0x80
        let isControl = byte < 0x20 && byte != 0 && byte != 0x09 && byte != 0x0A && byte != 0x0D || byte == 0x7F
        func isOneOf(_ set: StaticString) -> Bool {
            set.withUTF8Buffer { $0.contains(byte) }
        }
        if isLetter || isOneOf("_") { insert(.nameStart) }
        if isLetter || isDigit || isOneOf("_") { insert(.nameByte) }
        if isLetter || isDigit || isOneOf("_-") { insert(.dashedNameByte) }
        if isDigit { insert(.digit) }
        if isLetter || isDigit || isOneOf("_\"$") { insert(.plainStart) }
        if isOneOf(" \t") { insert(.blank) }
        if byte == 0 || isNonASCII || isControl || isOneOf(" \t\r\n;)]}$\"'[({\\") { insert(.wordStop) }
        if isNonASCII || isControl { insert(.looksAtCharacter) }
        if byte == 0 || isOneOf("\"\\$\r\n") { insert(.stringStop) }
        if isLetter || isDigit || isNonASCII || isOneOf("_-.:/@") { insert(.expressionWord) }
        if isLetter || isDigit || isOneOf("_-:.") { insert(.numberByte) }
        if byte == 0 || isOneOf(" \t\r\n;)]}") { insert(.argumentEnd) }
    }
}
