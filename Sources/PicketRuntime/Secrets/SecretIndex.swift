/// The forms of all secrets, found by how they begin: a text is gone through once, however many there are.
struct SecretIndex: Sendable {
    /// No form is shorter, in bytes.
    static let shortest = SecretForms.shortest

    /// What there is to find. Made for the first secret: a run without one pays for no table.
    ///
    /// `@unchecked Sendable`: it is changed by an index that is its only owner, and the others copy it.
    private final class Contents: @unchecked Sendable {
        /// The secrets.
        var texts = ByteTable()
        /// How many secrets have a form.
        var forms = ByteTable()
        /// Which of `lengths` belongs to the forms that begin with these four bytes.
        var groups = ByteTable()
        /// The lengths of the forms of a group, the greatest first.
        var lengths: [[Int]] = []
        /// One bit for each pair of bytes that a form begins with: most places of a text are none, and cost a look here.
        var beginnings = [UInt64](repeating: 0, count: 1_024)
        /// The length of the longest form that there ever was.
        var longest = 0

        func copy() -> Contents {
            let copy = Contents()
            copy.texts = texts
            copy.forms = forms
            copy.groups = groups
            copy.lengths = lengths
            copy.beginnings = beginnings
            copy.longest = longest
            return copy
        }

        func insert(_ form: [UInt8]) {
            let pair = Int(form[0]) << 8 | Int(form[1])
            beginnings[pair >> 6] |= 1 << UInt64(pair & 63)
            forms.set((forms[form] ?? 0) + 1, of: form)
            longest = max(longest, form.count)
            guard let group = groups[form[..<4]] else {
                groups.set(lengths.count, of: Array(form[..<4]))
                lengths.append([form.count])
                return
            }
            guard !lengths[group].contains(form.count) else { return }
            let place = lengths[group].firstIndex { $0 < form.count } ?? lengths[group].count
            lengths[group].insert(form.count, at: place)
        }

        /// Where it began is still looked at, and costs a little.
        func remove(_ form: [UInt8]) {
            guard let count = forms[form] else { return }
            if count > 1 { forms.set(count - 1, of: form) } else { forms.remove(form) }
        }
    }

    private var contents: Contents?

    var isEmpty: Bool { count == 0 }
    /// How many secrets there are.
    var count: Int { contents?.texts.count ?? 0 }
    var longest: Int { contents?.longest ?? 0 }

    /// - Returns: whether the secret was new.
    mutating func insert(_ text: String) -> Bool {
        let contents = ownContents()
        let bytes = Array(text.utf8)
        guard contents.texts[bytes] == nil else { return false }
        contents.texts.set(1, of: bytes)
        for form in SecretForms.all(of: text) { contents.insert(form) }
        return true
    }

    /// Another secret may have a form in common with it, and keeps that.
    ///
    /// - Returns: whether the secret was known.
    mutating func remove(_ text: String) -> Bool {
        guard contents != nil else { return false }
        let contents = ownContents()
        let bytes = Array(text.utf8)
        guard contents.texts[bytes] != nil else { return false }
        contents.texts.remove(bytes)
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
        guard position + 4 <= text.count, let group = contents.groups[text[position..<position + 4]] else {
            return nil
        }
        for length in contents.lengths[group] {
            let end = position + length
            work += 1
            // From so many bytes on a form is hidden anywhere, and its place is not asked for.
            guard end <= text.count, length >= SecretForms.anywhere || isWanted(position..<end) else { continue }
            work += length
            if contents.forms[text[position..<end]] != nil { return length }
        }
        return nil
    }
}
