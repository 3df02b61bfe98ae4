import PicketSyntax

/// Converts typed texts to the statements of a script file.
struct ScriptWriter {
    var secrets: ScriptSecrets
    private var pieces: [(text: String, definition: String?)] = []
    /// The declared names, by their bytes.
    private var declared: Set<[UInt8]> = []
    /// The values that were given for the parameters of the current text.
    private var given: [(name: String, literal: String?)] = []
    /// The included files, by their paths.
    private var included: Set<[UInt8]> = []
    /// The names that only omitted statements declare: `$name`, or the name of a def.
    private var missing: Set<[UInt8]> = []

    private let definitions: DefinitionHistory
    /// The defs that the current text has used and that the script has with another text.
    private var outdated: Set<[UInt8]> = []
    /// The number of statements that are comments.
    private(set) var leftOutCount = 0

    init(secrets: ScriptSecrets, definitions: DefinitionHistory) {
        self.secrets = secrets
        self.definitions = definitions
    }

    /// The statements with their comments, in order.
    var texts: [String] { pieces.map(\.text) }

    /// Adds a text of the session.
    ///
    /// - Parameters:
    ///   - index: Its place among the texts.
    ///   - remarks: What a reader of the script should know about it.
    mutating func add(_ entry: SessionScript.Entry, at index: Int, remarks: [String]) {
        for remark in remarks { pieces.append(("# " + remark, nil)) }
        given = entry.given
        outdated = definitions.outdated(at: index)
        defer { given = [] }
        switch entry.form {
        case .statements: add(entry.text)
        case .block: addBlock(entry.text)
        case .failed(let writes):
            let count = writes.count == 1 ? "1 write" : "\(writes.count) writes"
            addComment(entry.text, "This failed after it had sent \(count):", writes)
        case .watched(let writes): addComment(entry.text, "A `:watch` sent this, once or more often:", writes)
        }
    }

    /// Adds the text of a job as a block, so that its names stay its own and its deferred blocks run at its end.
    private mutating func addBlock(_ typed: String) {
        var inner = ScriptWriter(secrets: secrets, definitions: definitions)
        (inner.missing, inner.outdated) = (missing, outdated)
        inner.add(typed)
        secrets = inner.secrets
        leftOutCount += inner.leftOutCount
        pieces.append(("if true {\n" + inner.texts.joined(separator: "\n") + "\n}", nil))
    }

    /// Adds a comment about a statement that has sent something, and that the script does not repeat.
    private mutating func addComment(_ typed: String, _ reason: String, _ writes: [String]) {
        let replaced = secrets.takenOut(of: typed).text
        guard !secrets.isLeft(in: replaced) else { return leaveOut(Self.holdsSecret, declaring: nil) }
        let reason = ([reason] + writes.map { "- \($0)" }).joined(separator: "\n")
        pieces.append((SavedPieces.comment(replaced, reason), nil))
    }

    private mutating func add(_ typed: String) {
        let replaced = secrets.takenOut(of: typed)
        let source = SourceFile(name: "", text: replaced.text)
        var parser = Parser(source, isInteractive: true)
        for statement in parser.parseScript().statements {
            let count = leftOutCount
            add(statement, source)
            if leftOutCount == count { annotate(replaced.notes(in: statement.span)) }
        }
    }

    private mutating func add(_ statement: Statement, _ source: SourceFile) {
        let text = source.text(statement.span)
        let name = Self.name(declaredBy: statement, source)
        guard !secrets.isLeft(in: text) else { return leaveOut(Self.holdsSecret, declaring: name) }
        guard !NamesInText.uses(text, of: missing) else { return leaveOut(Self.needsName, declaring: name) }
        if !statement.isDefinition, let used = NamesInText.first(in: text, of: outdated) {
            let used = String(decoding: used, as: UTF8.self)
            let reason = "Left out: it used an earlier `\(used)`, and the script has the latest."
            return leaveOut(SavedPieces.comment(text, reason), declaring: name)
        }
        if let name { missing.remove(name) }
        switch statement {
        case .expression: pieces.append(("print \(text)", nil))
        case .letStatement(let node): declare(source.text(node.name.span), text, keyword: "let")
        case .param(let node): declareParameter(node, source, text)
        case .include(let node): include(source.text(node.path.span), text)
        case .command(let call):
            if let name = call.result { declared.insert(Array(source.bytes(name.span))) }
            pieces.append((text, nil))
        case .secret(let node): declareSecret(source.text(node.name.span), source.text(node.value.span), text)
        case .definition(let node): define(source.text(node.name.span), text)
        default: pieces.append((text, nil))
        }
    }

    private static let holdsSecret =
        "# A statement is left out here: it contains a secret that no variable can replace."
    private static let needsName = "# A statement is left out here: it needs a name that is left out above."

    /// Omits a statement. Statements that use its names are omitted, too, so that the script can run.
    private mutating func leaveOut(_ reason: String, declaring name: [UInt8]?) {
        pieces.append((reason, nil))
        leftOutCount += 1
        if let name, !declared.contains(Array(name.dropFirst())) { missing.insert(name) }
    }

    /// Returns the declared name: `$name`, or the name of a def.
    private static func name(declaredBy statement: Statement, _ source: SourceFile) -> [UInt8]? {
        func variable(_ name: Name) -> [UInt8] { [UInt8(ascii: "$")] + source.bytes(name.span) }
        return switch statement {
        case .letStatement(let node): variable(node.name)
        case .secret(let node): variable(node.name)
        case .param(let node): variable(node.name)
        case .definition(let node): Array(source.bytes(node.name.span))
        case .command(let call): call.result.map(variable)
        default: nil
        }
    }

    /// Adds a comment before the latest statement about secrets that were replaced in unexpected places.
    private mutating func annotate(_ variables: [String]) {
        guard !variables.isEmpty, let last = pieces.indices.last, pieces[last].definition == nil else { return }
        let names = variables.map { "`\($0)`" }.joined(separator: ", ")
        pieces[last].text = "# A secret stood here: it is read from \(names) of the environment.\n" + pieces[last].text
    }

    private mutating func declare(_ name: String, _ text: String, keyword: String) {
        let isFirst = declared.insert(Array(name.utf8)).inserted
        pieces.append((isFirst ? text : "set" + text.dropFirst(keyword.count), nil))
    }

    /// Adds a parameter with the value that it had as its default. A second declaration becomes a `set`.
    private mutating func declareParameter(_ node: ParamStatement, _ source: SourceFile, _ text: String) {
        let name = source.text(node.name.span)
        let value = given.first { $0.name.hasBytes(of: name) }?.literal
        guard declared.insert(Array(name.utf8)).inserted else {
            let usual = node.defaultValue.map { source.text($0.span) }
            let literal = value ?? usual ?? "env(\"\(name.uppercased())\")"
            return pieces.append(("set \(name) = \(literal)", nil))
        }
        guard let value else { return pieces.append((text, nil)) }
        let note = node.note.map { " " + source.text($0.span) } ?? ""
        pieces.append(("param \(name) = \(value)\(note)", nil))
    }

    /// Adds an `include`. A script runs a file once, and a prompt each time.
    private mutating func include(_ path: String, _ text: String) {
        let isFirst = included.insert(Array(path.utf8)).inserted
        let again = "This ran again here, and a script runs a file once:"
        pieces.append((isFirst ? text : SavedPieces.comment(text, again), nil))
    }

    private mutating func declareSecret(_ name: String, _ value: String, _ text: String) {
        let isFirst = declared.insert(Array(name.utf8)).inserted
        pieces.append((isFirst ? text : "set \(name) = secret(\(value))", nil))
    }

    /// Adds a def. A file has each def once: the latest text, at the place of the first.
    private mutating func define(_ name: String, _ text: String) {
        if let known = pieces.firstIndex(where: { $0.definition?.utf8.elementsEqual(name.utf8) == true }) {
            pieces[known].text = text
        } else {
            pieces.append((text, name))
        }
    }
}

extension Statement {
    var isDefinition: Bool { if case .definition = self { true } else { false } }
}
