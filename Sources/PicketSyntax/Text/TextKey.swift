/// A text as a key. Two keys are equal if their bytes are equal, unlike Swift strings, which compare canonical
/// equivalence.
///
///     var anchors: [TextKey: Node] = [:]
///
///     anchors[TextKey(name)] = node
package struct TextKey: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package static func == (left: TextKey, right: TextKey) -> Bool { left.text.hasBytes(of: right.text) }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension String {
    /// Whether two texts have the same bytes. Two spellings of one letter are different texts. Not generic, because
    /// that would cost a look-up of types at the first use.
    package func hasBytes(of other: String) -> Bool {
        // Most compared texts are keys of different lengths.
        guard utf8.count == other.utf8.count else { return false }
        return utf8.span.bytes.isEqual(to: other.utf8.span.bytes)
    }

    /// Whether the text has a byte.
    package func hasByte(_ byte: UInt8) -> Bool {
        let bytes = utf8.span.bytes
        for index in 0..<bytes.wordCount where bytes.word(index).contains(byte) { return true }
        for place in bytes.wordCount * 8..<bytes.byteCount where bytes.byte(place) == byte { return true }
        return false
    }
}

extension StringProtocol {
    /// Whether two texts have the same bytes. Two spellings of one letter are different texts.
    package func hasBytes(of other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension [UInt8] {
    /// Whether two arrays are equal. It compares eight bytes at a time.
    package func hasBytes(of other: [UInt8]) -> Bool {
        count == other.count && span.bytes.isEqual(to: other.span.bytes)
    }
}
