import PicketSyntax

/// Formats values as text: strings unquoted at the top level, and quoted inside lists and maps unless they are plain
/// words.
struct ValuePrinter {
    /// Whether to write the content of secrets, because the text becomes a secret itself.
    var revealsSecrets: Bool
    /// Whether the value contains a secret.
    private(set) var metSecret = false
    /// The maximum length. A small value that contains its parts many times has a very long text.
    private let limit: Int
    /// Whether a long text is cut at the limit as well.
    private let cutsTexts: Bool
    /// Whether the text was cut or abandoned.
    private(set) var isCut = false
    /// Whether the text was abandoned because the machine's host needs control.
    private(set) var isPaused = false
    private let machine: Machine?
    /// The fields whose values are always hidden in maps.
    private let fields: SecretFields
    /// Whether the current value is part of such a field.
    private var isBeneathField = false
    private var nextLook: Int
    private static let bytesPerLook = 1 << 20

    /// - Parameters:
    ///
    ///   - machine: checked at intervals for whether its host needs control; nil to continue in any case.
    ///
    ///   - fields: the fields whose values are hidden, if people see the text.
    init(
        revealsSecrets: Bool, limit: Int = .max, cutsTexts: Bool = false, machine: Machine? = nil,
        hiding fields: SecretFields = SecretFields()
    ) {
        self.fields = fields
        self.revealsSecrets = revealsSecrets
        self.limit = limit
        self.cutsTexts = cutsTexts
        self.machine = machine
        nextLook = machine == nil ? limit : min(limit, ValuePrinter.bytesPerLook)
    }

    private mutating func look(after count: Int) {
        if count > limit {
            isCut = true
        } else if machine?.isAwaited == true {
            isCut = true
            isPaused = true
        } else {
            nextLook = min(limit, count + ValuePrinter.bytesPerLook)
        }
    }

    mutating func append(_ cell: Cell, to text: inout [UInt8]) {
        if text.count > nextLook { look(after: text.count) }
        guard !isCut else { return }
        if cell.isSecret {
            metSecret = true
            guard revealsSecrets else {
                text += Mask.bytes
                return
            }
        }
        // Null means that there is no secret.
        if isBeneathField, !cell.isContainer, cell.kind != CellKind.null {
            text += Mask.bytes
            return
        }
        if cell.isText {
            cell.withText { text.append(contentsOf: cut($0, after: text.count)) }
        } else {
            appendOther(cell, to: &text)
        }
    }

    /// The bytes of a text to write. One byte more than fits shows that the text is cut.
    private func cut(_ bytes: UnsafeRawBufferPointer, after count: Int) -> UnsafeRawBufferPointer {
        guard cutsTexts, bytes.count > limit - count else { return bytes }
        return UnsafeRawBufferPointer(rebasing: bytes[..<max(0, limit - count + 1)])
    }

    private mutating func appendOther(_ cell: Cell, to text: inout [UInt8]) {
        switch cell.kind {
        case CellKind.integer: NumberFormat.append(cell.integer, to: &text)
        case CellKind.float: FloatText.append(cell.float, to: &text)
        case CellKind.boolean: text += (cell.boolean ? "true" : "false").utf8
        case CellKind.decimal: cell.withText { text.append(contentsOf: cut($0, after: text.count)) }
        case CellKind.bytes:
            text += cell.withContent { "<\(Bytes.form($0.count, String(decoding: $1, as: UTF8.self)))>" }.utf8
        case CellKind.unreadable: text += cell.unreadable.description.utf8
        case CellKind.duration: DurationText.appendLanguage(cell.integer, to: &text)
        case CellKind.list: appendList(cell, to: &text)
        case CellKind.map: appendMap(cell, to: &text)
        case CellKind.missing: text += "missing".utf8
        default: text += "null".utf8
        }
    }

    private mutating func appendList(_ cell: Cell, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "["))
        for (position, element) in cell.listElements.enumerated() {
            if isCut { break }
            if position > 0 { text += ", ".utf8 }
            appendNested(element, to: &text)
        }
        text.append(UInt8(ascii: "]"))
    }

    private mutating func appendMap(_ cell: Cell, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "{"))
        for (position, entry) in cell.mapEntries.enumerated() {
            if isCut { break }
            if position > 0 { text += ", ".utf8 }
            appendNested(entry.key, to: &text, isKey: true)
            text += ": ".utf8
            let isBeneath = isBeneathField
            if !fields.isEmpty, entry.key.withText({ fields.contains($0) }) { isBeneathField = true }
            appendNested(entry.value, to: &text)
            isBeneathField = isBeneath
        }
        text.append(UInt8(ascii: "}"))
    }

    /// Appends a value as in a script, so that `["a b", c]` can be read back.
    mutating func appendNested(_ cell: Cell, to text: inout [UInt8], isKey: Bool = false) {
        guard cell.isText, !isBeneathField, !cell.isSecret || revealsSecrets else {
            return appendNestedOther(cell, to: &text)
        }
        if text.count > nextLook { look(after: text.count) }
        guard !isCut else { return }
        if cell.isSecret { metSecret = true }
        cell.withText { bytes in
            let bytes = cut(bytes, after: text.count)
            if TextQuoting.isPlainWord(bytes), !isKey || !bytes.contains(UInt8(ascii: ":")) {
                text.append(contentsOf: bytes)
            } else {
                TextQuoting.appendQuoted(bytes, to: &text)
            }
        }
    }
}

extension ValuePrinter {
    /// Quotes `inf` and `nan`, which would be read back as words.
    private mutating func appendNestedOther(_ cell: Cell, to text: inout [UInt8]) {
        guard cell.kind == CellKind.float, !cell.float.isFinite, !cell.isSecret else { return append(cell, to: &text) }
        text.append(UInt8(ascii: "\""))
        append(cell, to: &text)
        text.append(UInt8(ascii: "\""))
    }
}

enum TextQuoting {
    /// Whether an expression would read these bytes as one bare word with the same text.
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

    /// Appends a double-quoted string with the escapes of the language.
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
