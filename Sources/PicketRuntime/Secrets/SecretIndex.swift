/// The forms of all secrets, found by how they begin: a text is gone through once, however many there are.
struct SecretIndex: Sendable {
    /// No form is shorter, in bytes.
    static let shortest = SecretForms.shortest

    /// What there is to find. Made for the first secret: a run without one pays for no dictionary.
    ///
    /// `@unchecked Sendable`: it is changed by an index that is its only owner, and the others copy it.
    private final class Contents: @unchecked Sendable {
        var texts: Set<[UInt8]> = []
        /// How many secrets have a form.
        var forms: [[UInt8]: Int] = [:]
        /// The lengths of the forms that begin with these four bytes, the greatest first.
        var lengths: [UInt32: [Int]] = [:]
        /// One bit for each pair of bytes that a form begins with: most places of a text are none, and cost a look here.
        var beginnings = [UInt64](repeating: 0, count: 1_024)
        /// The length of the longest form that there ever was.
        var longest = 0

        func copy() -> Contents {
            let copy = Contents()
            (copy.texts, copy.forms, copy.lengths) = (texts, forms, lengths)
            (copy.beginnings, copy.longest) = (beginnings, longest)
            return copy
        }

        func insert(_ form: [UInt8]) {
            let pair = Int(form[0]) << 8 | Int(form[1])
            beginnings[pair >> 6] |= 1 << UInt64(pair & 63)
            forms[form, default: 0] += 1
            longest = max(longest, form.count)
            let key = SecretIndex.key(form, at: 0)
            let known = lengths[key, default: []]
            if !known.contains(form.count) { lengths[key] = (known + [form.count]).sorted(by: >) }
        }

        /// Where it began is still looked at, and costs a little.
        func remove(_ form: [UInt8]) {
            guard let count = forms[form] else { return }
            forms[form] = count > 1 ? count - 1 : nil
        }
    }

    private var contents: Contents?

    var isEmpty: Bool { contents?.texts.isEmpty ?? true }
    /// How many secrets there are.
    var count: Int { contents?.texts.count ?? 0 }
    var longest: Int { contents?.longest ?? 0 }

    /// - Returns: whether the secret was new.
    mutating func insert(_ text: String) -> Bool {
        let contents = ownContents()
        guard contents.texts.insert(Array(text.utf8)).inserted else { return false }
        for form in SecretForms.all(of: text) { contents.insert(form) }
        return true
    }

    /// Another secret may have a form in common with it, and keeps that.
    ///
    /// - Returns: whether the secret was known.
    mutating func remove(_ text: String) -> Bool {
        guard contents != nil else { return false }
        let contents = ownContents()
        guard contents.texts.remove(Array(text.utf8)) != nil else { return false }
        for form in SecretForms.all(of: text) { contents.remove(form) }
        return true
    }

    private mutating func ownContents() -> Contents {
        // Asked before it is held once more here.
        let isOwn = isKnownUniquelyReferenced(&contents)
        if isOwn, let contents { return contents }
        let own = contents?.copy() ?? Contents()
        contents = own
        return own
    }

    /// The length of the longest form that begins at a position and of whose place `isWanted` says so; nil if none does.
    ///
    /// - Parameter work: grows by the bytes that were looked at.
    func longest(
        at position: Int, in text: [UInt8], work: inout Int, where isWanted: (Range<Int>) -> Bool
    ) -> Int? {
        guard let contents else { return nil }
        let pair = Int(text[position]) << 8 | Int(text[position + 1])
        guard contents.beginnings[pair >> 6] & 1 << UInt64(pair & 63) != 0 else { return nil }
        guard let candidates = contents.lengths[Self.key(text, at: position)] else { return nil }
        for length in candidates {
            let end = position + length
            work += 1
            // From so many bytes on a form is hidden anywhere, and its place is not asked for.
            guard end <= text.count, length >= SecretForms.anywhere || isWanted(position..<end) else { continue }
            work += length
            if contents.forms[Array(text[position..<end])] != nil { return length }
        }
        return nil
    }

    fileprivate static func key(_ bytes: [UInt8], at position: Int) -> UInt32 {
        UInt32(bytes[position]) << 24 | UInt32(bytes[position + 1]) << 16 | UInt32(bytes[position + 2]) << 8
            | UInt32(bytes[position + 3])
    }
}
