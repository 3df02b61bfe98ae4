/// Collects the bytes that begin every match of a node.
struct RegexPrefix {
    private(set) var bytes: [UInt8] = []
    /// Whether assertions or groups occurred among them.
    private(set) var hasConditions = false

    /// Adds the first bytes of a node; returns whether these are all of its bytes, so that the next node may add more.
    mutating func collect(_ node: RegexNode) -> Bool {
        switch node {
        case .empty: return true
        case .scalar(let scalar): return append(scalar)
        case .assertion:
            hasConditions = true
            return true
        case .group(let node, _):
            hasConditions = true
            return collect(node)
        case .sequence(let nodes):
            return nodes.allSatisfy { collect($0) }
        case .repetition(let node, let repetition):
            if repetition.minimum > 0 { _ = collect(node) }
            return false
        case .folded, .any, .anyButNewline, .set, .alternatives: return false
        }
    }

    private mutating func append(_ value: UInt32) -> Bool {
        // U+FFFD also matches invalid bytes, so its three bytes are not the only possible ones.
        guard value != RegexText.replacement, let scalar = Unicode.Scalar(value) else { return false }
        bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        return true
    }
}

extension RegexProgram {
    /// The possible first bytes of a match, from all instructions that are reached without consuming.
    func possibleFirstBytes() -> RegexBytes? {
        var bytes = RegexBytes()
        var reached = [Bool](repeating: false, count: instructions.count)
        var pending = [0]
        while let next = pending.popLast() {
            if reached[next] { continue }
            reached[next] = true
            switch instructions[next] {
            case .accept: return nil
            case .jump(let target): pending.append(Int(target))
            case .split(let first, let second): pending += [Int(first), Int(second)]
            case .assertion, .save: pending.append(next + 1)
            default: bytes.insert(instructions[next], sets)
            }
        }
        return bytes
    }
}
