@testable import PicketRuntime

/// What a pattern finds in a text: the match and its groups as text, `-` for a group that took no part.
func found(_ pattern: String, _ text: String) throws -> [String]? {
    let regex = try Regex(pattern.utf8)
    let bytes = Array(text.utf8)
    var budget = 1_000_000
    return try bytes.withUnsafeBytes { buffer in
        guard let match = try regex.firstMatch(in: buffer, budget: &budget) else { return nil }
        return (0...regex.groupCount).map { number in
            match[number].map { String(decoding: bytes[$0], as: UTF8.self) } ?? "-"
        }
    }
}

/// The error that a pattern is refused with.
func refusal(_ pattern: some Collection<UInt8>) -> RegexError? {
    do throws(RegexError) {
        _ = try Regex(pattern)
        return nil
    } catch {
        return error
    }
}

/// How many steps the search took, and whether it found anything.
func steps(_ pattern: String, _ text: [UInt8]) throws -> (steps: Int, isMatch: Bool) {
    let regex = try Regex(pattern.utf8)
    var budget = Int.max
    let match = try text.withUnsafeBytes { try regex.firstMatch(in: $0, budget: &budget) }
    return (Int.max - budget, match != nil)
}

/// The range of the first match.
func range(_ pattern: String, _ text: [UInt8], from start: Int = 0) throws -> Range<Int>? {
    let regex = try Regex(pattern.utf8)
    var budget = 100_000
    return try text.withUnsafeBytes { try regex.firstMatch(in: $0, from: start, budget: &budget) }?.range
}
