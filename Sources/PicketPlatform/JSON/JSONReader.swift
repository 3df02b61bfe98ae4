/// Why a text is not JSON, with the line and the column in bytes, both counted from 1.
struct JSONProblem: Error, Equatable {
    let reason: String
    let line: Int
    let column: Int

    var sentence: String { "\(reason) at line \(line), column \(column)" }
}

extension JSONValue {
    /// Parses a whole JSON text (RFC 8259).
    ///
    /// - Parameter strict: Whether to refuse a comma before a closing brace or bracket, which the manual's own example
    ///   has.
    /// - Throws: `JSONProblem`, also for a text that nests deeper than this API needs.
    init(parsing text: [UInt8], strict: Bool) throws(JSONProblem) {
        var reader = JSONReader(text: text, strict: strict)
        self = try reader.readText()
    }
}

struct JSONReader {
    static let greatestDepth = 32

    let text: [UInt8]
    let strict: Bool
    var position = 0
    var depth = 0

    init(text: [UInt8], strict: Bool) {
        self.text = text
        self.strict = strict
    }

    mutating func readText() throws(JSONProblem) -> JSONValue {
        let value = try readValue()
        skipSpace()
        guard position == text.count else { throw problem("unexpected text after the value") }
        return value
    }

    mutating func readValue() throws(JSONProblem) -> JSONValue {
        skipSpace()
        guard let first = peek() else { throw problem("the text ends where a value should stand") }
        switch first {
        case UInt8(ascii: "{"): return try nested { reader throws(JSONProblem) in try reader.readObject() }
        case UInt8(ascii: "["): return try nested { reader throws(JSONProblem) in try reader.readArray() }
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "t"): return try read("true", as: .boolean(true))
        case UInt8(ascii: "f"): return try read("false", as: .boolean(false))
        case UInt8(ascii: "n"): return try read("null", as: .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try readNumber())
        default: throw problem("expected a value")
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(JSONProblem) -> JSONValue
    ) throws(JSONProblem) -> JSONValue {
        guard depth < Self.greatestDepth else { throw problem("the text nests deeper than \(Self.greatestDepth)") }
        depth += 1
        defer { depth -= 1 }
        return try read(&self)
    }

    private mutating func readObject() throws(JSONProblem) -> JSONValue {
        var members: [JSONValue.Member] = []
        advance()
        while try !reachedEnd(of: UInt8(ascii: "}"), after: members.count) {
            guard peek() == UInt8(ascii: "\"") else { throw problem("expected a key in quotes") }
            let key = try readString()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw problem("expected `:` after the key") }
            members.append(JSONValue.Member(key: key, value: try readValue()))
        }
        return .object(members)
    }

    private mutating func readArray() throws(JSONProblem) -> JSONValue {
        var values: [JSONValue] = []
        advance()
        while try !reachedEnd(of: UInt8(ascii: "]"), after: values.count) {
            values.append(try readValue())
        }
        return .array(values)
    }

    /// Reads the closing mark, or the comma before the next item. Unless strict, a comma may precede the closing mark.
    private mutating func reachedEnd(of closing: UInt8, after count: Int) throws(JSONProblem) -> Bool {
        skipSpace()
        if take(closing) { return true }
        guard count > 0 else { return false }
        guard take(UInt8(ascii: ",")) else { throw problem("expected `,` or the closing bracket") }
        skipSpace()
        guard peek() == closing else { return false }
        guard !strict else { throw problem("a comma stands before the closing bracket") }
        advance()
        return true
    }

    private mutating func read(_ word: StaticString, as value: JSONValue) throws(JSONProblem) -> JSONValue {
        for byte in word.description.utf8 {
            guard take(byte) else { throw problem("expected `\(word)`") }
        }
        return value
    }
}
