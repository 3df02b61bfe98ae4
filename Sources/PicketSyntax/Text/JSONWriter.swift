/// Writes JSON (RFC 8259) for bodies, reports, journals, diagnostics and the prompt.
///
/// It belongs to PicketSyntax because diagnostics use it. PicketRuntime extends it for the language's values.
package struct JSONWriter {
    package struct Style: Sendable {
        /// The parts of JSON that a terminal may colour.
        package enum Token: Sendable { case key, text, number, boolean, null }

        /// The scalars of a text to escape, beyond those that JSON requires.
        package enum Escapes: Sendable {
            /// None; for output that programs read.
            case required
            /// Control characters and separators, which could break a line, a terminal or an inlined script.
            case invisible
        }

        /// The number of blanks per level; nil for a single line.
        package var indentation: Int?
        package var escapes = Escapes.required
        /// Styles a token.
        package var paint: (@Sendable (Token, String) -> String)?

        /// For requests and the journal: compact, with only the escapes that JSON requires.
        package static let wire = Style()
        /// For reports: compact, and safe to display.
        package static let report = Style(escapes: .invisible)

        /// Over several lines, and safe to display.
        package static func indented(_ blanks: Int) -> Style { Style(indentation: blanks, escapes: .invisible) }
    }

    package private(set) var bytes: [UInt8] = []
    private let style: Style
    private var depth = 0
    private var isFirst = true

    /// - Parameter capacity: The expected number of bytes.
    package init(_ style: Style = .report, capacity: Int = 0) {
        self.style = style
        bytes.reserveCapacity(capacity)
    }

    /// Appends to existing bytes.
    package init(_ style: Style, appendingTo bytes: consuming [UInt8]) {
        self.style = style
        self.bytes = bytes
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    // MARK: Containers

    package mutating func object(_ body: (inout JSONWriter) -> Void) { container("{", "}", body) }

    package mutating func array<Element>(
        _ elements: some Sequence<Element>, _ body: (inout JSONWriter, Element) -> Void
    ) {
        container("[", "]") { json in
            for element in elements {
                json.separate()
                body(&json, element)
            }
        }
    }

    package mutating func key(_ key: String) {
        separate()
        token(.key) { $0.appendQuoted(key) }
        bytes.append(UInt8(ascii: ":"))
        if style.indentation != nil { bytes.append(UInt8(ascii: " ")) }
    }

    /// Writes a key that stands ready with its quotes and its colon. Only for a style without colours and line breaks.
    package mutating func key(quoted key: [UInt8]) {
        assert(style.paint == nil && style.indentation == nil)
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        bytes.append(contentsOf: key)
    }

    private mutating func container(
        _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ body: (inout JSONWriter) -> Void
    ) {
        bytes.append(UInt8(ascii: opening))
        depth += 1
        let outer = isFirst
        isFirst = true
        body(&self)
        depth -= 1
        if !isFirst { breakLine() }
        isFirst = outer
        bytes.append(UInt8(ascii: closing))
    }

    private mutating func separate() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        breakLine()
    }

    private mutating func breakLine() {
        guard let indentation = style.indentation else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes += repeatElement(UInt8(ascii: " "), count: indentation * depth)
    }

    // MARK: Scalars

    package mutating func string(_ value: String) { token(.text) { $0.appendQuoted(value) } }

    package mutating func integer(_ value: Int64) {
        guard value >= 0, style.paint == nil else { return number(String(value)) }
        appendDigits(UInt64(value))
    }

    private mutating func appendDigits(_ value: UInt64) {
        if value > 9 { appendDigits(value / 10) }
        bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
    }

    /// Writes a number as given.
    package mutating func number(_ text: String) { token(.number) { $0.bytes += text.utf8 } }

    package mutating func boolean(_ value: Bool) { token(.boolean) { $0.bytes += (value ? "true" : "false").utf8 } }

    package mutating func null() { token(.null) { $0.bytes += "null".utf8 } }

    private mutating func token(_ token: Style.Token, _ write: (inout JSONWriter) -> Void) {
        guard let paint = style.paint else { return write(&self) }
        let start = bytes.count
        write(&self)
        let painted = paint(token, String(decoding: bytes[start...], as: UTF8.self))
        bytes.replaceSubrange(start..., with: painted.utf8)
    }

    // MARK: Texts

    private mutating func appendQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        switch style.escapes {
        case .required:
            JSONWriter.appendEscaped(text.utf8, to: &bytes)
        case .invisible: for scalar in text.unicodeScalars { appendVisible(scalar) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func appendVisible(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x7F..<0xA0, 0x2028, 0x2029: Hexadecimal.appendEscape(UInt16(scalar.value), to: &bytes)
        default: JSONWriter.appendEscaped(scalar.utf8, to: &bytes)
        }
    }

    /// Appends the bytes of a text between its quotes, in the shortest form (RFC 8259, section 7).
    package static func appendEscaped(_ text: some Sequence<UInt8>, to bytes: inout [UInt8]) {
        guard text.withContiguousStorageIfAvailable({ append(escaped: $0, to: &bytes) }) == nil else { return }
        for byte in text { appendEscaped(byte, to: &bytes) }
    }

    /// The bytes between two that are escaped are copied together.
    private static func append(escaped text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var copied = 0
        while let place = firstEscape(in: text, from: copied) {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied..<place]))
            appendEscaped(text[place], to: &bytes)
            copied = place + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied...]))
    }

    private static func firstEscape(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let words = UnsafeRawBufferPointer(text)
        var place = start
        while place + 8 <= text.count {
            let word = ByteWord(words.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            if word.containsLess(than: 0x20) || word.contains(UInt8(ascii: "\"")) || word.contains(UInt8(ascii: "\\")) {
                break
            }
            place += 8
        }
        while place < text.count, !needsEscape(text[place]) { place += 1 }
        return place < text.count ? place : nil
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func appendEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0x0A: bytes += #"\n"#.utf8
        case 0x0D: bytes += #"\r"#.utf8
        case 0x09: bytes += #"\t"#.utf8
        case 0..<0x20: Hexadecimal.appendEscape(UInt16(byte), to: &bytes)
        default: bytes.append(byte)
        }
    }
}

/// Writes whole members.
extension JSONWriter {
    /// Writes a member, unless its value is nil.
    package mutating func member(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        key(name)
        string(value)
    }

    package mutating func member(_ name: String, _ value: Int64) {
        key(name)
        integer(value)
    }

    package mutating func member(_ name: String, _ value: Bool) {
        key(name)
        boolean(value)
    }

    /// Writes a list, unless it is empty.
    package mutating func members<Element>(
        _ name: String, _ elements: [Element], _ body: (inout JSONWriter, Element) -> Void
    ) {
        guard !elements.isEmpty else { return }
        key(name)
        array(elements, body)
    }
}
