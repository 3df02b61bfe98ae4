import PicketSyntax

extension Generator {
    /// Compiles statements in a row; a command looks at the statement after it.
    func statements(_ statements: [Statement]) {
        var ending: Statement?
        self.statements(statements, endedBy: &ending)
    }

    /// - Parameter endedBy: the statement before these after which nothing of the block runs.
    func statements(_ statements: [Statement], endedBy: inout Statement?) {
        let count = statements.count
        for position in 0..<count {
            if leavesRest() { return }
            if let ending = endedBy, !Generator.isDefinition(statements[position]) {
                let statement = statements[position]
                report(.unreachable(at: location(Generator.span(statement)), after: location(Generator.span(ending))))
                endedBy = nil
            }
            if case .command(let call) = statements[position] {
                let next = position + 1 < count ? statements[position + 1] : nil
                compile(call, expected: next.map { expected(by: $0, result: call.result) } ?? .success)
            } else {
                compile(statements[position])
                if Generator.endsBlock(statements[position]) { endedBy = statements[position] }
            }
        }
    }

    /// Compiles a block in a scope of its own; one with `defer` runs what was deferred when it is left.
    func compile(_ block: Block) {
        if leavesDeeper(at: block.span) { return }
        scoped { compileBody(block.statements, at: block.span) }
    }

    /// The statements of a block whose scope is open already.
    func compileBody(_ body: [Statement], at span: SourceSpan) {
        guard !isSessionLevel, body.contains(where: Generator.isDefer) else { return statements(body) }
        emit(Instruction(.enterScope), at: span)
        context.blockDepth += 1
        statements(body)
        context.blockDepth -= 1
        emit(Instruction(.leave), at: span)
    }

    /// A def is known wherever it stands.
    private static func isDefinition(_ statement: Statement) -> Bool {
        if case .definition = statement { return true }
        return false
    }

    static func isDefer(_ statement: Statement) -> Bool {
        if case .deferStatement = statement { return true }
        return false
    }

    private static func endsBlock(_ statement: Statement) -> Bool {
        switch statement {
        case .breakStatement, .continueStatement, .returnStatement, .exit, .fail, .skip: return true
        default: return false
        }
    }

    private func compile(_ statement: Statement) {
        switch statement {
        case .command(let call): compile(call, expected: .success)
        case .letStatement(let node): compile(node)
        case .set(let node): compile(node)
        case .append(let node): compile(node)
        case .param(let node): compile(node)
        case .secret(let node): compile(node)
        case .conditional(let node): compile(node)
        case .whileLoop(let node): compile(node)
        case .forLoop(let node): compile(node)
        case .breakStatement(let span): compileBreak(at: span)
        case .continueStatement(let span): compileContinue(at: span)
        case .definition(let node): define(node)
        case .returnStatement(let node): compile(node)
        case .include(let node): compile(node)
        case .tryStatement(let node): compile(node)
        case .deferStatement(let node): compile(node)
        case .within(let node): compile(node)
        case .retry(let node): compile(node)
        case .step(let node): compile(node)
        case .test(let node): compile(node)
        case .expectation(let node): compile(node)
        default: compileSimple(statement)
        }
    }

    /// Statements of one operation.
    private func compileSimple(_ statement: Statement) {
        temporarily {
            switch statement {
            case .print(let node):
                let base = allocate(max(1, node.values.count))
                compileSideBySide(node.values, into: base, at: node.span)
                emit(
                    Instruction(.print, a: operand(base), b: UInt16(truncatingIfNeeded: node.values.count)),
                    at: node.span)
            case .fail(let node):
                emit(Instruction(.fail, a: operand(value(node.reason))), at: node.span)
            case .sleep(let node):
                let register = allocate()
                compile(node.duration, .sleep, into: register)
                emit(Instruction(.sleep, a: operand(register)), at: node.duration.span)
            case .skip(let node):
                if context.isTopLevel, !context.isInTest { report(.skipOutsideTest(at: location(node.span))) }
                let register = allocate()
                if let reason = node.reason {
                    compile(reason, into: register)
                } else {
                    loadConstant(.missing, into: register, at: node.span)
                }
                emit(Instruction(.skipTest, a: operand(register)), at: node.span)
            case .exit(let node):
                if context.isInTest {
                    report(.exitInTest(at: location(node.span)))
                } else if context.exit == nil {
                    context.exit = node.span
                }
                let register = allocate()
                if let status = node.status {
                    compile(status, .exit, into: register)
                } else {
                    loadInteger(0, into: register, at: node.span)
                }
                emit(Instruction(.exit, a: operand(register)), at: node.status?.span ?? node.span)
            case .expression(let expression, let span):
                let register = allocate()
                compile(expression, into: register)
                if kind != .script { emit(Instruction(.show, a: operand(register)), at: span) }
            default: break
            }
        }
    }

    // MARK: Declarations

    private func compile(_ node: LetStatement) {
        declareWithValue(node.name) { register in self.compileShared(node.value, into: register) }
    }

    /// Evaluates before declaring, so that a value may read an outer name of the same spelling.
    private func declareWithValue(_ name: Name, _ compileValue: (Int) -> Void) {
        let text = text(name)
        if isGlobalScope, session.globals[text] == nil, case .register(let register)? = reservedPlaces[text] {
            compileValue(register)
            _ = declare(name)
        } else if !isGlobalScope, context.scopes[context.scopes.count - 1].variables[text] == nil {
            // The name gets the register that the value is computed into.
            temporarily { compileValue(allocate()) }
            _ = declare(name)
        } else {
            temporarily {
                let value = allocate()
                compileValue(value)
                store(value, into: declare(name), at: name.span)
            }
        }
    }

    private func compile(_ node: SecretStatement) {
        noteLiteralSecret(node.value, text(node.name))
        declareWithValue(node.name) { register in
            self.compile(node.value, into: register)
            self.emitSecret(of: node.value, named: self.text(node.name), register: register, at: node.span)
        }
    }

    private func compile(_ node: ParamStatement) {
        let name = text(node.name)
        parameters.append(
            ScriptParameter(
                name: name,
                note: node.note.flatMap { constantBytes($0) }.map { String(decoding: $0, as: UTF8.self) },
                isRequired: node.defaultValue == nil,
                defaultText: node.defaultValue.map { context.source.text($0.span) },
                kind: node.defaultValue.map { kind(of: $0) } ?? .any, span: node.name.span))
        context.builder.sites.parameters.append(parameters[parameters.count - 1])
        let site = Int32(context.builder.sites.parameters.count - 1)
        let given = includeArguments.removeValue(forKey: name)
        declareWithValue(node.name) { register in
            if let given {
                self.emit(Instruction(.copy, a: self.operand(register), b: self.operand(given)), at: node.span)
                return
            }
            self.emit(Instruction(.parameter, a: self.operand(register), wide: site), at: node.name.span)
            guard let value = node.defaultValue else { return }
            let end = self.emitJump(.jumpUnlessMissing, a: self.operand(register), at: value.span)
            self.compileShared(value, into: register)
            self.patch(end)
        }
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

    /// A def's body is compiled when the top level is done, and so sees every top-level name.
    private func define(_ node: Definition) {
        guard !isRepeating, let index = session.functionIndices[text(node.name)] else { return }
        queue.append(QueuedDefinition(index: index, definition: node, source: context.source))
    }

    static func span(_ statement: Statement) -> SourceSpan {
        switch statement {
        case .command(let node): return node.span
        case .letStatement(let node): return node.span
        case .set(let node): return node.span
        case .append(let node): return node.span
        case .param(let node): return node.span
        case .secret(let node): return node.span
        case .conditional(let node): return node.span
        case .whileLoop(let node): return node.span
        case .forLoop(let node): return node.span
        case .breakStatement(let span), .continueStatement(let span), .expression(_, let span): return span
        case .definition(let node): return node.span
        case .returnStatement(let node): return node.span
        case .include(let node): return node.span
        case .tryStatement(let node): return node.span
        case .deferStatement(let node): return node.span
        case .fail(let node): return node.span
        case .within(let node): return node.span
        case .retry(let node): return node.span
        case .step(let node): return node.span
        case .test(let node): return node.span
        case .skip(let node): return node.span
        case .print(let node): return node.span
        case .sleep(let node): return node.span
        case .exit(let node): return node.span
        case .expectation(let node): return node.span
        }
    }
}
