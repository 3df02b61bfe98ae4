/// A parsed regular expression. Flags are already applied to its leaves.
indirect enum RegexNode: Sendable {
    case empty
    case scalar(UInt32)
    /// A scalar in its folded form, which is compared with folded text.
    case folded(UInt32)
    case any
    case anyButNewline
    /// A set of the parser, by index.
    case set(Int)
    case assertion(RegexAssertion)
    case group(RegexNode, number: Int)
    case sequence([RegexNode])
    case alternatives([RegexNode])
    case repetition(RegexNode, RegexRepetition)

    /// Whether it can match the empty text.
    var isNullable: Bool {
        switch self {
        case .empty, .assertion: return true
        case .scalar, .folded, .any, .anyButNewline, .set: return false
        case .group(let node, _): return node.isNullable
        case .sequence(let nodes): return nodes.allSatisfy(\.isNullable)
        case .alternatives(let nodes): return nodes.contains(where: \.isNullable)
        case .repetition(let node, let repetition): return repetition.minimum == 0 || node.isNullable
        }
    }

    /// Whether every match must begin at the start of the text.
    var isAnchored: Bool {
        switch self {
        case .assertion(.textStart): return true
        case .group(let node, _): return node.isAnchored
        case .sequence(let nodes): return nodes.first?.isAnchored ?? false
        case .alternatives(let nodes): return nodes.allSatisfy(\.isAnchored)
        case .repetition(let node, let repetition): return repetition.minimum > 0 && node.isAnchored
        default: return false
        }
    }
}

/// The bounds of a repetition, and whether it prefers more or fewer.
struct RegexRepetition: Sendable {
    var minimum: Int
    /// Nil for any number.
    var maximum: Int?
    var isGreedy = true
}

/// A condition on a position between two bytes.
enum RegexAssertion: UInt8, Sendable {
    case textStart
    case textEnd
    case lineStart
    case lineEnd
    case wordBoundary
    case noWordBoundary

    /// Whether the condition holds at a position. Words and lines depend only on ASCII bytes.
    func holds(at position: Int, in text: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .textStart: return position == 0
        case .textEnd: return position == text.count
        case .lineStart: return position == 0 || text[position - 1] == 0x0A
        case .lineEnd: return position == text.count || text[position] == 0x0A
        case .wordBoundary: return RegexAssertion.isBoundary(position, text)
        case .noWordBoundary: return !RegexAssertion.isBoundary(position, text)
        }
    }

    private static func isBoundary(_ position: Int, _ text: UnsafeRawBufferPointer) -> Bool {
        let before = position > 0 && isWord(text[position - 1])
        let after = position < text.count && isWord(text[position])
        return before != after
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: return true
        default: return false
        }
    }
}
