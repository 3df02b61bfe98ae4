import PicketSyntax

extension Generator {
    /// Generates `name(…)`: a call of a function of the language or the host, or of a def.
    ///
    /// - Parameter mayBeUnset: whether `env` may read an unset variable.
    func compile(_ call: FunctionCall, into target: Int, mayBeUnset: Bool = false) {
        let wasInCall = context.isInCall
        context.isInCall = !text(call.name).hasBytes(of: Builtin.exists.name)
        defer { context.isInCall = wasInCall }
        switch names.meaning(at: call.name.span.start) {
        case .definition(let index):
            temporarily {
                let base = compileArguments(call.arguments, of: index, span: call.span)
                emit(Instruction(.move, a: operand(target), b: operand(base)), at: call.span)
            }
        case .builtin(let number):
            guard let builtin = Builtin(rawValue: UInt8(truncatingIfNeeded: number)) else { return }
            compile(builtin, call, into: target, mayBeUnset: mayBeUnset)
        case .hostFunction(let index): compile(hostFunction: index, call, into: target)
        default: assertionFailure("the resolver knows the function")
        }
    }

    // MARK: Functions of the language

    private func compile(_ builtin: Builtin, _ call: FunctionCall, into target: Int, mayBeUnset: Bool) {
        guard let arguments = bind(call, to: builtin) else { return }
        if builtin == .exists {
            guard let path = arguments.first ?? nil else { return }
            return compileExists(path, into: target, at: call.span)
        }
        temporarily {
            let base = allocate(max(1, arguments.count))
            compileSideBySide(arguments, into: base, at: call.span)
            let missing = leaveIfMissing(arguments, from: base, container: target)
            defer { patch(missing) }
            emitBuiltin(builtin, base: base, arguments, into: target, at: call.span, mayBeUnset: mayBeUnset)
        }
    }

    private func emitBuiltin(
        _ builtin: Builtin, base: Int, _ arguments: [Expression?], into target: Int, at span: SourceSpan,
        mayBeUnset: Bool
    ) {
        let (a, b) = (operand(target), operand(base))
        switch builtin {
        case .env:
            let hasDefault = arguments.count > 1 && arguments[1] != nil
            let flag: UInt8 = hasDefault ? 1 : mayBeUnset ? 2 : 0
            emit(Instruction(.readEnvironment, flag: flag, a: a, b: b, c: operand(base + 1)), at: span)
        case .secret:
            guard let value = arguments.first ?? nil else { return }
            emitSecret(of: value, named: nil, register: base, at: span)
            emit(Instruction(.move, a: a, b: b), at: span)
        case .csv, .json, .yaml, .lines:
            emit(Instruction(.readFile, flag: Generator.fileKind(builtin).rawValue, a: a, b: b), at: span)
        case .now: emit(Instruction(.readClock, a: a), at: span)
        default:
            emit(
                Instruction(.builtin, flag: builtin.rawValue, a: a, b: b, c: UInt16(arguments.count)), at: span)
        }
    }

    private static func fileKind(_ builtin: Builtin) -> FileKind {
        switch builtin {
        case .csv: return .csv
        case .json: return .json
        case .yaml: return .yaml
        default: return .lines
        }
    }

    private func compileExists(_ path: Expression, into target: Int, at span: SourceSpan) {
        temporarily {
            let register = allocate()
            compileSoft(path, into: register, mayBeUnset: true)
            loadConstant(Cell(true), into: target, at: span)
            let end = emitJump(.jumpUnlessMissing, a: operand(register), at: span)
            loadConstant(Cell(false), into: target, at: span)
            patch(end)
        }
    }

    private func compile(hostFunction index: Int, _ call: FunctionCall, into target: Int) {
        guard let arguments = bind(call, to: functions.functions[index]) else { return }
        temporarily {
            let base = allocate(max(1, arguments.count))
            compileSideBySide(arguments, into: base, at: call.span)
            let missing = leaveIfMissing(arguments, from: base, container: target)
            emit(
                Instruction(
                    .callHost, flag: UInt8(truncatingIfNeeded: arguments.count), a: operand(base), wide: Int32(index)),
                at: call.span)
            emit(Instruction(.move, a: operand(target), b: operand(base)), at: call.span)
            patch(missing)
        }
    }

    // MARK: Defs

    /// Generates the arguments of a call of a def. They begin at the returned register, which later holds the result.
    func compileArguments(_ arguments: [Argument], of index: Int, span: SourceSpan) -> Int {
        let signature = resolution.definitions[index]
        let base = allocate(max(1, signature.parameters.count))
        let positions = positions(of: arguments, in: signature)
        var given = Set<Int>()
        var spreads: [SpreadArgument] = []
        for (argument, position) in zip(arguments, positions) {
            if case .spread = argument.form {
                let register = allocate()
                compileShared(argument.value, into: register)
                spreads.append(SpreadArgument(offset: (register - base) << 4, span: argument.span))
            } else if let position {
                given.insert(position)
                compileShared(argument.value, into: base + position)
            }
        }
        for position in signature.parameters.indices where !given.contains(position) {
            loadConstant(.missing, into: base + position, at: span)
        }
        // In an expectation, a missing value must not be taken for an omitted argument.
        let missingJumps = zip(arguments, positions).compactMap { argument, position in
            position.flatMap { leaveIfMissing(argument.value, in: base + $0, container: base) }
        }
        emitCall(signature, base: base, spreads: spreads, at: span)
        patch(missingJumps)
        return base
    }

    private func emitCall(_ signature: Signature, base: Int, spreads: [SpreadArgument], at span: SourceSpan) {
        guard !spreads.isEmpty else {
            emit(Instruction(.call, a: operand(base), wide: Int32(signature.function)), at: span)
            return
        }
        context.builder.sites.spreads.append(
            SpreadSite(
                function: signature.function, parameters: signature.parameters.map(\.name),
                required: signature.parameters.map(\.isRequired), spreads: spreads, span: span))
        emit(
            Instruction(.callSpread, a: operand(base), wide: Int32(context.builder.sites.spreads.count - 1)), at: span)
    }

    /// Generates the code of a def.
    func make(_ queued: QueuedDefinition, _ body: NamedBody) {
        let outer = (context, names)
        defer { (context, names) = outer }
        let definition = queued.definition
        let signature = resolution.definitions[queued.index]
        context = FunctionContext(.definition, name: signature.name, source: queued.source)
        names = NameReader(body)
        context.scopes.append(Scope(firstRegister: 0))
        var registers: [Int] = []
        for parameter in definition.parameters {
            if case .register(let register) = declare(parameter.name).place { registers.append(register) }
        }
        context.runsDeferred = definition.body.statements.contains(where: \.isDefer)
        for (parameter, register) in zip(definition.parameters, registers) {
            guard let value = parameter.defaultValue else { continue }
            let given = emitJump(.jumpUnlessMissing, a: operand(register), at: value.span)
            compileShared(value, into: register)
            patch(given)
        }
        statements(definition.body.statements)
        emit(Instruction(.returnNull), at: definition.name.span)
        // A call writes into the frame after the last register, and the result needs a register even without
        // parameters.
        context.builder.registerCount = max(1, context.builder.registerCount)
        keep(context, at: signature.function, name: signature.name, parameterCount: registers.count)
    }
}
