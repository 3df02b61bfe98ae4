import PicketSyntax

extension Resolver {
    /// Resolves `verb word name=value …`: a call of a def, or else of a command of the table.
    func resolve(_ call: CommandCall) {
        let meaning = meaning(ofVerb: call.name)
        note(call.name.span, meaning)
        switch meaning {
        case .definition(let index):
            resolveArguments(call.arguments, of: index, name: call.name, span: call.span)
        case .command(let index):
            if let code = options.chanceWarning { noteChance(in: call, index, code) }
            resolveArguments(of: call, commands.shapes[index])
            function.mayHaveResponse = true
        default:
            reportUnknown(call, text(call.name))
            for argument in call.arguments { resolve(argument.value) }
        }
        if let result = call.result {
            demand(1)
            declare(result, .response, mayOverwrite: true)
        }
    }

    /// The meaning of a call's verb: a def of that name, or else a command of the table.
    @inline(__always)
    private func meaning(ofVerb name: Name) -> Meaning {
        let number = number(of: name.span)
        if let index = session.definition(number) { return .definition(index) }
        let command = commandOf[number]
        return command >= 0 ? .command(Int(command)) : lookedUpMeaning(number, name)
    }

    private func lookedUpMeaning(_ number: Int, _ name: Name) -> Meaning {
        if commandOf[number] == Resolver.unasked {
            commandOf[number] = Int32(truncatingIfNeeded: commands.index(of: text(name)) ?? -1)
            if commandOf[number] >= 0 { return .command(Int(commandOf[number])) }
        }
        return readAhead() ? meaning(ofVerb: name) : .unknown
    }

    private func reportUnknown(_ call: CommandCall, _ name: String) {
        reportUnknown(call.name) {
            let isVariable = session.names.number(of: name).flatMap { session.global($0) } != nil
            if !isVariable, !functions.isFunction(name), let meaning = ForeignWords.meaning(ofVerb: name, guide) {
                return .foreignVerb(name, meaning: meaning, at: location(call.name.span))
            }
            var search = NearestSearch(name)
            search.consider(commands.names, sorted: true)
            search.consider(session.definitionNames, sorted: true)
            search.consider(StatementKeyword.allCases.lazy.map(\.rawValue))
            return .unknownCommand(
                name, at: location(call.name.span), near: search.result, listing: guide.listing,
                isFunction: functions.isFunction(name), isVariable: isVariable)
        }
    }

    private var guide: CommandGuide {
        CommandGuide(program: options.program) { [commands] in commands.index(of: $0) != nil }
    }

    // MARK: Arguments

    private func resolveArguments(of call: CommandCall, _ shape: CommandShape) {
        demand(shape.slotCount + 1)
        var nothing = NoLiterals()
        guard shape.bindsPlainly(call, source, computed: &computedArguments, into: &nothing) else {
            return resolveInFull(call, shape)
        }
        if computedArguments.isEmpty { return }
        // Calls in the arguments have computed arguments of their own.
        let computed = computedArguments
        for argument in computed {
            if case .variable(let name) = call.arguments[argument.position].value {
                read(name)
            } else {
                resolve(call.arguments[argument.position].value)
            }
        }
    }

    /// Binds any arguments, and reports their errors.
    private func resolveInFull(_ call: CommandCall, _ shape: CommandShape) {
        let resolved = bind(call, shape, base: 0).positionsWithoutLiteral
        demand(3 * call.arguments.count)
        for (position, argument) in call.arguments.enumerated() where !leavesRest() {
            if case .spread = argument.form {
                resolve(argument.value)
            } else if resolved.contains(position) {
                resolve(argument.value)
            }
        }
    }
}
