import PicketSyntax

/// Formats the evidence of a failure. All texts about it are made here.
extension Failure.Evidence {
    /// One line of the evidence, and its subject.
    package struct Line {
        package enum Role {
            case row, because, expected, actual, difference, omission, request, answer, note, reason, attempts
        }

        package var role: Role
        package var text: String
    }

    /// The lines that a diagnostic adds to its message, in reading order.
    package var lines: [Line] {
        var lines = rows.map { Line(role: .row, text: "the map is the row at \($0)") }
        func add(_ role: Line.Role, _ text: String) { lines.append(Line(role: role, text: text)) }
        if let because { add(.because, "because \(because)") }
        if let expected { add(.expected, "expected: \(expected)") }
        if let actual { add(.actual, "actual:   \(actual)") }
        if !differences.isEmpty { add(.difference, "difference:") }
        for line in differences.flatMap(\.lines) { add(.difference, "  \(line)") }
        if omittedDifferences > 0 { add(.omission, "  … and \(omittedDifferences) more") }
        if let request { add(.request, "request:  \(request)") }
        if let answer { add(.answer, "response: \(answer)") }
        if let note = answer?.note { add(.note, note) }
        if let reason { add(.reason, "reason:   \(reason)") }
        for attempts in attempts { add(.attempts, "attempts: \(attempts)") }
        return lines
    }

    var notes: [Diagnostic.Note] { lines.map { Diagnostic.Note($0.text) } }
}

extension Failure.ShownValue: CustomStringConvertible {
    /// `9342 (integer)`; without the type if it has none.
    public var description: String {
        let beginning = isCut ? text + "…" : text
        return type.map { "\(beginning) (\($0))" } ?? beginning
    }
}

extension Failure.Expected: CustomStringConvertible {
    /// `1 (integer)`, `>= 5 (integer)`, `in 1..5`, `2xx`
    public var description: String {
        switch self {
        case .truth: return "something other than missing, null and false"
        case .statusClass(let digit): return "\(digit)xx"
        case .range(let first, let last, let isClosed, let isNegated):
            return "\(isNegated ? "not in" : "in") \(first)\(isClosed ? ".." : "..<")\(last)"
        case .comparison(let symbol, let value): return symbol == "==" ? "\(value)" : "\(symbol) \(value)"
        }
    }
}

extension Failure.Attempts: CustomStringConvertible {
    /// `4 within 3s`; `5, the limit of `retry``
    public var description: String { limit.map { "\(count) within \($0)" } ?? "\(count), the limit of `retry`" }
}

extension Failure.Difference {
    /// `tags.environment[3]`. A key that is not a plain word is quoted and bracketed, as in a script: `tags["a.b"]`.
    public var pathText: String { Self.text(of: path) }

    /// Formats only the steps of a path.
    package static func text(of steps: [Step]) -> String {
        var text = ""
        for step in steps {
            switch step {
            case .key(let key) where !isPlain(key):
                var quoted: [UInt8] = []
                Array(key.utf8).withUnsafeBytes { TextQuoting.appendQuoted($0, to: &quoted) }
                text += "[" + String(decoding: quoted, as: UTF8.self) + "]"
            case .key(let key): text += (text.isEmpty ? "" : ".") + key
            case .secretKey: text += (text.isEmpty ? "" : ".") + Mask.text
            case .position(let position): text += "[\(position)]"
            }
        }
        return text
    }

    private static func isPlain(_ key: String) -> Bool {
        !key.isEmpty
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// One line per side; a single line if either side is a secret.
    fileprivate var lines: [String] {
        if let expected, let actual, expected.isSecret, actual.isSecret { return ["\(pathText): \(expected)"] }
        let sides = [expected.map { "- \($0)" }, actual.map { "+ \($0)" }]
        return sides.compactMap { $0.map { "\(pathText): \($0)" } }
    }
}

extension Failure.Answer: CustomStringConvertible {
    /// The status and the body. The status may be that of a failed login, or a phrase if there is none.
    public var description: String {
        let state =
            status.map(String.init) ?? loginStatus.map { "\($0) to the login" }
            ?? (failureReason == nil ? "done" : "none")
        return body.map { "\(state) \($0)" } ?? state
    }
}
