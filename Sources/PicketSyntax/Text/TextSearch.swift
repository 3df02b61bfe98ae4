// The standard library's searches for a text compare characters, and link all of its regular expressions, 0.8 MB.

extension Collection<UInt8> {
    /// The first place of a part that is not empty; nil if there is none.
    package func place(of part: some Collection<UInt8>) -> Range<Index>? {
        guard let first = part.first else { return nil }
        var rest = self[...]
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: part) { return start..<index(start, offsetBy: part.count) }
            rest = rest.dropFirst()
        }
        return nil
    }
}

extension String {
    /// Returns the text with another text for each place of a part that is not empty. It compares bytes.
    package func replacing(text part: String, by other: String) -> String {
        var result: [UInt8] = []
        var rest = Array(utf8)[...]
        while let place = rest.place(of: part.utf8) {
            result += rest[..<place.lowerBound]
            result += other.utf8
            rest = rest[place.upperBound...]
        }
        return String(decoding: result + rest, as: UTF8.self)
    }
}
