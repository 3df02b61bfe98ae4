/// The forms of all secrets, indexed by their first bytes. A search scans a text once for all of them.
struct SecretIndex: Sendable {
    /// The minimum length of a form in bytes.
    static let shortest = SecretForms.shortest

    /// The index itself. It is created for the first secret, so that a run without secrets pays nothing.
    ///
    /// `@unchecked Sendable`: only an index that is its sole owner changes it; every other index copies it first.
    private final class Contents: @unchecked Sendable {
        /// The secrets.
        var texts = ByteTable()
        /// The number of secrets with each form.
        var forms = ByteTable()
        /// The index into `lengths` for the forms that begin with these four bytes.
        var groups = ByteTable()
        /// The lengths of the forms of a group, in descending order.
        var lengths: [[Int]] = []
        /// One bit for each pair of first bytes of a form. Most positions of a text fail this cheap test.
        var beginnings = [UInt64](repeating: 0, count: 1_024)
        /// The length of the longest form so far.
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

        /// Its first bytes stay in the index, which costs little.
        func remove(_ form: [UInt8]) {
            guard let count = forms[form] else { return }
            if count > 1 { forms.set(count - 1, of: form) } else { forms.remove(form) }
        }
    }

    private var contents: Contents?

    var isEmpty: Bool { count == 0 }
    /// The number of secrets.
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

    /// Removes a secret. A form that another secret shares stays.
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
        // Checked before this function holds another reference.
        let isOwn = isKnownUniquelyReferenced(&contents)
        if isOwn, let contents { return contents }
        let own = contents?.copy() ?? Contents()
        contents = own
        return own
    }

    /// The length of the longest form at a position that `isWanted` accepts; nil if there is none.
    ///
    /// - Parameter work: grows by the number of visited bytes.
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
            // A form of at least this length is hidden anywhere, so `isWanted` is not called.
            guard end <= text.count, length >= SecretForms.anywhere || isWanted(position..<end) else { continue }
            work += length
            if contents.forms[text[position..<end]] != nil { return length }
        }
        return nil
    }
}
