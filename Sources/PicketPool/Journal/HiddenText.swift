import PicketSyntax

/// Texts in which secrets were hidden.
enum HiddenText {
    /// Whether two texts may be one, of which each hides what was known to be secret at its time.
    static func mayBeSame(_ first: String, _ second: String) -> Bool {
        first == second || matches(second, pattern: first) || matches(first, pattern: second)
    }

    /// Whether the pattern gives the text once its hidden places are filled in.
    private static func matches(_ text: String, pattern: String) -> Bool {
        let pieces = pattern.split(separator: Mask.text, omittingEmptySubsequences: false)
        guard pieces.count > 1, let first = pieces.first, let last = pieces.last, text.hasPrefix(first) else {
            return false
        }
        var rest = text.dropFirst(first.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let place = rest.firstRange(of: piece) else { return false }
            rest = rest[place.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
