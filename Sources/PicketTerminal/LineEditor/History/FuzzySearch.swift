import PicketSyntax

/// Finds history entries that contain the letters of a pattern in order, the best first.
///
/// A pattern in small letters also finds capitals. The texts are prepared once, so that a key costs one pass over their
/// bytes.
struct FuzzySearch {
    struct Match: Hashable {
        var text: String
        /// The scalars that match the pattern's letters.
        var positions: [Int]
    }

    /// The texts, each once, the newest first.
    private var texts: [String] = []
    /// The bytes of all texts, as they are and in small letters, and where each text ends in them.
    private var (plain, folded): ([UInt8], [UInt8]) = ([], [])
    private var (plainEnds, foldedEnds): ([Int], [Int]) = ([], [])

    init(_ entries: [HistoryEntry]) {
        var seen: Set<TextKey> = []
        seen.reserveCapacity(entries.count)
        for entry in entries.reversed() where seen.insert(TextKey(entry.text)).inserted { add(entry.text) }
    }

    private mutating func add(_ text: String) {
        texts.append(text)
        let start = plain.count
        plain += text.utf8
        plainEnds.append(plain.count)
        if plain[start...].allSatisfy({ $0 < 0x80 }) {
            folded += plain[start...].lazy.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        } else {
            for scalar in text.unicodeScalars { folded += UTF8.encode(Self.folded(scalar)).map { Array($0) } ?? [] }
        }
        foldedEnds.append(folded.count)
    }

    /// Returns the numbers of the matching texts. Contiguous matches come before scattered ones, and newer texts first
    /// among equals.
    ///
    /// - Parameter candidates: The matches of a beginning of the pattern; nil to search all texts.
    func matches(for pattern: String, among candidates: [Int]? = nil) -> [Int] {
        let letters = Array(pattern.unicodeScalars)
        guard !letters.isEmpty else { return [] }
        let folds = Self.folds(letters)
        let wanted = folds ? letters.map(Self.folded) : letters
        let bytes = wanted.flatMap { UTF8.encode($0).map { Array($0) } ?? [] }
        // The order of a score and a number in one integer.
        var found: [Int] = []
        (folds ? folded : plain).withUnsafeBufferPointer { all in
            func take(_ number: Int) {
                let ends = folds ? foldedEnds : plainEnds
                let text = UnsafeBufferPointer(rebasing: all[(number == 0 ? 0 : ends[number - 1])..<ends[number]])
                if let distance = Self.distance(wanted, bytes, text) { found.append(distance << 32 | number) }
            }
            if let candidates { candidates.forEach(take) } else { texts.indices.forEach(take) }
        }
        return found.sorted().map { $0 & 0xFFFF_FFFF }
    }

    /// Returns a text with the positions of its letters that match the pattern.
    func match(_ number: Int, for pattern: String) -> Match {
        let letters = Array(pattern.unicodeScalars)
        let folds = Self.folds(letters)
        let wanted = folds ? letters.map(Self.folded) : letters
        let scalars = texts[number].unicodeScalars.map { folds ? Self.folded($0) : $0 }
        if let start = Self.start(of: wanted, in: scalars) {
            return Match(text: texts[number], positions: Array(start..<start + wanted.count))
        }
        return Match(text: texts[number], positions: Self.scattered(wanted, scalars) ?? [])
    }

    /// Returns all matching entries.
    static func matches(for pattern: String, in entries: [HistoryEntry]) -> [Match] {
        let search = FuzzySearch(entries)
        return search.matches(for: pattern).map { search.match($0, for: pattern) }
    }

    // MARK: Matching

    private static func folds(_ letters: [Unicode.Scalar]) -> Bool { !letters.contains { $0.properties.isUppercase } }

    private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.value < 0x80 {
            return (0x41...0x5A).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar
        }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? lower.first ?? scalar : scalar
    }

    /// Returns how far a text is from the pattern: 0 if it contains it, more if the letters are scattered; nil if it does
    /// not match.
    private static func distance(
        _ letters: [Unicode.Scalar], _ bytes: [UInt8], _ text: UnsafeBufferPointer<UInt8>
    ) -> Int? {
        guard text.count >= bytes.count else { return nil }
        if contains(bytes, text) { return 0 }
        if letters.count == bytes.count { return scatteredDistance(bytes, text) }
        let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        guard let positions = scattered(letters, scalars), let first = positions.first, let last = positions.last
        else { return nil }
        return distance(first, last, letters.count)
    }

    /// The closer the letters are together, the smaller the distance.
    private static func distance(_ first: Int, _ last: Int, _ count: Int) -> Int {
        1 + min(499, last - first + 1 - count)
    }

    private static func contains(_ bytes: [UInt8], _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = 0
        while start + bytes.count <= text.count {
            if text[start] == bytes[0] {
                var length = 1
                while length < bytes.count, text[start + length] == bytes[length] { length += 1 }
                if length == bytes.count { return true }
            }
            start += 1
        }
        return false
    }

    /// A letter of ASCII is one byte, which is no part of another character.
    private static func scatteredDistance(_ bytes: [UInt8], _ text: UnsafeBufferPointer<UInt8>) -> Int? {
        var (index, first, found) = (0, 0, 0)
        while index < text.count {
            if text[index] == bytes[found] {
                if found == 0 { first = index }
                found += 1
                if found == bytes.count { return distance(first, index, bytes.count) }
            }
            index += 1
        }
        return nil
    }

    private static func start(of letters: [Unicode.Scalar], in scalars: [Unicode.Scalar]) -> Int? {
        guard scalars.count >= letters.count, let first = letters.first else { return nil }
        return (0...scalars.count - letters.count).first {
            scalars[$0] == first && scalars[$0..<$0 + letters.count].elementsEqual(letters)
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
