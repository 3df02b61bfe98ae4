/// One step of a compiled pattern. Execution continues with the next step by default.
enum RegexInstruction: Sendable {
    case scalar(UInt32)
    case folded(UInt32)
    case any
    case anyButNewline
    case set(Int32)
    case assertion(RegexAssertion)
    case save(slot: Int32)
    case jump(Int32)
    /// Follows both branches; the first is preferred.
    case split(Int32, Int32)
    case accept
}

/// A compiled pattern.
struct RegexProgram: Sendable {
    var instructions: [RegexInstruction]
    var sets: [RegexSet]
    /// The bytes that begin every match.
    var prefix: [UInt8] = []
    /// Whether the prefix is the whole pattern.
    var isLiteral = false
    /// Whether a match can only begin at the start of the text.
    var isAnchored = false
    /// The possible first bytes of a match; nil if it may be empty.
    var firstBytes: RegexBytes?

    /// The number of bytes that are scanned before their steps are counted.
    private static let bytesPerLook = 1 << 20

    /// The next position at which a match could begin.
    func candidate(
        in text: UnsafeRawBufferPointer, from start: Int, budget: inout Int, _ scratch: inout RegexScratch
    ) throws(RegexBudgetExceeded) -> Int? {
        if isAnchored { return start == 0 ? start : nil }
        if let first = prefix.first { return try prefixed(first, in: text, from: start, budget: &budget, &scratch) }
        guard let firstBytes else { return start }
        var position = start
        while position < text.count {
            let (begin, end) = (position, min(text.count, position + RegexProgram.bytesPerLook))
            while position < end, !firstBytes.contains(text[position]) { position += 1 }
            try scratch.spend((position - begin) / 8, from: &budget)
            if position < end { return position }
        }
        return nil
    }

    private func prefixed(
        _ first: UInt8, in text: UnsafeRawBufferPointer, from start: Int, budget: inout Int,
        _ scratch: inout RegexScratch
    ) throws(RegexBudgetExceeded) -> Int? {
        var position = start
        while let found = RegexText.find(first, in: text, from: position) {
            let common = RegexText.commonLength(prefix, text, at: found)
            // Scanning eight bytes costs about as much as one step of the simulation.
            try scratch.spend((found - position) / 8 + common, from: &budget)
            if common == prefix.count { return found }
            position = found + 1
        }
        try scratch.spend((text.count - position) / 8, from: &budget)
        return nil
    }

    @inline(__always)
    static func spend(_ steps: Int, from budget: inout Int) throws(RegexBudgetExceeded) {
        budget -= steps
        guard budget >= 0 else {
            budget = 0
            throw .steps
        }
    }
}

/// A set of bytes.
struct RegexBytes: Sendable {
    private var words: (UInt64, UInt64) = (0, 0)
    /// Whether the set contains all bytes beyond ASCII.
    private var hasHigh = false

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        if byte < 64 { return words.0 >> UInt64(byte) & 1 != 0 }
        if byte < 128 { return words.1 >> UInt64(byte - 64) & 1 != 0 }
        return hasHigh
    }

    mutating func insert(_ scalar: UInt32) {
        if scalar < 64 {
            words.0 |= 1 << UInt64(scalar)
        } else if scalar < 128 {
            words.1 |= 1 << UInt64(scalar - 64)
        } else {
            hasHigh = true
        }
    }

    /// Inserts the bytes that one instruction consumes.
    mutating func insert(_ instruction: RegexInstruction, _ sets: [RegexSet]) {
        if case .scalar(let scalar) = instruction { return insert(scalar) }
        for scalar in UInt32(0)..<128 where instruction.consumes(scalar, sets) { insert(scalar) }
        hasHigh = true
    }
}

extension RegexInstruction {
    /// Whether the instruction consumes this scalar.
    @inline(__always)
    func consumes(_ scalar: UInt32, _ sets: [RegexSet]) -> Bool {
        switch self {
        case .scalar(let wanted): return scalar == wanted
        case .folded(let wanted): return scalar == wanted || RegexCase.fold(scalar) == wanted
        case .any: return true
        case .anyButNewline: return scalar != 0x0A
        case .set(let index): return sets[Int(index)].contains(scalar)
        case .assertion, .save, .jump, .split, .accept: return false
        }
    }
}
