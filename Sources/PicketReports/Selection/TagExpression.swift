/// A condition on the tags of a test: `smoke and not slow`, `(api or pool) and not nightly`.
///
/// `not` binds tighter than `and`, and `and` tighter than `or`. A tag is a word or a quoted text.
package struct TagExpression: Sendable, Equatable {
    indirect enum Node: Sendable, Equatable {
        case tag(String)
        case not(Node)
        case and(Node, Node)
        case or(Node, Node)
    }

    let root: Node

    package init(_ text: String) throws(SelectionProblem) {
        var parser = TagExpressionParser(try TagExpressionParser.tokens(text))
        root = try parser.wholeExpression()
    }

    /// Creates an expression that holds if one of several expressions holds; nil if there are none.
    package init?(anyOf expressions: [TagExpression]) {
        guard let first = expressions.first else { return nil }
        root = expressions.dropFirst().reduce(first.root) { .or($0, $1.root) }
    }

    /// Whether the expression holds for a test with these tags.
    package func matches(_ tags: some Sequence<String>) -> Bool {
        TagExpression.holds(root, Set(tags.map { Array($0.utf8) }))
    }

    /// The tags in the expression, in order.
    package var tags: [String] { TagExpression.tags(of: root) }

    private static func tags(of node: Node) -> [String] {
        switch node {
        case .tag(let name): return [name]
        case .not(let inner): return tags(of: inner)
        case .and(let left, let right), .or(let left, let right): return tags(of: left) + tags(of: right)
        }
    }

    private static func holds(_ node: Node, _ tags: Set<[UInt8]>) -> Bool {
        switch node {
        case .tag(let name): return tags.contains(Array(name.utf8))
        case .not(let inner): return !holds(inner, tags)
        case .and(let left, let right): return holds(left, tags) && holds(right, tags)
        case .or(let left, let right): return holds(left, tags) || holds(right, tags)
        }
    }
}

/// Parses a tag expression by recursive descent from the loosest operator.
private struct TagExpressionParser {
    enum Token: Equatable {
        case tag(String)
        case and, or, not, open, close
    }

    private var tokens: ArraySlice<Token>
    private var depth = 0
    private static let depthLimit = 100

    init(_ tokens: [Token]) {
        self.tokens = tokens[...]
    }

    mutating func wholeExpression() throws(SelectionProblem) -> TagExpression.Node {
        let node = try disjunction()
        if tokens.first == .close { throw SelectionProblem("the tag expression has a `)` too many") }
        guard tokens.isEmpty else { throw SelectionProblem("`and` or `or` is missing between two tags") }
        return node
    }

    private mutating func disjunction() throws(SelectionProblem) -> TagExpression.Node {
        var node = try conjunction()
        while take(.or) { node = .or(node, try conjunction()) }
        return node
    }

    private mutating func conjunction() throws(SelectionProblem) -> TagExpression.Node {
        var node = try factor()
        while take(.and) { node = .and(node, try factor()) }
        return node
    }

    private mutating func factor() throws(SelectionProblem) -> TagExpression.Node {
        depth += 1
        defer { depth -= 1 }
        guard depth < TagExpressionParser.depthLimit else {
            throw SelectionProblem("the tag expression nests too deeply")
        }
        guard let token = tokens.popFirst() else {
            throw SelectionProblem("a tag is missing at the end of the tag expression")
        }
        switch token {
        case .tag(let name): return .tag(name)
        case .not: return .not(try factor())
        case .open:
            let node = try disjunction()
            guard take(.close) else { throw SelectionProblem("a `)` is missing in the tag expression") }
            return node
        case .and: throw SelectionProblem("a tag is missing before `and`")
        case .or: throw SelectionProblem("a tag is missing before `or`")
        case .close: throw SelectionProblem("a tag is missing before `)`")
        }
    }

    private mutating func take(_ token: Token) -> Bool {
        guard tokens.first == token else { return false }
        tokens.removeFirst()
        return true
    }

    // MARK: Tokens

    static func tokens(_ text: String) throws(SelectionProblem) -> [Token] {
        var tokens: [Token] = []
        var rest = text[...]
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if first == "(" || first == ")" {
                tokens.append(first == "(" ? .open : .close)
                rest.removeFirst()
            } else if first == "\"" || first == "'" {
                rest.removeFirst()
                guard let end = rest.firstIndex(of: first) else {
                    throw SelectionProblem("a quote in the tag expression is not closed")
                }
                tokens.append(.tag(String(rest[..<end])))
                rest = rest[rest.index(after: end)...]
            } else {
                let word = rest.prefix { !$0.isWhitespace && $0 != "(" && $0 != ")" && $0 != "\"" && $0 != "'" }
                rest = rest[word.endIndex...]
                tokens.append(token(word))
            }
        }
        return tokens
    }

    private static func token(_ word: Substring) -> Token {
        switch word {
        case "and": return .and
        case "or": return .or
        case "not": return .not
        default: return .tag(String(word))
        }
    }
}
