/// As much of YAML 1.2 as diagnostics of TAP use: maps and lists by indentation, and scalars in one line.
public enum YAMLNode: Equatable {
    case null
    case boolean(Bool)
    case number(String)
    case text(String)
    case list([YAMLNode])
    case map([Member])

    public struct Member: Equatable {
        public var key: String
        public var value: YAMLNode

        public init(_ key: String, _ value: YAMLNode) {
            self.key = key
            self.value = value
        }
    }

    public subscript(key: String) -> YAMLNode? {
        guard case .map(let members) = self else { return nil }
        return members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    typealias Line = (number: Int, text: ArraySlice<Unicode.Scalar>)

    /// - Throws: `TAPDocument.Fault`.
    init(block: [Line]) throws {
        var rest = block[...]
        self = try YAMLNode.collection(&rest, indentation: 0)
        if let line = rest.first { throw YAMLNode.fault(line, "is behind the end") }
    }

    private static func fault(_ line: Line, _ message: String) -> TAPDocument.Fault {
        TAPDocument.Fault(line: line.number, message: "YAML: \(message)")
    }

    /// Reads the lines of one indentation.
    private static func collection(_ rest: inout ArraySlice<Line>, indentation: Int) throws -> YAMLNode {
        var members: [Member] = []
        var elements: [YAMLNode] = []
        while let line = rest.first {
            let depth = line.text.prefix { $0 == " " }.count
            if depth < indentation { break }
            guard depth == indentation else { throw fault(line, "is indented by \(depth)") }
            rest = rest.dropFirst()
            let text = line.text.dropFirst(depth)
            if text.starts(with: ["-", " "]) {
                guard members.isEmpty else { throw fault(line, "is a list in a map") }
                elements.append(try element(text.dropFirst(2), line, &rest, indentation: indentation + 2))
                continue
            }
            guard elements.isEmpty else { throw fault(line, "is a map in a list") }
            guard let colon = text.firstIndex(of: ":") else { throw fault(line, "has no key") }
            let key = String(scalars: text[..<colon])
            guard key.wholeMatch(of: #/[A-Za-z_][A-Za-z0-9_]*/#) != nil else { throw fault(line, "key `\(key)`") }
            guard !members.contains(where: { $0.key == key }) else { throw fault(line, "has `\(key)` again") }
            let value = text[(colon + 1)...]
            if !value.isEmpty {
                guard value.first == " " else { throw fault(line, "no blank behind the colon") }
                members.append(Member(key, try scalar(value.dropFirst(), line)))
            } else if let next = rest.first, next.text.prefix(while: { $0 == " " }).count > indentation {
                members.append(Member(key, try collection(&rest, indentation: indentation + 2)))
            } else {
                members.append(Member(key, .null))
            }
        }
        return elements.isEmpty ? .map(members) : .list(elements)
    }

    /// Reads an element of a list: a scalar, or a map whose first member stands behind the dash.
    private static func element(
        _ text: ArraySlice<Unicode.Scalar>, _ line: Line, _ rest: inout ArraySlice<Line>, indentation: Int
    ) throws -> YAMLNode {
        guard String(scalars: text).prefixMatch(of: #/[A-Za-z_][A-Za-z0-9_]*:( |$)/#) != nil else {
            return try scalar(text, line)
        }
        let first = Array(repeating: " ", count: indentation) + text
        rest = [(line.number, first[...])] + rest
        return try collection(&rest, indentation: indentation)
    }

    // MARK: Scalars

    private static func scalar(_ text: ArraySlice<Unicode.Scalar>, _ line: Line) throws -> YAMLNode {
        // A line break of YAML 1.1 is a fault, too: many readers still follow it.
        let breaks: [Unicode.Scalar] = ["\u{85}", "\u{2028}", "\u{2029}", "\u{FEFF}"]
        for scalar in text where !isPrintable(scalar) || breaks.contains(scalar) {
            throw fault(line, "holds U+\(String(scalar.value, radix: 16))")
        }
        if text.first == "\"" { return .text(try quoted(text.dropFirst(), line)) }
        if text.first == "'", text.count > 1, text.last == "'" {
            let inner = String(scalars: text.dropFirst().dropLast())
            guard !inner.replacing("''", with: "").contains("'") else { throw fault(line, "a quote is not doubled") }
            return .text(inner.replacing("''", with: "'"))
        }
        let plain = String(scalars: text)
        switch plain {
        case "~", "null": return .null
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        default: break
        }
        if plain.wholeMatch(of: #/-?[0-9]+(\.[0-9]+)?/#) != nil { return .number(plain) }
        guard plain.wholeMatch(of: #/[A-Za-z][A-Za-z0-9_.\/-]*/#) != nil else { throw fault(line, "`\(plain)`") }
        return .text(plain)
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    /// Reads the rest of a double-quoted scalar (YAML 1.2, 5.7).
    private static func quoted(_ text: ArraySlice<Unicode.Scalar>, _ line: Line) throws -> String {
        let escapes: [Unicode.Scalar: Unicode.Scalar] = [
            "0": "\u{0}", "a": "\u{7}", "b": "\u{8}", "t": "\t", "n": "\n", "v": "\u{B}", "f": "\u{C}", "r": "\r",
            "e": "\u{1B}", " ": " ", "\"": "\"", "/": "/", "\\": "\\", "N": "\u{85}", "_": "\u{A0}", "L": "\u{2028}",
            "P": "\u{2029}",
        ]
        let digits: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]
        var result = String.UnicodeScalarView()
        var rest = text
        while let scalar = rest.popFirst() {
            if scalar == "\"" {
                guard rest.isEmpty else { throw fault(line, "goes on behind the quote") }
                return String(result)
            }
            guard scalar == "\\" else {
                result.append(scalar)
                continue
            }
            guard let next = rest.popFirst() else { break }
            if let escape = escapes[next] {
                result.append(escape)
            } else if let count = digits[next], rest.count >= count,
                let value = UInt32(String(scalars: rest.prefix(count)), radix: 16), let scalar = Unicode.Scalar(value)
            {
                result.append(scalar)
                rest = rest.dropFirst(count)
            } else {
                throw fault(line, "`\\\(next)` is not an escape")
            }
        }
        throw fault(line, "the quote has no end")
    }
}

extension String {
    init(scalars: some Sequence<Unicode.Scalar>) {
        var view = UnicodeScalarView()
        view.append(contentsOf: scalars)
        self = String(view)
    }
}
