import PicketSyntax

/// `set` and `append`.
extension Generator {
    func compile(_ node: SetStatement) {
        guard let variable = target(node.target) else { return temporarily { _ = value(node.value) } }
        if node.target.steps.isEmpty {
            if case .register(let register) = variable.place {
                compileShared(node.value, into: register)
            } else {
                temporarily {
                    let register = allocate()
                    compileShared(node.value, into: register)
                    store(register, into: variable, at: node.span)
                }
            }
            return
        }
        change(node.target, variable, node.value, opcodes: (.setIndex, .setPath), at: node.span)
    }

    func compile(_ node: AppendStatement) {
        guard let variable = target(node.target) else { return temporarily { _ = value(node.value) } }
        change(node.target, variable, node.value, opcodes: (nil, .appendPath), at: node.span)
    }

    /// The variable that a target changes; changing an outer name inside a parallel body is an error.
    private func target(_ target: Target) -> Variable? {
        guard let variable = find(target.name.span, isRead: false) else { return nil }
        let name = text(target.name)
        if context.kind == .parallelBody, variable.outer != nil || session.globals[name] != nil && isOuter(variable) {
            let place = location(target.name.span)
            let isOfSession = kind == .job && session.globals[name] != nil
            report(isOfSession ? .changesSessionName(name, at: place) : .changesOuterName(name, at: place))
        } else if !context.isTopLevel, case .global = variable.place {
            context.changedGlobals.append((name, target.name.span))
        } else if !context.isTopLevel, case .far = variable.place {
            context.changedGlobals.append((name, target.name.span))
        }
        return variable
    }

    private func isOuter(_ variable: Variable) -> Bool {
        if case .register = variable.place { return false }
        return true
    }

    private func change(
        _ target: Target, _ variable: Variable, _ newValue: Expression, opcodes: (single: Opcode?, path: Opcode),
        at span: SourceSpan
    ) {
        if target.steps.count > 255 { report(.tooManyNames(context.source)) }
        temporarily {
            let container = register(of: variable)
            let keys = target.steps.isEmpty ? 0 : allocate(target.steps.count)
            for (offset, step) in target.steps.enumerated() { compileKey(step, into: keys + offset) }
            let value = newRegister(for: newValue)
            // Last: a def that is called above may change the same name.
            if case .register = variable.place {} else { load(variable, into: container, at: span, shares: false) }
            let (a, c) = (operand(container), operand(value))
            if target.steps.isEmpty {
                emit(Instruction(.append, a: a, c: c), at: span)
            } else if target.steps.count == 1, let single = opcodes.single {
                emit(Instruction(single, a: a, b: operand(keys), c: c), at: span)
            } else {
                emit(
                    Instruction(
                        opcodes.path, flag: UInt8(min(target.steps.count, 255)), a: a, b: operand(keys), c: c),
                    at: span)
            }
            store(container, into: variable, at: span)
        }
    }

    /// A value that goes into a container: shared, if it lives elsewhere too.
    private func newRegister(for expression: Expression) -> Int {
        let register = value(expression)
        if mayShare(expression) { emit(Instruction(.share, a: operand(register)), at: expression.span) }
        return register
    }

    private func compileKey(_ step: PathStep, into register: Int) {
        switch step {
        case .field(let span): loadText(context.source.bytes(span), into: register, at: span)
        case .index(let expression, _): compile(expression, into: register)
        }
    }
}
