import PicketSyntax

extension Generator {
    /// Generates consecutive statements. A command depends on the statement after it.
    func statements(_ statements: [Statement]) {
        let count = statements.count
        for position in 0..<count {
            if leavesRest() { return }
            if case .command(let call) = statements[position] {
                let next = position + 1 < count ? statements[position + 1] : nil
                compile(call, expected: next.map { expected(by: $0, result: call.result) } ?? .success)
            } else {
                compile(statements[position])
            }
        }
    }

    /// Generates a block in a scope of its own. A block with `defer` runs its deferred bodies on exit.
    func compile(_ block: Block) {
        if leavesDeeper(at: block.span) { return }
        scoped { compileBody(block.statements, at: block.span) }
    }

    /// Generates the statements of a block whose scope is already open.
    func compileBody(_ body: [Statement], at span: SourceSpan) {
        guard !isSessionLevel, body.contains(where: \.isDefer) else { return statements(body) }
        emit(Instruction(.enterScope), at: span)
        context.blockDepth += 1
        statements(body)
        context.blockDepth -= 1
        emit(Instruction(.leave), at: span)
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
        // Its code is generated after the top level.
        case .definition: break
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

    /// Generates statements of one operation.
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
                compile(node.duration, into: register)
                emit(Instruction(.sleep, a: operand(register)), at: node.duration.span)
            case .skip(let node):
                let register = allocate()
                if let reason = node.reason {
                    compile(reason, into: register)
                } else {
                    loadConstant(.missing, into: register, at: node.span)
                }
                emit(Instruction(.skipTest, a: operand(register)), at: node.span)
            case .exit(let node):
                let register = allocate()
                if let status = node.status {
                    compile(status, into: register)
                } else {
                    loadInteger(0, into: register, at: node.span)
                }
                emit(Instruction(.exit, a: operand(register)), at: node.status?.span ?? node.span)
            case .expression(let expression, let span):
                let register = allocate()
                compile(expression, into: register)
                if kind.isOfSession { emit(Instruction(.show, a: operand(register)), at: span) }
            default: break
            }
        }
    }

    // MARK: Declarations

    private func compile(_ node: LetStatement) {
        declare(node.name) { register in self.compileShared(node.value, into: register) }
    }

    private func compile(_ node: SecretStatement) {
        declare(node.name) { register in
            self.compile(node.value, into: register)
            self.emitSecret(of: node.value, named: self.text(node.name), register: register, at: node.span)
        }
    }

    private func compile(_ node: ParamStatement) {
        let parameter = resolution.parameters[nextParameter]
        assert(parameter.span == node.name.span, "parameters are met in the order of the resolver")
        nextParameter += 1
        context.builder.sites.parameters.append(parameter)
        let site = Int32(context.builder.sites.parameters.count - 1)
        let given = includeArguments.removeValue(forKey: TextKey(parameter.name))
        declare(node.name) { register in
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
}
