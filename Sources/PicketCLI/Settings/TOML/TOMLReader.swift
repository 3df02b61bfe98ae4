/// Reads TOML 1.0 (https://toml.io/en/v1.0.0).
///
/// No message quotes the text, because a password may stand in it by mistake.
struct TOMLReader {
    /// How deep tables and lists may stand in each other. Nothing of Picket needs more than three.
    static let greatestDepth = 32

    let bytes: [UInt8]
    var position = 0
    /// The line of the position, counted from 1.
    var line = 1
    var depth = 0
    private let root = TOMLNode(.section)

    /// - Parameter text: Valid UTF-8 without a byte order mark.
    static func table(_ text: [UInt8]) throws(TOMLProblem) -> TOMLTable {
        var reader = TOMLReader(bytes: text)
        try reader.readFile()
        return reader.root.table
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func readFile() throws(TOMLProblem) {
        var section = root
        while true {
            skipBlanks()
            switch peek() {
            case nil: return
            case UInt8(ascii: "#"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): break
            case UInt8(ascii: "["):
                depth = 0
                section = try readHeader()
            default: try readPair(into: section)
            }
            try readEndOfLine()
        }
    }

    // MARK: Sections

    private mutating func readHeader() throws(TOMLProblem) -> TOMLNode {
        let line = line
        advance()
        let isList = take(UInt8(ascii: "["))
        skipBlanks()
        guard let first = peek(), isKeyStart(first) else { throw problem("line \(line) does not name a section") }
        let start = position
        var keys = try readKey()
        guard take(UInt8(ascii: "]")), !isList || take(UInt8(ascii: "]")) else {
            throw problem("the name of the section does not end with `\(isList ? "]]" : "]")`")
        }
        let last = keys.removeLast()
        let end = position
        position = start
        var node = root
        for key in keys { node = try outerTable(key, of: node, line) }
        let section = try isList ? newListItem(last, of: node, line) : newSection(last, of: node, line)
        position = end
        return section
    }

    /// Returns a table that is a part of a section's name.
    private func outerTable(_ key: [UInt8], of node: TOMLNode, _ line: Int) throws(TOMLProblem) -> TOMLNode {
        switch node[key, line] {
        case nil:
            let table = TOMLNode(.implied)
            node[key, line] = .table(table)
            return table
        case .table(let table): return table
        case .tables(let tables):
            if let last = tables.last { return last }
            throw problem("this section is inside of a value that is complete")
        case .value: throw problem("this section is inside of a value that is complete")
        }
    }

    private func newSection(_ key: [UInt8], of node: TOMLNode, _ line: Int) throws(TOMLProblem) -> TOMLNode {
        switch node[key, line] {
        case nil:
            let table = TOMLNode(.section)
            node[key, line] = .table(table)
            return table
        case .table(let table) where table.origin == .implied:
            table.origin = .section
            return table
        case .table, .tables, .value: throw problem("this section stands in the file twice")
        }
    }

    private func newListItem(_ key: [UInt8], of node: TOMLNode, _ line: Int) throws(TOMLProblem) -> TOMLNode {
        let table = TOMLNode(.section)
        switch node[key, line] {
        case nil: node[key, line] = .tables([table])
        case .tables(let tables): node[key, line] = .tables(tables + [table])
        case .table, .value: throw problem("this section stands in the file already, and is not a list")
        }
        return table
    }

    // MARK: Keys

    /// Reads `key = value` into a table.
    mutating func readPair(into table: TOMLNode) throws(TOMLProblem) {
        skipBlanks()
        let (start, line, outerDepth) = (position, line, depth)
        defer { depth = outerDepth }
        var keys = try readKey()
        guard take(UInt8(ascii: "=")) else { throw problem("expected `=` after the key") }
        skipBlanks()
        let afterSign = position
        let last = keys.removeLast()
        position = start
        var node = table
        for key in keys { node = try innerTable(key, of: node, line) }
        guard node[last, line] == nil else { throw problem("this key stands in the file twice") }
        position = afterSign
        node[last, line] = .value(try readValue())
    }

    /// Returns a table of a key with dots.
    private func innerTable(_ key: [UInt8], of node: TOMLNode, _ line: Int) throws(TOMLProblem) -> TOMLNode {
        switch node[key, line] {
        case nil:
            let table = TOMLNode(.dottedKey)
            node[key, line] = .table(table)
            return table
        case .table(let table) where table.origin == .dottedKey || table.origin == .implied:
            table.origin = .dottedKey
            return table
        case .table, .tables, .value: throw problem("this key is inside of a value that is complete")
        }
    }

    /// Reads keys with dots between them, and the blanks behind.
    private mutating func readKey() throws(TOMLProblem) -> [[UInt8]] {
        var keys: [[UInt8]] = []
        repeat {
            try deepen()
            skipBlanks()
            switch peek() {
            case UInt8(ascii: "\""): keys.append(try readBasicString())
            case UInt8(ascii: "'"): keys.append(try readLiteralString())
            default:
                let start = position
                while let byte = peek(), isBareKey(byte) { advance() }
                guard position > start else { throw problem("expected a key") }
                keys.append(Array(bytes[start..<position]))
            }
            skipBlanks()
        } while take(UInt8(ascii: "."))
        return keys
    }

    private func isKeyStart(_ byte: UInt8) -> Bool {
        isBareKey(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }

    private func isBareKey(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
}
