import PicketSyntax

extension Generator {
    /// `name(…)`: a function of the language, or a def.
    ///
    /// - Parameter mayBeUnset: whether `env` may read a variable that is not set.
    func compile(_ call: FunctionCall, into target: Int, mayBeUnset: Bool = false) {
        let name = text(call.name)
        let wasInCall = context.isInCall
        context.isInCall = name != Builtin.exists.name
        defer { context.isInCall = wasInCall }
        if let function = session.functionIndices[name] {
            temporarily {
                let base = compileArguments(call.arguments, of: function, name: call.name, span: call.span)
                emit(Instruction(.move, a: operand(target), b: operand(base)), at: call.span)
            }
        } else if let builtin = Builtin.named(name) {
            compile(builtin, call, into: target, mayBeUnset: mayBeUnset)
        } else if readAhead() {
            compile(call, into: target, mayBeUnset: mayBeUnset)
        } else {
            reportUnknown(call.name) {
                if commands.index(of: name) == nil, let meaning = ForeignWords.meaning(ofFunction: name) {
                    return .foreignFunction(name, meaning: meaning, at: location(call.name.span))
                }
                var search = NearestSearch(name)
                search.consider(Builtin.allCases.map(\.name) + session.functionIndices.keys, sorted: true)
                return .unknownFunction(
                    name, at: location(call.name.span), near: search.result,
                    isCommand: commands.index(of: name) != nil)
            }
            for argument in call.arguments { temporarily { _ = value(argument.value) } }
        }
    }

    // MARK: Functions of the language

    private func compile(_ builtin: Builtin, _ call: FunctionCall, into target: Int, mayBeUnset: Bool) {
        guard let arguments = bind(call, to: builtin) else { return }
        if builtin == .exists {
            guard let path = arguments.first ?? nil else { return }
            return compileExists(path, into: target, at: call.span)
        }
        if builtin == .reveal { report(.revealsSecret(at: location(call.span))) }
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
            noteLiteralSecret(value, nil)
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

    /// The arguments in parameter order, nil for one left out; nil altogether after an error.
    private func bind(_ call: FunctionCall, to builtin: Builtin) -> [Expression?]? {
        let names = builtin.parameters
        var bound: [Expression?] = Array(repeating: nil, count: names.count)
        var next = 0
        var isSound = true
        for argument in call.arguments {
            var position = next
            switch argument.form {
            case .positional: next += 1
            case .named(let name):
                let text = text(name)
                guard let known = names.firstIndex(of: text) else {
                    report(at: location(name.span)) {
                        .unknownArgument(text, of: builtin.name, at: location(name.span), known: names)
                    }
                    isSound = false
                    continue
                }
                position = known
            case .spread:
                report(.spreadIntoFunction(builtin.name, at: location(argument.span)))
                isSound = false
                continue
            }
            guard position < names.count else {
                report(
                    .tooManyArguments(
                        builtin.name, limit: names.count, at: location(argument.span), usage: builtin.usage))
                return nil
            }
            if bound[position] != nil {
                report(.repeatedArgument(names[position], at: location(argument.span)))
                isSound = false
            }
            bound[position] = argument.value
        }
        let missing = (0..<builtin.required).filter { bound[$0] == nil }.map { names[$0] }
        if isSound, !missing.isEmpty {
            report(.missingArguments(missing, of: builtin.name, at: location(call.span), usage: builtin.usage))
            isSound = false
        }
        return isSound ? bound : nil
    }

    // MARK: Defs

    /// Compiles a call of a def; the arguments begin at the register returned, where the result is afterwards.
    func compileArguments(_ arguments: [Argument], of function: Int, name: Name, span: SourceSpan) -> Int {
        let signature = session.signatures[function]
        context.calledFunctions.insert(function)
        if context.isInTest, testCalls[function] == nil { testCalls[function] = location(span) }
        context.mayHaveResponse = true
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
                if !given.insert(position).inserted {
                    report(.repeatedArgument(signature.parameters[position].name, at: location(argument.span)))
                }
                compileShared(argument.value, into: base + position)
            }
        }
        var missing: [String] = []
        for position in signature.parameters.indices where !given.contains(position) {
            let parameter = signature.parameters[position]
            if parameter.isRequired, spreads.isEmpty { missing.append(parameter.name) }
            loadConstant(.missing, into: base + position, at: span)
        }
        if !missing.isEmpty {
            report(
                .missingArguments(missing, of: signature.name, at: location(name.span), usage: signature.usage))
        }
        // In an expectation what is missing must not look like an argument that was left out.
        let missingJumps = zip(arguments, positions).compactMap { argument, position in
            position.flatMap { leaveIfMissing(argument.value, in: base + $0, container: base) }
        }
        emitCall(function, base: base, spreads: spreads, at: span)
        patch(missingJumps)
        return base
    }

    private func emitCall(_ function: Int, base: Int, spreads: [SpreadArgument], at span: SourceSpan) {
        guard !spreads.isEmpty else {
            emit(Instruction(.call, a: operand(base), wide: Int32(function)), at: span)
            return
        }
        let signature = session.signatures[function]
        context.builder.sites.spreads.append(
            SpreadSite(
                function: function, parameters: signature.parameters.map(\.name),
                required: signature.parameters.map(\.isRequired), spreads: spreads, span: span))
        emit(
            Instruction(.callSpread, a: operand(base), wide: Int32(context.builder.sites.spreads.count - 1)), at: span)
    }

    /// The parameter of each argument; nil for a spread, and for one that is reported as unknown.
    private func positions(of arguments: [Argument], in signature: Signature) -> [Int?] {
        var next = 0
        return arguments.map { argument in
            switch argument.form {
            case .spread: return nil
            case .positional:
                guard next < signature.parameters.count else {
                    defer { next = .max }
                    // What stands behind the first one too many is the same fault.
                    guard next < .max else { return nil }
                    report(
                        .tooManyArguments(
                            signature.name, limit: signature.parameters.count, at: location(argument.span)))
                    return nil
                }
                next += 1
                return next - 1
            case .named(let name):
                let text = text(name)
                if let position = signature.parameters.firstIndex(where: { $0.name == text }) { return position }
                report(at: location(name.span)) {
                    .unknownArgument(
                        text, of: signature.name, at: location(name.span), known: signature.parameters.map(\.name))
                }
                return nil
            }
        }
    }

    /// Compiles the body of a def.
    func compile(_ queued: QueuedDefinition) {
        let outer = context
        defer { context = outer }
        let definition = queued.definition
        let name = queued.source.text(definition.name.span)
        context = FunctionContext(.definition(queued.index), name: name, source: queued.source)
        context.scopes.append(Scope(firstRegister: 0))
        var registers: [Int] = []
        for parameter in definition.parameters {
            let variable = declare(parameter.name)
            variable.markUsed()
            if case .register(let register) = variable.place { registers.append(register) }
        }
        checkDefaults(of: definition)
        context.runsDeferred = definition.body.statements.contains(where: Generator.isDefer)
        for (parameter, register) in zip(definition.parameters, registers) {
            guard let value = parameter.defaultValue else { continue }
            let given = emitJump(.jumpUnlessMissing, a: operand(register), at: value.span)
            compileShared(value, into: register)
            patch(given)
        }
        statements(definition.body.statements)
        emit(Instruction(.returnNull), at: definition.name.span)
        warnUnused(context.scopes[context.scopes.count - 1])
        // A call reaches into the frame after the last register; a result needs one even without parameters.
        context.builder.registerCount = max(1, context.builder.registerCount)
        finished[queued.index] = Function(
            context.builder, name: name, source: queued.source, parameterCount: registers.count)
        functionContexts[queued.index] = context
    }
}
