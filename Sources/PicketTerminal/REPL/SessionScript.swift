import PicketSyntax

/// What succeeded in a session, as a script that does the same: `:save`.
///
/// Secrets that were typed stand in it as variables of the environment, values that were only looked at are printed, and
/// what is declared a second time is set.
package struct SessionScript {
    private var texts: [String] = []
    /// A call that was answered otherwise than documented: it belongs to the script if the next text expects that.
    private var surprise: String?

    package init() {}

    package var isEmpty: Bool { texts.isEmpty }

    /// A text that ran to its end.
    package mutating func succeeded(_ text: String) {
        if let surprise, CallList(text).beginsWithExpectation { texts.append(surprise) }
        surprise = nil
        texts.append(text)
    }

    /// A text that ran beside the others; what a response is expected to be is not about it.
    package mutating func succeededAside(_ text: String) { texts.append(text) }

    /// A text that did not; `wasAnswered` if it is one call that a response came to.
    package mutating func failed(_ text: String, wasAnswered: Bool) {
        surprise = wasAnswered && CallList(text).single != nil ? text : nil
    }

    /// The script, in the one layout.
    package var text: String {
        var writer = ScriptWriter()
        for text in texts { writer.add(text) }
        return format(SourceFile(name: "", text: writer.text)).text
    }
}

/// Makes statements of a file of what was typed.
private struct ScriptWriter {
    private var pieces: [(text: String, definition: String?)] = []
    private var declared: Set<String> = []
    /// The variables of the environment that stand for secrets, by literal.
    private var variables: [String: String] = [:]

    var text: String { pieces.map { $0.text + "\n" }.joined() }

    mutating func add(_ typed: String) {
        let source = SourceFile(name: "", text: withoutSecrets(typed))
        var parser = Parser(source, isInteractive: true)
        for statement in parser.parseScript().statements {
            let text = source.text(statement.span)
            switch statement {
            case .expression: pieces.append(("print \(text)", nil))
            case .letStatement(let node): declare(source.text(node.name.span), text, keyword: "let")
            case .secret(let node): declareSecret(source.text(node.name.span), source.text(node.value.span), text)
            case .definition(let node): define(source.text(node.name.span), text)
            default: pieces.append((text, nil))
            }
        }
    }

    private mutating func declare(_ name: String, _ text: String, keyword: String) {
        let isFirst = declared.insert(name).inserted
        pieces.append((isFirst ? text : "set" + text.dropFirst(keyword.count), nil))
    }

    private mutating func declareSecret(_ name: String, _ value: String, _ text: String) {
        let isFirst = declared.insert(name).inserted
        pieces.append((isFirst ? text : "set \(name) = secret(\(value))", nil))
    }

    /// A file holds each def once: the latest, in the place of the first.
    private mutating func define(_ name: String, _ text: String) {
        if let known = pieces.firstIndex(where: { $0.definition == name }) {
            pieces[known].text = text
        } else {
            pieces.append((text, name))
        }
    }

    // MARK: Secrets

    private mutating func withoutSecrets(_ typed: String) -> String {
        let source = SourceFile(name: "", text: typed)
        var result = ""
        var offset: UInt32 = 0
        for span in secretLiterals(in: source) {
            let before = source.text(SourceSpan(start: offset, end: span.start))
            result += before + replacement(for: source.text(span), after: before)
            offset = span.end
        }
        return result + source.text(SourceSpan(start: offset, end: source.span.end))
    }

    private mutating func replacement(for literal: String, after text: String) -> String {
        let call = "env(\"\(variable(for: literal, after: text))\")"
        return text.last == "=" ? "(\(call))" : call
    }

    /// `password=…` is `PASSWORD`, `secret pg = …` is `PG`; another secret of that name is `PASSWORD_2`.
    private mutating func variable(for literal: String, after text: String) -> String {
        if let known = variables[literal] { return known }
        let letters = text.reversed().drop { !$0.isLetter && !$0.isNumber }
        let name = String(letters.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }.reversed())
        let stem = name.isEmpty ? "SECRET" : name.uppercased()
        var variable = stem
        var count = 1
        while variables.values.contains(variable) {
            count += 1
            variable = "\(stem)_\(count)"
        }
        variables[literal] = variable
        return variable
    }
}
