/// Reads a pattern.
///
///     alternatives = sequence { "|" sequence }
///     sequence     = { atom [ repetition ] }
///     atom         = character | "." | "^" | "$" | escape | class | group
struct RegexParser {
    struct Flags {
        var ignoresCase = false
        var isMultiline = false
        var dotMatchesNewline = false
    }

    /// The pattern's scalars.
    private let scalars: [UInt32]
    /// The byte offset of each scalar, and the offset of the end.
    private let offsets: [Int]
    var index = 0
    var flags = Flags()
    var depth = 0
    var groupNames: [String?] = [nil]
    var sets: [RegexSet] = []

    init(_ pattern: [UInt8]) throws(RegexError) {
        var scalars: [UInt32] = []
        var offsets = [0]
        var invalid: Range<Int>?
        pattern.withUnsafeBytes { bytes in
            var position = 0
            while position < bytes.count, invalid == nil {
                let (scalar, length) = RegexText.decode(bytes, at: position)
                if scalar == RegexText.replacement, length == 1 { invalid = position..<position + 1 }
                scalars.append(scalar)
                position += length
                offsets.append(position)
            }
        }
        if let invalid { throw .notText(invalid) }
        self.scalars = scalars
        self.offsets = offsets
    }

    /// Parses the whole pattern.
    mutating func parse() throws(RegexError) -> RegexNode {
        let node = try alternatives()
        if peek() != nil { throw .unopenedGroup(span(from: index, to: index + 1)) }
        return node
    }

    mutating func alternatives() throws(RegexError) -> RegexNode {
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(RegexError) -> RegexNode {
        var nodes: [RegexNode] = []
        while let next = peek(), next != "|", next != ")" {
            let start = index
            if let atom = try atom() {
                nodes.append(try repeated(atom, from: start))
            } else if let found = try repetition() {
                throw .nothingToRepeat(text(found.start, index), span(from: found.start))
            }
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    /// Parses an atom; nil if it only sets flags.
    private mutating func atom() throws(RegexError) -> RegexNode? {
        let start = index
        guard let next = advance() else { return .empty }
        switch next {
        case "(": return try group(from: start)
        case "[": return try characterClass(from: start)
        case ".": return flags.dotMatchesNewline ? .any : .anyButNewline
        case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
        case "\\": return try escapedAtom(from: start)
        case "*", "+", "?": throw .nothingToRepeat(String(next), span(from: start))
        case "{":
            index = start
            if try repetition() != nil { throw .nothingToRepeat(text(start, index), span(from: start)) }
            index = start + 1
            return literal(next)
        default: return literal(next)
        }
    }

    func literal(_ scalar: Unicode.Scalar) -> RegexNode {
        guard flags.ignoresCase else { return .scalar(scalar.value) }
        let folded = RegexCase.fold(scalar.value)
        return hasCase(folded) ? .folded(folded) : .scalar(scalar.value)
    }

    private func hasCase(_ folded: UInt32) -> Bool {
        guard folded < 0x80 else { return true }
        return (0x61...0x7A).contains(folded)
    }

    private mutating func escapedAtom(from start: Int) throws(RegexError) -> RegexNode {
        if let next = peek(), let assertion = RegexParser.assertions[next] {
            index += 1
            return .assertion(assertion)
        }
        switch try escape(from: start) {
        case .scalar(let scalar): return literal(scalar)
        case .set(let set): return add(set.prepared(negated: false, ignoringCase: false))
        }
    }

    private static let assertions: [Unicode.Scalar: RegexAssertion] = [
        "A": .textStart, "z": .textEnd, "b": .wordBoundary, "B": .noWordBoundary,
    ]

    mutating func add(_ set: RegexSet) -> RegexNode {
        sets.append(set)
        return .set(sets.count - 1)
    }
}

// Movement over the pattern.
extension RegexParser {
    func peek(_ distance: Int = 0) -> Unicode.Scalar? {
        index + distance < scalars.count ? Unicode.Scalar(scalars[index + distance]) : nil
    }

    mutating func advance() -> Unicode.Scalar? {
        guard let next = peek() else { return nil }
        index += 1
        return next
    }

    mutating func take(_ wanted: Unicode.Scalar) -> Bool {
        guard peek() == wanted else { return false }
        index += 1
        return true
    }

    /// The bytes from one scalar up to another, by default the current one.
    func span(from start: Int, to end: Int? = nil) -> Range<Int> {
        offsets[start]..<offsets[min(end ?? index, scalars.count)]
    }

    func text(_ start: Int, _ end: Int) -> String {
        var text = String.UnicodeScalarView()
        for scalar in scalars[start..<min(end, scalars.count)] {
            if let scalar = Unicode.Scalar(scalar) { text.append(scalar) }
        }
        return String(text)
    }
}
