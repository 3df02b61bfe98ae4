import Testing

@testable import PicketRuntime

@Suite struct RegexCostTests {
    @Test(
        "patterns that make a backtracking engine run away take a few steps for each byte",
        arguments: [
            ("(a+)+b", 0x61), ("(a|a)*b", 0x61), ("(.*)*x", 0x61), ("(a*)*b", 0x61), ("(a|aa)+$", 0x62),
            ("(.*a){12}x", 0x61), ("^(([a-z])+.)+[A-Z]([a-z])+$", 0x61), (#"(?:\w+\s?)+$"#, 0x2D),
        ] as [(String, UInt8)])
    func killers(pattern: String, byte: UInt8) throws {
        let count = 100_000
        let text = [UInt8](repeating: byte, count: count) + [0x21]
        let size = try Regex(pattern.utf8).program.instructions.count
        let (full, _) = try steps(pattern, text)
        let (half, _) = try steps(pattern, Array(text.suffix(count / 2 + 1)))
        #expect(full <= (2 * size + 2) * (count + 2))
        #expect(full <= 2 * half + 64 * size)
    }

    @Test("the program grows with the pattern, not with what it could match")
    func program() throws {
        #expect(try Regex("(a?){30}a{30}".utf8).program.instructions.count <= 200)
        let (spent, isMatch) = try steps("(a?){30}a{30}", [UInt8](repeating: 0x61, count: 30))
        #expect(isMatch)
        #expect(spent < 20_000)
    }

    @Test(
        "a search stops when its steps are used up", arguments: ["(a+)+b", "ab", "aaaaaaab", "[b-c]", "(?i)b", "^a*b"])
    func budget(pattern: String) throws {
        let regex = try Regex(pattern.utf8)
        let text = [UInt8](repeating: 0x61, count: 100_000)
        var budget = 1_000
        #expect(throws: RegexBudgetExceeded.steps) {
            _ = try text.withUnsafeBytes { try regex.firstMatch(in: $0, budget: &budget) }
        }
        #expect(budget == 0)
    }

    @Test("a replacement stops when its bytes are used up")
    func bytes() throws {
        let regex = try Regex("a".utf8)
        let template = try RegexTemplate("bbbb".utf8, for: regex)
        let text = [UInt8](repeating: 0x61, count: 1_000)
        var budget = Int.max
        #expect(throws: RegexBudgetExceeded.bytes) {
            try text.withUnsafeBytes {
                try regex.replaceAll(in: $0, with: template, maximumCount: 3_999, budget: &budget)
            }
        }
        let whole = try text.withUnsafeBytes {
            try regex.replaceAll(in: $0, with: template, maximumCount: 4_000, budget: &budget)
        }
        #expect(whole.count == 4_000)
    }

    @Test(
        "literals and literal beginnings are scanned for",
        arguments: ["needle", "needle[0-9]*", #"\bneedle"#, "(needle)"])
    func scan(pattern: String) throws {
        let text = [UInt8](repeating: 0x2E, count: 80_000) + Array("needle".utf8)
        let (spent, isMatch) = try steps(pattern, text)
        #expect(isMatch)
        #expect(spent <= 10_100)
    }
}
