import PicketSyntax

/// Hides known secrets inside any text that is about to be shown.
///
/// Create one per use: what it knows is kept by the store. A redactor that is kept does not learn of later secrets, and the
/// store has to copy all that it knows before it can learn the next one.
package struct Redactor: Sendable {
    private let index: SecretIndex
    /// The fields whose values are hidden whatever they are.
    package let fields: SecretFields

    package init(_ store: SecretStore) { (index, fields) = store.known }

    /// The text with every secret replaced by `•••`: one of eight bytes and more anywhere, a shorter one where it stands between
    /// non-alphanumerics; of several that begin at one place the longest.
    func redact(_ text: String) -> String {
        guard !index.isEmpty else { return text }
        var work = 0
        switch redact(Array(text.utf8), work: &work) {
        case .changed(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .unchanged, .givenUp: return text
        }
    }

    /// What came of a text.
    enum Result {
        case unchanged
        case changed([UInt8])
        /// Whoever asked for it is wanted elsewhere.
        case givenUp
    }

    /// The length of the longest form of a secret: so far beyond its end a text must be known to hide a secret in it.
    var longestForm: Int { index.longest }

    /// Bytes that are looked at between two questions to `isAwaited`.
    private static let workPerLook = 1 << 18
    /// How much work a text may be: many secrets that begin alike make every place of it one.
    private static func workLimit(_ count: Int) -> Int { count * 256 + 1 << 20 }

    /// The same for bytes. A text that takes too much work is hidden as a whole.
    ///
    /// - Parameters:
    ///   - end: where the result ends; a secret that begins before it and ends later is hidden, too.
    ///   - work: grows by the bytes that were looked at.
    ///   - isAwaited: whether to give up now.
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

    /// Where secrets stand in a text, in order; all of it if it takes too much work to say.
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

    /// Whether no letter and no digit goes on from what stands at a place.
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
