import PicketSyntax

/// Writes values as text: bare at the top, quoted inside lists and maps where they are no plain words.
struct ValuePrinter {
    static let hiddenText = "•••"
    static let hidden: [UInt8] = Array(hiddenText.utf8)

    /// Write what secrets hold, because the text becomes secret itself.
    var revealsSecrets: Bool
    /// Whether a secret was met.
    private(set) var metSecret = false
    /// How long the text may become: a small value that holds its parts many times over has a very long one.
    private let limit: Int
    /// Whether the text would have become longer.
    private(set) var isCut = false

    init(revealsSecrets: Bool, limit: Int = .max) {
        self.revealsSecrets = revealsSecrets
        self.limit = limit
    }

    mutating func append(_ cell: Cell, to text: inout [UInt8]) {
        if text.count > limit { isCut = true }
        guard !isCut else { return }
        if cell.isSecret {
            metSecret = true
            guard revealsSecrets else {
                text += ValuePrinter.hidden
                return
            }
        }
        if cell.isText {
            cell.withText { text.append(contentsOf: $0) }
        } else {
            appendOther(cell, to: &text)
        }
    }

    private mutating func appendOther(_ cell: Cell, to text: inout [UInt8]) {
        switch cell.kind {
        case CellKind.integer: NumberFormat.append(cell.integer, to: &text)
        case CellKind.float: text += cell.float.description.utf8
        case CellKind.boolean: text += (cell.boolean ? "true" : "false").utf8
        case CellKind.duration: DurationText.appendLanguage(cell.integer, to: &text)
        case CellKind.list: appendList(cell, to: &text)
        case CellKind.map: appendMap(cell, to: &text)
        case CellKind.missing: text += "missing".utf8
        default: text += "null".utf8
        }
    }

    private mutating func appendList(_ cell: Cell, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "["))
        for (position, element) in cell.listElements.enumerated() where !isCut {
            if position > 0 { text += ", ".utf8 }
            appendNested(element, to: &text)
        }
        text.append(UInt8(ascii: "]"))
    }

    private mutating func appendMap(_ cell: Cell, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "{"))
        for (position, entry) in cell.mapEntries.enumerated() where !isCut {
            if position > 0 { text += ", ".utf8 }
            appendNested(entry.key, to: &text)
            text += ": ".utf8
            appendNested(entry.value, to: &text)
        }
        text.append(UInt8(ascii: "}"))
    }

    /// As a script would write it, so that `["a b", c]` can be read back.
    mutating func appendNested(_ cell: Cell, to text: inout [UInt8]) {
        guard cell.isText, !cell.isSecret || revealsSecrets else { return append(cell, to: &text) }
        if cell.isSecret { metSecret = true }
        cell.withText { bytes in
            if TextQuoting.isPlainWord(bytes) {
                text.append(contentsOf: bytes)
            } else {
                TextQuoting.appendQuoted(bytes, to: &text)
            }
        }
    }
}

enum TextQuoting {
    /// Whether an expression reads these bytes back as one bare word with the same text.
    static func isPlainWord(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = bytes.first, let last = bytes.last, isLetter(first) else { return false }
        guard last != UInt8(ascii: "."), last != UInt8(ascii: ":") else { return false }
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == UInt8(ascii: "."), previous == byte { return false }
            guard isLetter(byte) || isWordPart(byte) else { return false }
            previous = byte
        }
        return !reserved.contains(String(decoding: bytes, as: UTF8.self))
    }

    private static let reserved: Set<String> = [
        "true", "false", "null", "or", "and", "not", "in", "contains", "matches",
    ]

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
    }

    private static func isWordPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"),
            UInt8(ascii: "/"), UInt8(ascii: "@"):
            return true
        default: return false
        }
    }

    /// As a double-quoted string with the escapes of the language.
    static func appendQuoted(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"): text += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): text += "\\n".utf8
            case UInt8(ascii: "\r"): text += "\\r".utf8
            case UInt8(ascii: "\t"): text += "\\t".utf8
            case 0..<0x20, 0x7F: text += "\\u{\(String(byte, radix: 16))}".utf8
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
    }
}
