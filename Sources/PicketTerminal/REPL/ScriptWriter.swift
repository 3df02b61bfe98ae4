import PicketSyntax

/// Makes statements of a file of what was typed.
struct ScriptWriter {
    var secrets: ScriptSecrets
    private var pieces: [(text: String, definition: String?)] = []
    /// By their bytes.
    private var declared: Set<[UInt8]> = []

    init(secrets: ScriptSecrets) { self.secrets = secrets }

    var text: String { pieces.map { $0.text + "\n" }.joined() }

    mutating func add(_ typed: String) {
        let replaced = secrets.takenOut(of: typed)
        let source = SourceFile(name: "", text: replaced.text)
        var parser = Parser(source, isInteractive: true)
        for statement in parser.parseScript().statements {
            add(statement, source)
            annotate(replaced.notes(in: statement.span))
        }
    }

    private mutating func add(_ statement: Statement, _ source: SourceFile) {
        let text = source.text(statement.span)
        guard !secrets.isLeft(in: text) else { return pieces.append((Self.leftOut, nil)) }
        switch statement {
        case .expression: pieces.append(("print \(text)", nil))
        case .letStatement(let node): declare(source.text(node.name.span), text, keyword: "let")
        case .secret(let node): declareSecret(source.text(node.name.span), source.text(node.value.span), text)
        case .definition(let node): define(source.text(node.name.span), text)
        default: pieces.append((text, nil))
        }
    }

    private static let leftOut = "# A statement is left out here: it holds a secret that no variable can stand for."

    /// Says before the latest statement what was taken out of it, where one would not expect it.
    private mutating func annotate(_ variables: [String]) {
        guard !variables.isEmpty, let last = pieces.indices.last, pieces[last].definition == nil else { return }
        let names = variables.map { "`\($0)`" }.joined(separator: ", ")
        pieces[last].text = "# A secret stood here: it is read from \(names) of the environment.\n" + pieces[last].text
    }

    private mutating func declare(_ name: String, _ text: String, keyword: String) {
        let isFirst = declared.insert(Array(name.utf8)).inserted
        pieces.append((isFirst ? text : "set" + text.dropFirst(keyword.count), nil))
    }

    private mutating func declareSecret(_ name: String, _ value: String, _ text: String) {
        let isFirst = declared.insert(Array(name.utf8)).inserted
        pieces.append((isFirst ? text : "set \(name) = secret(\(value))", nil))
    }

    /// A file holds each def once: the latest, in the place of the first.
    private mutating func define(_ name: String, _ text: String) {
        if let known = pieces.firstIndex(where: { $0.definition?.utf8.elementsEqual(name.utf8) == true }) {
            pieces[known].text = text
        } else {
            pieces.append((text, name))
        }
    }
}
