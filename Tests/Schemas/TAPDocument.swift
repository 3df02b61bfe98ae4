/// A document of the Test Anything Protocol, version 14, read strictly
/// (https://testanything.org/tap-version-14-specification.html).
///
/// Whatever a harness may ignore is a fault here, and whatever a producer should do differently is a warning.
public struct TAPDocument {
    public struct Point {
        public var isOK: Bool
        public var number: Int
        public var description: String
        public var directive: Directive?
        public var diagnostics: YAMLNode?
        /// The document whose result this point tells.
        public var subtest: TAPDocument?
    }

    public struct Directive: Equatable {
        public enum Kind: String { case skip, todo }

        public var kind: Kind
        public var reason: String

        public init(_ kind: Kind, _ reason: String) {
            self.kind = kind
            self.reason = reason
        }
    }

    public struct Fault: Error, Equatable, CustomStringConvertible {
        public var line: Int
        public var message: String

        public var description: String { "line \(line): \(message)" }
    }

    /// The planned number of points.
    public var plan: Int
    public var planReason: String?
    public var points: [Point]
    public var comments: [String]
    public var warnings: [String]

    /// - Throws: `Fault`.
    public init(_ text: some Sequence<UInt8>) throws {
        let lines = Array(text).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.last?.isEmpty == true else { throw Fault(line: lines.count, message: "has no end") }
        var reader = TAPReader(
            lines: try lines.dropLast().enumerated().map { index, line in
                guard let text = String(validating: line, as: UTF8.self) else {
                    throw Fault(line: index + 1, message: "is not UTF-8")
                }
                return Array(text.unicodeScalars)
            })
        self = try reader.root()
    }

    init(plan: Int, planReason: String?, points: [Point], comments: [String], warnings: [String]) {
        self.plan = plan
        self.planReason = planReason
        self.points = points
        self.comments = comments
        self.warnings = warnings
    }
}

/// Reads the lines of a document and of its subtests.
private struct TAPReader {
    typealias Scalars = ArraySlice<Unicode.Scalar>

    let lines: [[Unicode.Scalar]]
    var position = 0

    init(lines: [[Unicode.Scalar]]) { self.lines = lines }

    func fault(_ message: String) -> TAPDocument.Fault { TAPDocument.Fault(line: position + 1, message: message) }

    mutating func root() throws -> TAPDocument {
        guard lines.first.map(String.init(scalars:)) == "TAP version 14" else { throw fault("is not the version") }
        position = 1
        let document = try document(indentation: 0)
        guard position == lines.count else { throw fault("is behind the end") }
        return document
    }

    private func indentation(_ line: [Unicode.Scalar]) -> Int { line.prefix { $0 == " " }.count }

    private mutating func document(indentation: Int) throws -> TAPDocument {
        var document = TAPDocument(plan: 0, planReason: nil, points: [], comments: [], warnings: [])
        var planned: (count: Int, isFirst: Bool)?
        /// A subtest whose point has not come.
        var subtest: (name: String?, document: TAPDocument)?
        while position < lines.count {
            let line = lines[position]
            if line.allSatisfy({ $0 == " " || $0 == "\t" }) {
                position += 1
                continue
            }
            let depth = self.indentation(line)
            if depth < indentation { break }
            if depth >= indentation + 4 {
                guard subtest == nil else { throw fault("is a second subtest without a point") }
                subtest = (nil, try self.document(indentation: indentation + 4))
                continue
            }
            guard depth == indentation else { throw fault("is indented by \(depth)") }
            let text = String(scalars: line[indentation...])
            if text.hasPrefix("ok") || text.hasPrefix("not ok") {
                if planned?.isFirst == false { throw fault("is behind the plan") }
                var point = try point(line[indentation...], after: document.points.last?.number ?? 0, &document)
                if let (name, inner) = subtest {
                    if let name, name.unicodeScalars.elementsEqual(point.description.unicodeScalars) == false {
                        throw fault("is not the point of `\(name)`")
                    }
                    point.subtest = inner
                    subtest = nil
                }
                position += 1
                point.diagnostics = try diagnostics(indentation: indentation + 2)
                document.points.append(point)
            } else if subtest != nil {
                throw fault("stands between a subtest and its point")
            } else if text.hasPrefix("1..") {
                guard planned == nil else { throw fault("is a second plan") }
                planned = (try plan(line[indentation...].dropFirst(3), &document), document.points.isEmpty)
                position += 1
            } else if text == "# Subtest" || text.hasPrefix("# Subtest: ") {
                position += 1
                guard position < lines.count, self.indentation(lines[position]) >= indentation + 4 else {
                    throw fault("does not begin the subtest")
                }
                let name = String(scalars: line[indentation...].dropFirst("# Subtest: ".count))
                subtest = (name, try self.document(indentation: indentation + 4))
            } else if text.hasPrefix("#") {
                document.comments.append(text)
                position += 1
            } else if text.wholeMatch(of: #/pragma [+-][a-zA-Z0-9_-]+/#) != nil {
                position += 1
            } else {
                throw fault("is not TAP: \(text)")
            }
        }
        guard subtest == nil else { throw fault("lacks the point of a subtest") }
        guard let planned else { throw fault("lacks the plan") }
        document.plan = planned.count
        guard document.points.count == planned.count else { throw fault("\(document.points.count) points") }
        guard Set(document.points.map(\.number)) == Set(1...max(1, planned.count)) || planned.count == 0 else {
            throw fault("the numbers are not those of the plan")
        }
        return document
    }

    private func plan(_ rest: Scalars, _ document: inout TAPDocument) throws -> Int {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        guard let count = Int(String(scalars: digits)) else { throw fault("is not a plan") }
        let reason = rest[digits.endIndex...]
        if !reason.isEmpty {
            guard String(scalars: reason).hasPrefix(" # ") else { throw fault("is not a plan") }
            document.planReason = unescaped(reason.dropFirst(3), &document)
        }
        return count
    }

    // MARK: Points

    private func point(
        _ line: Scalars, after last: Int, _ document: inout TAPDocument
    ) throws -> TAPDocument.Point {
        let isOK = line.first == "o"
        var rest = line.dropFirst(isOK ? 2 : 6)
        guard rest.first.map({ $0 == " " }) ?? true else { throw fault("is not a point") }
        var number = last + 1
        let digits = rest.dropFirst().prefix { ("0"..."9").contains($0) }
        if let given = Int(String(scalars: digits)), [nil, " "].contains(rest[digits.endIndex...].first) {
            number = given
            rest = rest[digits.endIndex...]
        } else {
            document.warnings.append("line \(position + 1): no number")
        }
        if rest.starts(with: [" ", "-"]) {
            rest = rest.dropFirst(2)
        } else if !rest.isEmpty {
            document.warnings.append("line \(position + 1): no ` - `")
        }
        guard rest.first.map({ $0 == " " }) ?? true else { throw fault("is not a point") }
        let start = directiveStart(rest)
        let description = trimmed(unescaped(rest[..<start], &document))
        let directive = try start == rest.endIndex ? nil : directive(rest[start...], &document)
        return TAPDocument.Point(isOK: isOK, number: number, description: description, directive: directive)
    }

    /// Returns the index of the `#` of a directive: not escaped, between blanks, before `TODO` or `SKIP`.
    private func directiveStart(_ text: Scalars) -> Int {
        var isEscaped = false
        for index in text.indices {
            let scalar = text[index]
            if isEscaped {
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == "#", index > text.startIndex, isBlank(text[index - 1]) {
                let word = text[(index + 1)...].drop(while: isBlank).prefix(4)
                if ["todo", "skip"].contains(String(scalars: word).lowercased()) { return index }
            }
        }
        return text.endIndex
    }

    private func directive(_ text: Scalars, _ document: inout TAPDocument) throws -> TAPDocument.Directive? {
        guard text.dropFirst().first.map(isBlank) == true else { throw fault("no blank behind the `#`") }
        let words = text.dropFirst().drop(while: isBlank)
        let word = String(scalars: words.prefix { !isBlank($0) })
        guard let kind = TAPDocument.Directive.Kind(rawValue: word.lowercased()) else {
            throw fault("the directive is `\(word)`")
        }
        return .init(kind, trimmed(unescaped(words.dropFirst(4), &document)))
    }

    private func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

    private func trimmed(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        return String(scalars: scalars.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    /// Returns the text for people. A `#` or a backslash that is not escaped is a warning.
    private func unescaped(_ text: Scalars, _ document: inout TAPDocument) -> String {
        var result = String.UnicodeScalarView()
        var rest = text
        while let scalar = rest.popFirst() {
            if scalar == "\\", let next = rest.first, next == "\\" || next == "#" {
                result.append(next)
                rest = rest.dropFirst()
            } else {
                if scalar == "\\" || scalar == "#" {
                    document.warnings.append("line \(position + 1): `\(scalar)` is not escaped")
                }
                result.append(scalar)
            }
        }
        return String(result)
    }

    private mutating func diagnostics(indentation: Int) throws -> YAMLNode? {
        let margin = Array(repeating: Unicode.Scalar(" "), count: indentation)
        guard position < lines.count, lines[position] == margin + ["-", "-", "-"] else { return nil }
        position += 1
        var block: [(number: Int, text: Scalars)] = []
        while position < lines.count, lines[position] != margin + [".", ".", "."] {
            guard lines[position].starts(with: margin) else { throw fault("leaves the block") }
            block.append((position + 1, lines[position][indentation...]))
            position += 1
        }
        guard position < lines.count else { throw fault("the block has no end") }
        position += 1
        return try YAMLNode(block: block)
    }
}
