extension String {
    /// Returns the texts before and after the first `separator`; nil if there is none.
    ///
    /// The standard library's searches for a text would link its regular expressions, and initialize them at each
    /// start.
    package func split(atFirst separator: String) -> (before: String, after: String)? {
        var place = utf8.startIndex
        while place < utf8.endIndex {
            if utf8[place...].starts(with: separator.utf8) {
                let after = utf8.index(place, offsetBy: separator.utf8.count)
                return (String(self[..<place]), String(self[after...]))
            }
            place = utf8.index(after: place)
        }
        return nil
    }
}
