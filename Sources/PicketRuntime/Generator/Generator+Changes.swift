import PicketSyntax

/// Generates `set` and `append`.
extension Generator {
    func compile(_ node: SetStatement) {
        let variable = variable(at: node.target.name.span)
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
        let variable = variable(at: node.target.name.span)
        change(node.target, variable, node.value, opcodes: (nil, .appendPath), at: node.span)
    }

    private func change(
        _ target: Target, _ variable: Variable, _ newValue: Expression, opcodes: (single: Opcode?, path: Opcode),
        at span: SourceSpan
    ) {
        assert(target.steps.count <= 255, "the resolver has refused more")
        temporarily {
            let container = register(of: variable)
            let keys = target.steps.isEmpty ? 0 : allocate(target.steps.count)
            for (offset, step) in target.steps.enumerated() { compileKey(step, into: keys + offset) }
            let value = newRegister(for: newValue)
            // The container is loaded last, because a def called above may change the same name.
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

    /// Loads a value for a container. The value is marked as shared if another place holds it too.
    private func newRegister(for expression: Expression) -> Int {
        let register = value(expression)
        if mayShare(expression) { emit(Instruction(.share, a: operand(register)), at: expression.span) }
        return register
    }

    private func compileKey(_ step: PathStep, into register: Int) {
        switch step {
        case .field(let span): loadText(source.bytes(span), into: register, at: span)
        case .index(let expression, _): compile(expression, into: register)
        }
    }
}
