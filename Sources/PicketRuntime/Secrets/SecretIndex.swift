/// The forms of all secrets, found by how they begin: a text is gone through once, however many there are.
struct SecretIndex: Sendable {
    /// No form is shorter, in bytes.
    static let shortest = SecretForms.shortest

    /// How many secrets have a form.
    private var forms: [[UInt8]: Int] = [:]
    /// The lengths of the forms that begin with these four bytes, the greatest first.
    private var lengths: [UInt32: [Int]] = [:]
    /// One bit for each pair of bytes that a form begins with: most places of a text are none, and cost a look here.
    private var beginnings = [UInt64](repeating: 0, count: 1_024)

    var isEmpty: Bool { forms.isEmpty }

    /// The length of the longest form that there ever was.
    private(set) var longest = 0

    mutating func insert(_ form: [UInt8]) {
        guard form.count >= Self.shortest else { return }
        let pair = Int(form[0]) << 8 | Int(form[1])
        beginnings[pair >> 6] |= 1 << UInt64(pair & 63)
        forms[form, default: 0] += 1
        longest = max(longest, form.count)
        let key = Self.key(form, at: 0)
        let known = lengths[key, default: []]
        guard !known.contains(form.count) else { return }
        lengths[key] = (known + [form.count]).sorted(by: >)
    }

    /// Where it began is still looked at, and costs a little.
    mutating func remove(_ form: [UInt8]) {
        guard let count = forms[form] else { return }
        forms[form] = count > 1 ? count - 1 : nil
    }

    /// The length of the longest form that begins at a position and of whose place `isWanted` says so; nil if none does.
    ///
    /// - Parameter work: grows by the bytes that were looked at.
    func longest(
        at position: Int, in text: [UInt8], work: inout Int, where isWanted: (Range<Int>) -> Bool
    ) -> Int? {
        let pair = Int(text[position]) << 8 | Int(text[position + 1])
        guard beginnings[pair >> 6] & 1 << UInt64(pair & 63) != 0 else { return nil }
        guard let candidates = lengths[Self.key(text, at: position)] else { return nil }
        for length in candidates {
            let end = position + length
            work += 1
            // From so many bytes on a form is hidden anywhere, and its place is not asked for.
            guard end <= text.count, length >= SecretForms.anywhere || isWanted(position..<end) else { continue }
            work += length
            if forms[Array(text[position..<end])] != nil { return length }
        }
        return nil
    }

    private static func key(_ bytes: [UInt8], at position: Int) -> UInt32 {
        UInt32(bytes[position]) << 24 | UInt32(bytes[position + 1]) << 16 | UInt32(bytes[position + 2]) << 8
            | UInt32(bytes[position + 3])
    }
}
