/// How a program is written.
extension RandomProgram {
    /// What stands before the statements of `main`: globals and defs.
    public var preamble: String {
        RandomText.lines(globals, indented: 0) + definitions.map(RandomText.text).joined()
    }

    /// The statements of `main`, each with its end, indented by four blanks a level.
    public func body(indented level: Int = 0) -> String { RandomText.lines(main, indented: level) }

    public var text: String { preamble + body() }

    /// The same as texts that a prompt gets one after the other.
    public var entries: [String] {
        globals.map { RandomText.lines([$0], indented: 0) } + definitions.map(RandomText.text)
            + main.map { RandomText.lines([$0], indented: 0) }
    }
}

enum RandomText {
    static func text(_ definition: RandomDefinition) -> String {
        "def \(definition.name)(\(definition.parameters.joined(separator: ", "))) {\n"
            + lines(definition.body, indented: 1) + "}\n"
    }

    static func lines(_ statements: [RandomStatement], indented level: Int) -> String {
        statements.map { line($0, level) }.joined()
    }

    private static func line(_ statement: RandomStatement, _ level: Int) -> String {
        let margin = String(repeating: "    ", count: level)
        func block(_ statements: [RandomStatement]) -> String {
            "{\n" + lines(statements, indented: level + 1) + margin + "}"
        }
        switch statement {
        case .declaration(let name, let value): return "\(margin)let \(name) = \(text(value))\n"
        case .change(let name, let value): return "\(margin)set \(name) = \(text(value))\n"
        case .elementChange(let name, let index, let value):
            return "\(margin)set \(name)[\(text(index))] = \(text(value))\n"
        case .fieldChange(let name, let key, let value): return "\(margin)set \(name).\(key) = \(text(value))\n"
        case .append(let name, let value): return "\(margin)append \(name) \(text(value))\n"
        case .print(let values): return "\(margin)print \(values.map(text).joined(separator: ", "))\n"
        case .condition(let condition, let first, let second):
            return "\(margin)if \(text(condition)) \(block(first))"
                + (second.isEmpty ? "\n" : " else \(block(second))\n")
        case .whileLoop(let counter, let bound, let body):
            let step = RandomStatement.change(counter, .binary(.variable(counter), "+", .integer(1)))
            return "\(margin)let \(counter) = 0\n\(margin)while $\(counter) < \(bound) \(block([step] + body))\n"
        case .rangeLoop(let name, let first, let last, let isClosed, let body):
            return "\(margin)for \(name) in \(text(first))\(isClosed ? ".." : "..<")\(text(last)) \(block(body))\n"
        case .listLoop(let name, let list, let body):
            return "\(margin)for \(name) in \(text(list)) \(block(body))\n"
        case .mapLoop(let key, let value, let map, let body):
            return "\(margin)for \(key), \(value) in \(text(map)) \(block(body))\n"
        case .leave: return "\(margin)break\n"
        case .proceed: return "\(margin)continue\n"
        case .attempt(let body, let name, let handler, let last):
            let caught = handler.map { " catch \(name.map { "\($0) " } ?? "")\(block($0))" } ?? ""
            return "\(margin)try \(block(body))\(caught)\(last.map { " finally \(block($0))" } ?? "")\n"
        case .deferred(let body): return "\(margin)defer \(block(body))\n"
        case .failure(let reason): return "\(margin)fail \(text(reason))\n"
        case .expectation(let condition): return "\(margin)expect \(text(condition))\n"
        case .result(let value): return "\(margin)return \(text(value))\n"
        case .call(let name, let arguments):
            return margin + ([name] + arguments.map { "$(\(text($0)))" }).joined(separator: " ") + "\n"
        }
    }

    static func text(_ expression: RandomExpression) -> String {
        switch expression {
        case .integer(let value): return String(value)
        case .text(let value): return quoted(value)
        case .boolean(let value): return value ? "true" : "false"
        case .list(let values): return "[" + values.map(text).joined(separator: ", ") + "]"
        case .map(let entries):
            return "{" + entries.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ") + "}"
        case .variable(let name): return "$\(name)"
        case .element(let name, let index): return "$\(name)[\(text(index))]"
        case .field(let name, let key): return "$\(name).\(key)"
        case .negation(let value): return "(-(\(text(value))))"
        case .not(let value): return "(not \(text(value)))"
        case .binary(let left, let sign, let right): return "(\(text(left)) \(sign) \(text(right)))"
        case .fallback(let name, let key, let value): return "($\(name).\(key) ?? \(text(value)))"
        case .length(let value): return "len(\(text(value)))"
        case .call(let name, let arguments): return "\(name)(\(arguments.map(text).joined(separator: ", ")))"
        case .interpolation(let parts):
            let pieces = parts.map { part in
                if case .text(let value) = part { escaped(value) } else { "$(\(text(part)))" }
            }
            return "\"" + pieces.joined() + "\""
        }
    }

    private static func quoted(_ text: String) -> String { "\"" + escaped(text) + "\"" }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" || scalar == "$" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
