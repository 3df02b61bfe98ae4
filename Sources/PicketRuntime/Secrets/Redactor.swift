import PicketSyntax

/// Hides known secrets in texts before they are shown.
///
/// Create one per use; the store keeps the secrets. A stored redactor does not learn later secrets, and forces the
/// store to copy its index before it can learn the next one.
package struct Redactor: Sendable {
    private let index: SecretIndex
    /// The fields whose values are always hidden.
    package let fields: SecretFields

    package init(_ store: SecretStore) { (index, fields) = store.known }

    /// Replaces every secret in a text by `•••`: one of eight or more bytes anywhere, a shorter one only between
    /// non-alphanumeric characters. If several begin at the same position, the longest is replaced.
    func redact(_ text: String) -> String {
        guard !index.isEmpty else { return text }
        var work = 0
        switch redact(Array(text.utf8), work: &work) {
        case .changed(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .unchanged, .givenUp: return text
        }
    }

    /// The result of redacting a text.
    enum Result {
        case unchanged
        case changed([UInt8])
        /// The caller is needed elsewhere.
        case givenUp
    }

    /// The length of the longest form of a secret. A text must be known this far past its end to hide a secret in it.
    var longestForm: Int { index.longest }

    /// The number of bytes between two calls of `isAwaited`.
    private static let workPerLook = 1 << 18
    /// The maximum work on a text. Many secrets with the same beginning make every position expensive.
    private static func workLimit(_ count: Int) -> Int { count * 256 + 1 << 20 }

    /// Redacts bytes. A text that takes too much work is hidden as a whole.
    ///
    /// - Parameters:
    ///
    ///   - end: the end of the result. A secret that crosses it is hidden too.
    ///
    ///   - work: grows by the number of visited bytes.
    ///
    ///   - isAwaited: returns whether to abandon the work.
    func redact(
        _ bytes: [UInt8], upTo end: Int = .max, work: inout Int, isAwaited: () -> Bool = { false }
    ) -> Result {
        let end = min(end, bytes.count)
        let last = min(end, bytes.count - SecretIndex.shortest + 1)
        let limit = work + Redactor.workLimit(bytes.count)
        var nextLook = work + Redactor.workPerLook
        var result: [UInt8] = []
        var (copied, position) = (0, 0)
        while position < last {
            work += 1
            if work > nextLook {
                nextLook = work + Redactor.workPerLook
                if isAwaited() { return .givenUp }
                if work > limit { return .changed(Mask.bytes) }
            }
            let found = index.longest(at: position, in: bytes, work: &work) { Redactor.stands($0, in: bytes) }
            guard let count = found else {
                position += 1
                continue
            }
            result += bytes[copied..<position]
            result += Mask.bytes
            position += count
            copied = position
        }
        if copied == 0 { return end == bytes.count ? .unchanged : .changed(Array(bytes[..<end])) }
        return .changed(result + bytes[min(copied, end)..<end])
    }

    /// The ranges of secrets in a text, in order; the whole text if the search takes too much work.
    package func places(in bytes: [UInt8]) -> [Range<Int>] {
        guard !index.isEmpty else { return [] }
        var (work, position) = (0, 0)
        var places: [Range<Int>] = []
        while position <= bytes.count - SecretIndex.shortest {
            work += 1
            if work > Redactor.workLimit(bytes.count) { return [0..<bytes.count] }
            let found = index.longest(at: position, in: bytes, work: &work) { Redactor.stands($0, in: bytes) }
            if let found { places.append(position..<position + found) }
            position += found ?? 1
        }
        return places
    }

    /// Whether neither a letter nor a digit touches a range.
    static func stands(_ place: Range<Int>, in text: [UInt8]) -> Bool {
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
