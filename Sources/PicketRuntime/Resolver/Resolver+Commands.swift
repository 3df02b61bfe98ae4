import PicketSyntax

extension Resolver {
    /// `verb word name=value …`: a def if there is one of that name, else a command of the table.
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

    /// What a call's verb stands for: a def if there is one of that name, else a command of the table.
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
            if !isVariable, Builtin.named(name) == nil, let meaning = ForeignWords.meaning(ofVerb: name) {
                return .foreignVerb(name, meaning: meaning, at: location(call.name.span))
            }
            var search = NearestSearch(name)
            search.consider(commands.names, sorted: true)
            search.consider(session.definitionNames, sorted: true)
            search.consider(StatementKeyword.allCases.lazy.map(\.rawValue))
            return .unknownCommand(
                name, at: location(call.name.span), near: search.result, isFunction: Builtin.named(name) != nil,
                isVariable: isVariable)
        }
    }

    // MARK: Arguments

    private func resolveArguments(of call: CommandCall, _ shape: CommandShape) {
        demand(shape.slotCount + 1)
        var nothing = NoLiterals()
        guard shape.bindsPlainly(call, source, computed: &computedArguments, into: &nothing) else {
            return resolveInFull(call, shape)
        }
        if computedArguments.isEmpty { return }
        // Calls in the arguments have computed ones of their own.
        let computed = computedArguments
        for argument in computed {
            if case .variable(let name) = call.arguments[argument.position].value {
                read(name)
            } else {
                resolve(call.arguments[argument.position].value)
            }
        }
    }

    /// Binds whatever the arguments are, and reports what is wrong with them.
    private func resolveInFull(_ call: CommandCall, _ shape: CommandShape) {
        let binding = bind(call, shape, base: 0)
        demand(3 * call.arguments.count)
        for (position, argument) in call.arguments.enumerated() where !leavesRest() {
            let isResolved: Bool
            if case .spread = argument.form {
                isResolved = true
            } else {
                isResolved =
                    binding.slot(computedFrom: position) != nil || binding.others.contains(position)
                    || binding.strays.contains(position)
            }
            if isResolved { resolve(argument.value) }
        }
    }

    // MARK: Chance

    /// Warns of `now()` and `uuid()` in the arguments of a write: a run that is gone on with by its journal must send the same.
    private func noteChance(in call: CommandCall, _ index: Int, _ code: DiagnosticCode) {
        guard commands.commands[index].isWrite, !isReading(call, index) else { return }
        for argument in call.arguments {
            for builtin in [Builtin.now, .uuid] where contains(argument.value, { self.isCall($0, of: builtin) }) {
                report(.chance(builtin, code, at: location(argument.value.span)))
            }
        }
    }

    private func isCall(_ expression: Expression, of builtin: Builtin) -> Bool {
        guard case .call(let call) = expression else { return false }
        let number = number(of: call.name.span)
        return session.definition(number) == nil && self.builtin(number, call.name) == builtin
    }

    /// Whether it is a `request` by a method that only reads.
    private func isReading(_ call: CommandCall, _ index: Int) -> Bool {
        guard commands.commands[index].acceptsOthers, let method = call.arguments.first,
            let text = constantText(method.value)
        else { return false }
        return text.hasBytes(of: "GET") || text.hasBytes(of: "HEAD")
    }
}

extension Diagnostic {
    fileprivate static func chance(_ builtin: Builtin, _ code: DiagnosticCode, at location: SourceLocation)
        -> Diagnostic
    {
        let isTime = builtin == .now
        return Diagnostic(
            code, severity: .warning,
            message: isTime
                ? "a resumed run has another time here, so its journal does not fit any more"
                : "a resumed run has the same value here only if it runs the same statements before",
            at: location, label: isTime ? "`now()` in what a write sends" : "`uuid()` in what a write sends",
            help: "let a `param` have the value, and give it to both runs")
    }
}
