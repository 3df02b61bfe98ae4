/// Hides known secrets inside any text that is about to be shown.
///
/// Making one costs nothing worth saving, however many secrets there are: what it knows is kept by the store. It is not
/// to be kept itself, because the store goes on learning.
package struct Redactor: Sendable {
    private let index: SecretIndex

    package init(_ store: SecretStore) { index = store.index }

    /// The text with every secret replaced by `•••` where it stands between non-alphanumerics; of several that begin at
    /// one place the longest.
    package func redact(_ text: String) -> String {
        guard !index.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var copied = 0
        var position = 0
        while position + SecretIndex.shortest <= bytes.count {
            guard let count = index.longest(at: position, in: bytes, where: { Redactor.stands($0, in: bytes) }) else {
                position += 1
                continue
            }
            result += bytes[copied..<position]
            result += ValuePrinter.hidden
            position += count
            copied = position
        }
        guard copied > 0 else { return text }
        return String(decoding: result + bytes[copied...], as: UTF8.self)
    }

    private static func stands(_ place: Range<Int>, in text: [UInt8]) -> Bool {
        let (start, end) = (place.lowerBound, place.upperBound)
        return (start == 0 || !isAlphanumeric(text[start - 1]) || !isAlphanumeric(text[start]))
            && (end == text.count || !isAlphanumeric(text[end]) || !isAlphanumeric(text[end - 1]))
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...:
            return true
        default: return false
        }
    }
}
