import Testing

@testable import PicketRuntime

/// Random numbers that are the same in each run (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

/// Whether ranges and groups of a match lie within the text and within each other.
private func isValid(_ match: RegexMatch, _ count: Int, from start: Int) -> Bool {
    let whole = match.range
    guard start <= whole.lowerBound, whole.upperBound <= count else { return false }
    return match.groups.allSatisfy { group in
        group.map { whole.lowerBound <= $0.lowerBound && $0.upperBound <= whole.upperBound } ?? true
    }
}

@Suite struct RegexFuzzTests {
    private static let pieces = [
        "a", "b", "é", "😀", ".", "[ab]", "[^a]", #"\d"#, #"\w"#, #"\W"#, #"\b"#, #"\B"#, "^", "$", "(", ")", "(?:", "|",
        "*",
        "+", "?", "{2}", "{1,3}", "{0,}", "*?", "+?", "(?i)", "(?m)", "(?s)", "(?i:", "(?<n>", #"\x41"#, #"\u{e9}"#,
        "[", "]",
        "{", "}", "-", "\\", "[[:alpha:]]", "[a-", "(?", "(?=", #"\1"#, "$", ",",
    ]

    @Test("random patterns are refused or match soundly, whatever the text", arguments: 0..<4)
    func patterns(seed: Int) throws {
        var generator = SeededGenerator(state: UInt64(seed))
        var scratch = RegexScratch()
        var accepted = 0
        for _ in 0..<8_000 {
            let count = Int.random(in: 0...9, using: &generator)
            let pattern = (0..<count).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
            let text = randomText(&generator)
            let regex: Regex
            do throws(RegexError) {
                regex = try Regex(pattern.utf8)
            } catch {
                #expect(error.range.lowerBound >= 0 && error.range.upperBound <= pattern.utf8.count, "\(pattern)")
                #expect(!error.range.isEmpty, "\(pattern)")
                continue
            }
            accepted += 1
            let start = Int.random(in: 0...text.count, using: &generator)
            var budget = 1_000_000
            let match = try text.withUnsafeBytes {
                try regex.firstMatch(in: $0, from: start, budget: &budget, scratch: &scratch)
            }
            if let match { #expect(isValid(match, text.count, from: start), "\(pattern) in \(text)") }
            try expectAgreement(regex, pattern, text)
        }
        #expect(accepted > 1_000)
    }

    @Test("random bytes as a pattern are refused or compiled", arguments: 0..<4)
    func bytes(seed: Int) {
        var generator = SeededGenerator(state: UInt64(1_000 + seed))
        for _ in 0..<5_000 {
            let count = Int.random(in: 0...24, using: &generator)
            let pattern = (0..<count).map { _ in
                UInt8.random(in: 0...255, using: &generator) & 0x7F | highBit(&generator)
            }
            if let error = refusal(pattern) { #expect(error.range.upperBound <= count, "\(pattern)") }
        }
    }

    /// One byte in 32 is beyond ASCII.
    private func highBit(_ generator: inout SeededGenerator) -> UInt8 {
        UInt8.random(in: 0..<32, using: &generator) == 0 ? 0x80 : 0
    }

    private func randomText(_ generator: inout SeededGenerator) -> [UInt8] {
        let alphabet: [UInt8] = Array("aabbAB1_ \n-é😀".utf8)
        return (0..<Int.random(in: 0...16, using: &generator)).map { _ in
            alphabet.randomElement(using: &generator) ?? 0
        }
    }

    /// Searching with and without groups, replacing by the match itself, and splitting all agree.
    private func expectAgreement(_ regex: Regex, _ pattern: String, _ text: [UInt8]) throws {
        var budget = 10_000_000
        var scratch = RegexScratch()
        let template = try RegexTemplate("$0".utf8, for: regex)
        try text.withUnsafeBytes { text in
            let first = try regex.firstMatch(in: text, budget: &budget)
            let isMatch = try regex.isMatch(in: text, budget: &budget, scratch: &scratch)
            let same = try regex.replaceAll(in: text, with: template, budget: &budget)
            let pieces = try regex.split(text, budget: &budget)
            #expect(isMatch == (first != nil), "\(pattern)")
            #expect(same.elementsEqual(text), "\(pattern)")
            #expect(pieces.first?.lowerBound == 0 && pieces.last?.upperBound == text.count, "\(pattern)")
            #expect(zip(pieces, pieces.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }, "\(pattern)")
        }
    }
}
