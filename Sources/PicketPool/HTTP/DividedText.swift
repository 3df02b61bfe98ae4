extension String {
    /// What stands before and behind the first place of `separator`; nil if it stands nowhere.
    ///
    /// `split(separator:)` and `firstRange(of:)` are the regular expressions' code, which a start would have to set up.
    func divided(by separator: String) -> (before: String, behind: String)? {
        var place = utf8.startIndex
        while place < utf8.endIndex {
            if utf8[place...].starts(with: separator.utf8) {
                let behind = utf8.index(place, offsetBy: separator.utf8.count)
                return (String(self[..<place]), String(self[behind...]))
            }
            place = utf8.index(after: place)
        }
        return nil
    }
}
