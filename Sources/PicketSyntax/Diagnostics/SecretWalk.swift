/// Walks over a tree once, marks the secret literals, and records the names that secrets are computed from.
struct SecretWalk {
    let source: SourceFile
    let table: SecretNames
    /// The secret names. The set grows during the walk, because a name may turn out to be secret after its literal.
    var names: SecretVariables
    var spans: [SourceSpan] = []
    var literals: [SecretLiterals.Literal] = []
    /// Whether the visited value is passed to `secret` or to a secret parameter.
    var isGivenAsSecret = false
    /// The parameters of the known defs, by name: those of earlier texts, and those visited so far.
    private var definitions: [[UInt8]: [[UInt8]]]
    /// The visited def and its local names.
    private var definition: (name: [UInt8], locals: Set<[UInt8]>)?

    init(_ source: SourceFile, _ table: SecretNames, _ names: SecretVariables) {
        self.source = source
        self.table = table
        self.names = names
        definitions = names.definitions
    }

    /// The secret names and the defs that the walk has found, for other texts.
    var learned: SecretVariables {
        var learned = names
        learned.definitions = definitions
        return learned
    }

    func bytes(_ span: SourceSpan) -> [UInt8] { Array(source.bytes(span)) }

    // MARK: Names

    /// The key of a variable in `names`.
    private func key(_ name: [UInt8]) -> [UInt8] {
        guard let definition, definition.locals.contains(name) else { return name }
        return definition.name + [0] + name
    }

    private mutating func declare(_ name: Name) {
        let name = bytes(name.span)
        definition?.locals.insert(name)
    }

    private func isSecret(_ name: Name) -> Bool { isSecretVariable(name.span) }

    func isSecretVariable(_ span: SourceSpan) -> Bool {
        names.contains(key(bytes(span))) || SecretNames.isTelling(source.bytes(span))
    }

    func isSecretField(_ field: [UInt8], of span: SourceSpan) -> Bool {
        names.contains(key(bytes(span)) + [UInt8(ascii: ".")] + field)
    }

    mutating func noteSecret(_ span: SourceSpan, field: [UInt8]? = nil) {
        let name = key(bytes(span))
        names.insert(field.map { name + [UInt8(ascii: ".")] + $0 } ?? name)
    }

    // MARK: Statements

    mutating func visit(_ block: Block?) {
        guard let block else { return }
        for statement in block.statements { visit(statement) }
    }

    mutating func visit(_ statement: Statement) {
        switch statement {
        case .command(let call): visit(call)
        case .letStatement(let node):
            declare(node.name)
            assign(node.value, to: node.name.span)
        case .set(let node): visit(node)
        case .append(let node): take(node.value, isSecret: isSecret(node.target))
        case .param(let node):
            declare(node.name)
            node.defaultValue.map { assign($0, to: node.name.span) }
        case .secret(let node):
            declare(node.name)
            noteSecret(node.name.span)
            give(node.value)
        case .definition(let node): visit(node)
        case .include(let node):
            for argument in node.arguments { visit(argument, at: 0, inCommand: true) { _, _ in nil } }
        case .returnStatement(let node): visit(node.value)
        case .expression(let value, _): visit(value)
        case .fail(let node): visit(node.reason)
        case .skip(let node): visit(node.reason)
        case .print(let node): for value in node.values { visit(value) }
        case .sleep(let node): visit(node.duration)
        case .exit(let node): visit(node.status)
        case .expectation(let node): visit(node)
        default: visitBlocks(statement)
        }
    }

    private mutating func visitBlocks(_ statement: Statement) {
        switch statement {
        case .conditional(let node):
            for branch in node.branches {
                visit(branch.condition)
                visit(branch.body)
            }
            visit(node.otherwise)
        case .whileLoop(let node):
            visit(node.condition)
            visit(node.body)
        case .forLoop(let node): visit(node)
        case .tryStatement(let node):
            visit(node.body)
            node.problem.map { declare($0) }
            visit(node.handler)
            visit(node.finally)
        case .deferStatement(let node): visit(node.body)
        case .within(let node): visit(node.body)
        case .retry(let node): visit(node.body)
        case .step(let node):
            visit(node.name)
            visit(node.body)
        case .test(let node):
            visit(node.name)
            visit(node.body)
        default: break
        }
    }

    private mutating func visit(_ node: Expectation) {
        switch node.condition {
        case .status(let value), .expression(let value): visit(value)
        case .statusClass: break
        }
        visit(node.reason)
    }

    private mutating func visit(_ node: ForStatement) {
        declare(node.name)
        node.value.map { declare($0) }
        // If the loop has one name, a map yields its keys.
        take(node.sequence, isSecret: isSecret(node.value ?? node.name))
        visit(node.body)
    }

    private mutating func visit(_ node: Definition) {
        let name = bytes(node.name.span)
        definitions[name] = node.parameters.map { bytes($0.name.span) }
        let outer = definition
        definition = (name, [])
        for parameter in node.parameters {
            declare(parameter.name)
            parameter.defaultValue.map { assign($0, to: parameter.name.span) }
        }
        visit(node.body)
        definition = outer
    }

    private mutating func assign(_ value: Expression, to name: SourceSpan) {
        if isSecretVariable(name) { return hide(value) }
        visit(value, of: name)
    }

    private mutating func visit(_ node: SetStatement) {
        if node.target.steps.isEmpty { return assign(node.value, to: node.target.name.span) }
        take(node.value, isSecret: isSecret(node.target))
    }

    private func isSecret(_ target: Target) -> Bool {
        guard let step = target.steps.last else { return isSecret(target.name) }
        guard let field = field(step) else { return isSecret(target.name) }
        return table.isKey(field) || target.steps.count == 1 && isSecretField(field, of: target.name.span)
    }

    // MARK: Calls

    private mutating func visit(_ call: CommandCall) {
        let command = bytes(call.name.span)
        let name = source.text(call.name.span)
        var position = 0
        var words = SecretWords(isDefinition: definitions[command] != nil)
        for argument in call.arguments {
            let follows = words.follows && !words.isSign(argument, self)
            visit(argument, at: position, inCommand: true) { walk, place in
                if follows, case .positional = place { return true }
                return walk.isSecret(place, ofDefinition: command)
                    ?? walk.table.takesSecret(name, place, word: walk.word(argument.value))
            }
            words.pass(argument, self)
            if case .positional = argument.form { position += 1 }
        }
        call.result.map { declare($0) }
    }

    /// - Parameter isSecret: whether an argument at this place is secret; nil if only its name can tell.
    private mutating func visit(
        _ argument: Argument, at position: Int, inCommand: Bool, _ isSecret: (SecretWalk, SecretNames.Place) -> Bool?
    ) {
        switch argument.form {
        case .positional:
            take(argument.value, isSecret: isSecret(self, .positional(position)) ?? false, isArgument: inCommand)
        case .named(let name):
            let text = source.text(name.span)
            let isSecret = isSecret(self, .named(text)) ?? SecretNames.isTelling(text)
            take(argument.value, isSecret: isSecret, isArgument: inCommand)
        case .spread: visit(argument.value)
        }
    }

    /// Whether a def uses an argument as a secret; nil if no def of that name is known.
    private func isSecret(_ place: SecretNames.Place, ofDefinition name: [UInt8]) -> Bool? {
        guard let parameters = definitions[name] else { return nil }
        let parameter: [UInt8]
        switch place {
        case .positional(let position):
            guard position < parameters.count else { return false }
            parameter = parameters[position]
        case .named(let text): parameter = Array(text.utf8)
        }
        return names.contains(name + [0] + parameter) || parameter.withUnsafeBufferPointer { SecretNames.isTelling($0) }
    }

    /// Functions whose argument is a name, such as that of a variable, and not a part of the result.
    private static let readers = [
        "env", "lines", "csv", "json", "yaml", "exists", "now", "uuid", "reveal", "len", "type",
    ]
    /// Functions that return their argument's value.
    private static let carriers = ["secret", "string", "trim"]

    /// Functions that convert their argument.
    private static let converters = ["int", "float", "upper", "lower"]

    /// Whether the result of a call is as secret as its argument.
    func converts(_ call: FunctionCall) -> Bool {
        let function = source.text(call.name.span)
        return Self.contains(Self.converters, function) || Self.contains(Self.carriers, function)
    }

    mutating func visit(_ call: FunctionCall) {
        let function = bytes(call.name.span)
        let isDefinition = definitions[function] != nil
        if !isDefinition, function.elementsEqual("secret".utf8) {
            for argument in call.arguments { give(argument.value) }
            return
        }
        var position = 0
        for argument in call.arguments {
            visit(argument, at: position, inCommand: false) { walk, place in
                walk.isSecret(place, ofDefinition: function)
            }
            if case .positional = argument.form { position += 1 }
        }
    }

    /// Marks the literal that the result of a call is computed from, but not the function's options.
    mutating func hideArguments(of call: FunctionCall) {
        let function = source.text(call.name.span)
        guard !Self.contains(Self.readers, function), let first = call.arguments.first else { return visit(call) }
        if Self.contains(Self.carriers, function) { hide(first.value) } else { hideLiterals(first.value) }
        for argument in call.arguments.dropFirst() { visit(argument.value) }
    }

    private static func contains(_ names: [String], _ name: String) -> Bool {
        names.contains { $0.utf8.elementsEqual(name.utf8) }
    }

    /// The field name of a step: `.field`, `["field"]`.
    func field(_ step: PathStep) -> [UInt8]? {
        switch step {
        case .field(let span): bytes(span)
        case .index(let value, _): word(value)
        }
    }
}
