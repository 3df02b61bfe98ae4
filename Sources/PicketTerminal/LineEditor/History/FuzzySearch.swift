import PicketSyntax

/// Finds history entries that contain the letters of a pattern in order, the best first.
enum FuzzySearch {
    struct Match: Hashable {
        var text: String
        /// The scalars that match the pattern's letters.
        var positions: [Int]
        var score: Int
    }

    /// Returns the matching entries, each text once. Contiguous matches come before scattered ones, and newer entries
    /// first among equals.
    ///
    /// A pattern in small letters also finds capitals.
    static func matches(for pattern: String, in entries: [HistoryEntry]) -> [Match] {
        let letters = Array(pattern.unicodeScalars)
        guard !letters.isEmpty else { return [] }
        let folds = !letters.contains { $0.properties.isUppercase }
        var seen: Set<TextKey> = []
        var found: [Match] = []
        for entry in entries.reversed() where seen.insert(TextKey(entry.text)).inserted {
            if let match = match(letters, entry.text, folds) { found.append(match) }
        }
        // The offset makes the order stable, which Swift's sort does not guarantee.
        return found.enumerated().sorted {
            ($1.element.score, $0.offset) < ($0.element.score, $1.offset)
        }.map(\.element)
    }

    private static func match(_ letters: [Unicode.Scalar], _ text: String, _ folds: Bool) -> Match? {
        let scalars = text.unicodeScalars.map { folds ? folded($0) : $0 }
        if let start = start(of: letters, in: scalars) {
            return Match(text: text, positions: Array(start..<start + letters.count), score: 1_000)
        }
        guard let positions = scattered(letters, scalars), let first = positions.first, let last = positions.last else {
            return nil
        }
        // The closer the letters are together, the higher the score.
        return Match(text: text, positions: positions, score: max(1, 500 - (last - first + 1 - letters.count)))
    }

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? lower.first ?? scalar : scalar
    }

    private static func start(of letters: [Unicode.Scalar], in scalars: [Unicode.Scalar]) -> Int? {
        guard scalars.count >= letters.count else { return nil }
        return (0...scalars.count - letters.count).first {
            scalars[$0] == letters[0] && scalars[$0..<$0 + letters.count].elementsEqual(letters)
        }
    }

    private static func scattered(_ letters: [Unicode.Scalar], _ scalars: [Unicode.Scalar]) -> [Int]? {
        var positions: [Int] = []
        var index = 0
        for letter in letters {
            guard let found = scalars[index...].firstIndex(of: letter) else { return nil }
            positions.append(found)
            index = found + 1
        }
        return positions
    }
}
