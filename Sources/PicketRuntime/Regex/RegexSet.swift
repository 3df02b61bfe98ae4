/// A class of scalars, such as `[a-z]` and `\d`.
struct RegexSet: Sendable {
    private(set) var ranges: [ClosedRange<UInt32>] = []
    /// The precomputed results for ASCII, with case and negation.
    private var ascii: (UInt64, UInt64) = (0, 0)
    private var isNegated = false
    private var ignoresCase = false

    init(_ ranges: [ClosedRange<UInt32>] = []) {
        self.ranges = ranges
    }

    mutating func insert(_ range: ClosedRange<UInt32>) {
        ranges.append(range)
    }

    mutating func formUnion(_ other: RegexSet) {
        ranges += other.ranges
    }

    /// All scalars that are not in the set.
    func complement() -> RegexSet {
        var result = RegexSet()
        var next: UInt32 = 0
        for range in RegexSet.merged(ranges) {
            if range.lowerBound > next { result.insert(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        if next <= 0x10_FFFF { result.insert(next...0x10_FFFF) }
        return result
    }

    /// Prepares the set for queries.
    func prepared(negated: Bool, ignoringCase: Bool) -> RegexSet {
        var result = RegexSet(RegexSet.merged(ranges))
        result.isNegated = negated
        result.ignoresCase = ignoringCase
        for scalar in UInt32(0)..<64 {
            if result.answer(scalar) { result.ascii.0 |= 1 << UInt64(scalar) }
            if result.answer(scalar + 64) { result.ascii.1 |= 1 << UInt64(scalar) }
        }
        return result
    }

    @inline(__always)
    func contains(_ scalar: UInt32) -> Bool {
        if scalar < 64 { return ascii.0 >> UInt64(scalar) & 1 != 0 }
        if scalar < 128 { return ascii.1 >> UInt64(scalar - 64) & 1 != 0 }
        return answer(scalar)
    }

    private func answer(_ scalar: UInt32) -> Bool {
        (lists(scalar) || (ignoresCase && listsOtherCase(scalar))) != isNegated
    }

    private func listsOtherCase(_ scalar: UInt32) -> Bool {
        let folded = RegexCase.fold(scalar)
        if lists(folded) || lists(RegexCase.lower(scalar)) || lists(RegexCase.upper(folded)) { return true }
        switch folded {
        case 0x73: return lists(RegexCase.longS)
        case 0x6B: return lists(RegexCase.kelvin)
        default: return false
        }
    }

    private func lists(_ scalar: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= scalar
    }

    /// Sorted, without overlapping or adjacent ranges.
    private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard let last = result.last, range.lowerBound <= last.upperBound + 1 else {
                result.append(range)
                continue
            }
            result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
        }
        return result
    }
}

extension RegexSet {
    static let digits = RegexSet([0x30...0x39])
    static let words = RegexSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let spaces = RegexSet([0x09...0x0D, 0x20...0x20])

    /// An ASCII class by its POSIX name.
    static func posix(_ name: String) -> RegexSet? {
        switch name {
        case "alpha": return RegexSet([0x41...0x5A, 0x61...0x7A])
        case "digit": return digits
        case "alnum": return RegexSet([0x30...0x39, 0x41...0x5A, 0x61...0x7A])
        case "upper": return RegexSet([0x41...0x5A])
        case "lower": return RegexSet([0x61...0x7A])
        case "space": return spaces
        case "blank": return RegexSet([0x09...0x09, 0x20...0x20])
        case "punct": return RegexSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])
        case "xdigit": return RegexSet([0x30...0x39, 0x41...0x46, 0x61...0x66])
        case "word": return words
        case "cntrl": return RegexSet([0x00...0x1F, 0x7F...0x7F])
        case "graph": return RegexSet([0x21...0x7E])
        case "print": return RegexSet([0x20...0x7E])
        case "ascii": return RegexSet([0x00...0x7F])
        default: return nil
        }
    }
}
