package import PicketSyntax

/// The calls at the top level of a text, found by parsing it before it is checked or run.
package struct CallList {
    package struct Call {
        package var name: String
        /// The literal texts of positional arguments; nil for a computed one.
        package var positionals: [String?] = []
        package var named: [(name: String, value: String?)] = []
        /// Whether the entries of a map are also arguments.
        package var spreads = false
        package var span: SourceSpan
    }

    package private(set) var calls: [Call] = []
    /// The number of statements at the top level.
    package let statementCount: Int
    /// Whether the first statement is about the latest response: `expect status 404`.
    package private(set) var beginsWithExpectation = false

    package init(_ text: String) {
        let source = SourceFile(name: "", text: text)
        var parser = Parser(source, isInteractive: true)
        let script = parser.parseScript()
        statementCount = script.statements.count
        for statement in script.statements {
            if case .command(let call) = statement { calls.append(Self.call(call, source)) }
        }
        if case .expectation = script.statements.first { beginsWithExpectation = true }
    }

    /// The text's only statement, if it is a call.
    package var single: Call? { statementCount == 1 ? calls.first : nil }

    /// Whether the text is one `request` with a literal method that only reads.
    package var isReading: Bool {
        guard let single, single.name.hasBytes(of: "request"), !single.spreads, let method = single.positionals.first
        else {
            return false
        }
        return method.map { method in ["GET", "HEAD"].contains { $0.hasBytes(of: method.uppercased()) } } ?? false
    }

    private static func call(_ node: CommandCall, _ source: SourceFile) -> Call {
        var call = Call(name: source.text(node.name.span), span: node.span)
        for argument in node.arguments {
            switch argument.form {
            case .positional: call.positionals.append(literal(argument.value, source))
            case .named(let name): call.named.append((source.text(name.span), literal(argument.value, source)))
            case .spread: call.spreads = true
            }
        }
        return call
    }

    private static func literal(_ expression: Expression, _ source: SourceFile) -> String? {
        switch expression {
        case .commandWord(let span), .word(let span), .integer(_, let span), .float(_, let span),
            .boolean(_, let span), .duration(_, let span):
            return source.text(span)
        case .quoted(let span): return source.text(span.insideQuotes)
        case .text(let literal):
            let bytes = source.bytes(literal.span)
            let isPlain = !bytes.contains { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "\\") }
            return isPlain && !bytes.starts(with: "\"\"\"".utf8) ? source.text(literal.span.insideQuotes) : nil
        default: return nil
        }
    }
}
