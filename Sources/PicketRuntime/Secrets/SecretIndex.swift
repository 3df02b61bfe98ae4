/// The forms of all secrets, found by how they begin: a text is gone through once, however many there are.
struct SecretIndex: Sendable {
    /// No form is shorter, in bytes.
    static let shortest = 4

    private var forms: Set<[UInt8]> = []
    /// The lengths of the forms that begin with these four bytes, the greatest first.
    private var lengths: [UInt32: [Int]] = [:]
    /// One bit for each pair of bytes that a form begins with: most places of a text are none, and cost a look here.
    private var beginnings = [UInt64](repeating: 0, count: 1_024)

    var isEmpty: Bool { forms.isEmpty }

    mutating func insert(_ form: [UInt8]) {
        guard form.count >= Self.shortest else { return }
        let pair = Int(form[0]) << 8 | Int(form[1])
        beginnings[pair >> 6] |= 1 << UInt64(pair & 63)
        forms.insert(form)
        let key = Self.key(form, at: 0)
        let known = lengths[key, default: []]
        guard !known.contains(form.count) else { return }
        lengths[key] = (known + [form.count]).sorted(by: >)
    }

    /// The length of the longest form that begins at a position and of whose place `isWanted` says so; nil if none does.
    func longest(at position: Int, in text: [UInt8], where isWanted: (Range<Int>) -> Bool) -> Int? {
        let pair = Int(text[position]) << 8 | Int(text[position + 1])
        guard beginnings[pair >> 6] & 1 << UInt64(pair & 63) != 0 else { return nil }
        return lengths[Self.key(text, at: position)]?.first { length in
            let end = position + length
            return end <= text.count && isWanted(position..<end) && forms.contains(Array(text[position..<end]))
        }
    }

    private static func key(_ bytes: [UInt8], at position: Int) -> UInt32 {
        UInt32(bytes[position]) << 24 | UInt32(bytes[position + 1]) << 16 | UInt32(bytes[position + 2]) << 8
            | UInt32(bytes[position + 3])
    }
}
