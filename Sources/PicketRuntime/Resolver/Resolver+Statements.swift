import PicketSyntax

extension Resolver {
    func statements(_ statements: [Statement]) {
        var ending: Statement?
        self.statements(statements, endedBy: &ending)
    }

    /// - Parameter endedBy: the statement after which nothing of the block runs.
    func statements(_ statements: [Statement], endedBy: inout Statement?) {
        for position in statements.indices {
            if leavesRest() { return }
            if let ending = endedBy, !statements[position].isDefinition {
                report(.unreachable(at: location(statements[position].span), after: location(ending.span)))
                endedBy = nil
            }
            let (before, open, kept) = (demand, locals.count, keptRegisters)
            if case .command(let call) = statements[position] {
                resolve(call)
            } else {
                resolve(statements[position])
                if statements[position].endsBlock { endedBy = statements[position] }
            }
            // The statement's temporary registers are free again; those of its declarations stay.
            demand = before + locals.count - open + keptRegisters - kept
        }
    }

    /// Resolves a block in a scope of its own.
    func resolve(_ block: Block) {
        if leavesDeeper(at: block.span) { return }
        scoped(block.span) { statements(block.statements) }
    }

    private func resolve(_ statement: Statement) {
        switch statement {
        case .command(let call): resolve(call)
        case .letStatement(let node):
            declare(node.name, .name, with: node.value)
        case .set(let node): resolve(node)
        case .append(let node): resolve(node)
        case .param(let node): resolve(node)
        case .secret(let node):
            noteLiteralSecret(node.value, text(node.name))
            declare(node.name, .name, with: node.value)
        case .conditional(let node): resolve(node)
        case .whileLoop(let node): resolve(node)
        case .forLoop(let node): resolve(node)
        case .breakStatement(let span): resolveBreak(at: span)
        case .continueStatement(let span):
            if function.loops.isEmpty { report(.outsideLoop("continue", at: location(span))) }
        case .definition(let node): define(node)
        case .returnStatement(let node): resolve(node)
        case .include(let node): resolve(node)
        case .tryStatement(let node): resolve(node)
        case .deferStatement(let node): resolve(node)
        case .within(let node):
            resolveAttempt(node.limit, .within, node.interval, node.backoff, node.body)
        case .retry(let node):
            resolveAttempt(node.count, .retry, node.interval, node.backoff, node.body)
        case .step(let node):
            demand(1)
            resolveWord(node.name)
            resolve(node.body)
        case .test(let node): resolve(node)
        case .expectation(let node): resolve(node)
        default: resolveSimple(statement)
        }
    }

    /// Resolves statements of one operation.
    private func resolveSimple(_ statement: Statement) {
        demand(1)
        switch statement {
        case .print(let node): for value in node.values { resolve(value) }
        case .fail(let node): resolve(node.reason)
        case .sleep(let node): resolve(node.duration, .sleep)
        case .skip(let node):
            if function.isTopLevel, !function.isInTest { report(.skipOutsideTest(at: location(node.span))) }
            if let reason = node.reason { resolve(reason) }
        case .exit(let node):
            if function.isInTest {
                report(.exitInTest(at: location(node.span)))
            } else if function.exit == nil {
                function.exit = node.span
            }
            if let status = node.status { resolve(status, .exit) }
        case .expression(let expression, _): resolve(expression)
        default: break
        }
    }

    // MARK: Declarations

    private func resolve(_ node: ParamStatement) {
        let name = text(node.name)
        resolution.parameters.append(
            ScriptParameter(
                name: name,
                note: node.note.flatMap { constantBytes($0) }.map { String(decoding: $0, as: UTF8.self) },
                isRequired: node.defaultValue == nil,
                defaultText: node.defaultValue.map { source.text($0.span) },
                kind: node.defaultValue.map { kind(of: $0) } ?? .any, span: node.name.span))
        includeArguments.remove(TextKey(name))
        declare(node.name, .scriptParameter, with: node.defaultValue)
    }

    /// Declares a name after its value was resolved, because the value may read an outer name of the same spelling.
    private func declare(_ name: Name, _ kind: Declaration.Kind, with value: Expression?) {
        if let value { resolve(value) }
        let chance = chance(in: value)
        declare(name, kind)
        hold(chance, in: name, isWhole: true)
    }

    private func kind(of value: Expression) -> ScriptParameter.Kind {
        switch ungrouped(value) {
        case .integer: return .integer
        case .float: return .float
        case .boolean: return .boolean
        case .duration: return .duration
        case .word, .quoted, .text: return .text
        default: return .any
        }
    }

    /// Queues a def. Its body is resolved after the top level, so it sees every top-level name.
    private func define(_ node: Definition) {
        let number = number(of: node.name.span)
        guard let index = session.definition(number) else { return }
        note(node.name.span, .definition(index))
        queue.append(QueuedDefinition(index: index, definition: node, source: source))
    }

    /// Resolves the parameters and the body of a def.
    func resolve(_ queued: QueuedDefinition) {
        let outer = function
        defer { function = outer }
        names = NamedBody(source: queued.source)
        let definition = queued.definition
        function = FunctionNames(.definition, name: text(definition.name), source: source, firstLocal: locals.count)
        demand = 1
        openScope(definition.span)
        for parameter in definition.parameters {
            resolution.declarations[declare(parameter.name, .parameter)].isUsed = true
        }
        checkDefaults(of: definition)
        for parameter in definition.parameters {
            guard let value = parameter.defaultValue else { continue }
            resolve(value)
            hold(chance(in: value), in: parameter.name, isWhole: true)
        }
        statements(definition.body.statements)
        closeScope()
        resolution.bodies.append(names)
        definitions.append(queued)
        conducts[queued.index] = function
    }

    /// Checks that a default reads only earlier parameters. Later ones have no value when it is computed.
    private func checkDefaults(of definition: Definition) {
        guard definition.parameters.contains(where: { $0.defaultValue != nil }) else { return }
        var positions: [Int: Int] = [:]
        for (position, parameter) in definition.parameters.enumerated() {
            positions[number(of: parameter.name.span)] = position
        }
        for (position, parameter) in definition.parameters.enumerated() {
            guard let value = parameter.defaultValue else { continue }
            _ = contains(value) { part in
                guard case .variable(let name) = part, let read = positions[number(of: name)], read >= position else {
                    return false
                }
                report(.laterParameter(source.text(name), text(parameter.name), at: location(name)))
                return false
            }
        }
    }
}

extension Statement {
    /// Whether it declares a def, which is visible in the whole text.
    var isDefinition: Bool {
        if case .definition = self { return true }
        return false
    }

    var isDefer: Bool {
        if case .deferStatement = self { return true }
        return false
    }

    fileprivate var endsBlock: Bool {
        switch self {
        case .breakStatement, .continueStatement, .returnStatement, .exit, .fail, .skip: return true
        default: return false
        }
    }
}
