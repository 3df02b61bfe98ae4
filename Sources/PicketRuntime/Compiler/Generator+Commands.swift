import PicketSyntax

extension Generator {
    /// `verb word name=value …`: a def if there is one of that name, else a command of the table.
    func compile(_ call: CommandCall, expected: ExpectedAnswer) {
        switch callee(of: call.name) {
        case .definition(let function):
            let base = temporarily {
                compileArguments(call.arguments, of: function, name: call.name, span: call.span)
            }
            // The result still stands there: nothing has taken the register since.
            if let result = call.result { store(base, into: declare(result, mayOverwrite: true), at: result.span) }
        case .command(let index):
            note(index)
            if let code = options.chanceWarning { noteChance(in: call, index, code) }
            temporarily { compile(call, index, expected) }
            context.mayHaveResponse = true
            if let result = call.result { storeResponse(into: result) }
        case .unknown: reportUnknown(call, text(call.name))
        }
    }

    /// Remembers which commands a long script names; most calls name the command of the call before.
    private func note(_ command: Int) {
        guard isInPortions, command != latestCommand else { return }
        latestCommand = command
        usedCommands.insert(command)
    }

    private func storeResponse(into result: Name) {
        let variable = declare(result, mayOverwrite: true)
        temporarily {
            let register = self.register(of: variable)
            emit(Instruction(.storeResponse, a: operand(register)), at: result.span)
            store(register, into: variable, at: result.span)
        }
    }

    /// The variable's own register, or a fresh one to be stored from.
    func register(of variable: Variable) -> Int {
        if case .register(let register) = variable.place { return register }
        return allocate()
    }

    private func reportUnknown(_ call: CommandCall, _ name: String) {
        reportUnknown(call.name) {
            if session.globals[name] == nil, Builtin.named(name) == nil,
                let meaning = ForeignWords.meaning(ofVerb: name)
            {
                return .foreignVerb(name, meaning: meaning, at: location(call.name.span))
            }
            var search = NearestSearch(name)
            search.consider(commands.names, sorted: true)
            search.consider(session.functionIndices.keys, sorted: true)
            search.consider(StatementKeyword.allCases.lazy.map(\.rawValue))
            return .unknownCommand(
                name, at: location(call.name.span), near: search.result, isFunction: Builtin.named(name) != nil,
                isVariable: session.globals[name] != nil)
        }
        for argument in call.arguments { temporarily { _ = value(argument.value) } }
        if let result = call.result { _ = declare(result, mayOverwrite: true) }
    }

    // MARK: Arguments

    private func compile(_ call: CommandCall, _ index: Int, _ expected: ExpectedAnswer) {
        let shape = commands.shapes[index]
        let base = allocate(shape.slotCount + 1)
        var site = CommandSite(command: index, expected: expected, nameSpan: call.name.span, span: call.span)
        let source = context.source
        if context.builder.bindPlainly(call, shape, source, base: base, computed: &computedArguments) {
            if !computedArguments.isEmpty { compileComputed(call, shape, base: base, &site) }
        } else {
            bindInFull(call, shape, base: base, &site)
        }
        context.builder.emitCommand(site, base: base)
    }

    /// Binds whatever the arguments are, and reports what is wrong with them.
    private func bindInFull(_ call: CommandCall, _ shape: CommandShape, base: Int, _ site: inout CommandSite) {
        var binding = ArgumentBinding(shape, base: base)
        for position in call.arguments.indices where !leavesRest() {
            bind(call.arguments[position], position, &binding)
        }
        if binding.spreads == 0 { reportMissing(shape, binding, call) }
        context.builder.emitLiterals(binding, context.source, at: call.name.span)
        if binding.dynamic > 0 { compileDynamic(call, binding, &site) }
    }

    /// What is known only when the call is made, of a call without maps of arguments.
    private func compileComputed(_ call: CommandCall, _ shape: CommandShape, base: Int, _ site: inout CommandSite) {
        let arguments = computedArguments
        if context.builder.isGivenUp, arguments.allSatisfy(\.isVariable) {
            for argument in arguments { check(call.arguments[argument.position].value) }
            return
        }
        let callsDefinitions = arguments.contains { argument in
            !argument.isVariable && callsDefinition(call.arguments[argument.position].value)
        }
        let checks = context.builder.checks.count
        for argument in arguments {
            let value = call.arguments[argument.position].value
            if callsDefinitions {
                compileShared(value, into: base + argument.slot)
            } else {
                compile(value, into: base + argument.slot)
            }
            if shape.kinds[argument.slot] != .value {
                context.builder.checks.append(ArgumentCheck(slot: argument.slot, span: value.span))
            } else if givesEmptySecret(value) {
                site.givesEmptySecret = true
            }
        }
        site.checks = checks..<context.builder.checks.count
    }

    /// A variable that is read, in code that is not made.
    private func check(_ variable: Expression) {
        guard case .variable(let name) = variable, !isLast(name) else { return }
        _ = find(name)
    }

    private func reportMissing(_ shape: CommandShape, _ binding: ArgumentBinding, _ call: CommandCall) {
        let missing = shape.requiredSlots.filter { binding.isAbsent($0) }.map { shape.parameters[$0].name }
        guard !missing.isEmpty else { return }
        report(
            .missingArguments(
                missing, of: shape.command.name, at: location(call.name.span), usage: shape.command.usage))
    }

    private func bind(_ argument: Argument, _ position: Int, _ binding: inout ArgumentBinding) {
        switch argument.form {
        case .spread:
            binding.spreads += 1
            binding.dynamic += 1
        case .positional: bindPositional(argument, position, &binding)
        case .named(let name):
            let slot = binding.shape.slot(spelledBy: name.span, in: context.source, from: binding.next)
            if slot >= 0 {
                bind(argument, position, to: slot, &binding)
            } else if binding.shape.command.acceptsOthers {
                binding.others.append(position)
                binding.dynamic += 1
            } else {
                reportUnknown(name, binding.shape.command)
                temporarily { _ = value(argument.value) }
            }
        }
    }

    private func reportUnknown(_ name: Name, _ command: Command) {
        let text = text(name)
        if command.parameters.contains(where: { $0.name == text }) {
            report(.positionalGivenByName(text, of: command.name, at: location(name.span), usage: command.usage))
        } else {
            report(at: location(name.span)) {
                .unknownArgument(
                    text, of: command.name, at: location(name.span),
                    known: command.parameters.filter { !$0.isPositional }.map(\.name), usage: command.usage)
            }
        }
    }

    private func bindPositional(_ argument: Argument, _ position: Int, _ binding: inout ArgumentBinding) {
        let shape = binding.shape
        guard binding.positional < shape.positionalSlots.count else {
            defer { binding.hasSurplus = true }
            // What stands behind the first one is the same fault.
            guard !binding.hasSurplus else { return temporarily { _ = value(argument.value) } }
            let names = shape.parameters.filter { !$0.isPositional }.map(\.name)
            report(
                .unexpectedWord(
                    of: shape.command.name, at: location(argument.span), limit: shape.positionalSlots.count,
                    named: names, usage: shape.command.usage))
            return temporarily { _ = value(argument.value) }
        }
        binding.positional += 1
        bind(argument, position, to: shape.positionalSlots[binding.positional - 1], &binding)
    }

    private func bind(_ argument: Argument, _ position: Int, to slot: Int, _ binding: inout ArgumentBinding) {
        if !binding.isAbsent(slot) {
            report(.repeatedArgument(binding.shape.parameters[slot].name, at: location(argument.span)))
        }
        if binding.shape.isSecret[slot] { noteLiteralSecret(argument.value, binding.shape.parameters[slot].name) }
        binding.next = slot + 1
        switch argument.value {
        // A text parameter takes a word and a string as they stand.
        case .commandWord(let span) where binding.shape.kinds[slot] == .text: binding.slots[slot] = .text(span)
        case .quoted(let span) where binding.shape.kinds[slot] == .text:
            binding.slots[slot] = .text(span.insideQuotes)
        case .commandWord(let span):
            let typed: WordValue =
                binding.shape.takesText[slot] ? .text : wordValue(of: context.source.bytes(span))
            binding.slots[slot] = literal(span, typed, .text(span), argument.value, slot, binding.shape)
        case .quoted(let span):
            let text = span.insideQuotes
            binding.slots[slot] = literal(text, .text, .text(text), argument.value, slot, binding.shape)
        case .text(let text):
            guard let bytes = constantBytes(text) else { fallthrough }
            binding.decoded.append(bytes)
            binding.slots[slot] = literal(
                text.span, .text, .decoded(binding.decoded.count - 1), argument.value, slot, binding.shape)
            bytes.withUnsafeBufferPointer { bytes in
                if binding.shape.kinds[slot] == .tags { checkTags(bytes, at: text.span) }
                if binding.shape.kinds[slot] == .path { checkPath(bytes, at: text.span) }
            }
        default:
            refuseContainer(argument.value, binding.shape.parameters[slot], of: binding.shape.command)
            binding.slots[slot] = .computed(position)
            binding.dynamic += 1
        }
    }

    // MARK: Computed arguments

    /// Compiles what is known only when the call is made, in the order of the text.
    private func compileDynamic(_ call: CommandCall, _ binding: ArgumentBinding, _ site: inout CommandSite) {
        // A def that an argument calls may change what another one has read.
        let callsDefinitions = call.arguments.contains { !isVariable($0.value) && callsDefinition($0.value) }
        let checks = context.builder.checks.count
        let spreads = context.builder.sites.mapArguments.count
        var spreadSpan: SourceSpan?
        for (position, argument) in call.arguments.enumerated() {
            if case .spread = argument.form {
                let register = allocate()
                compileShared(argument.value, into: register)
                context.builder.sites.mapArguments.append(
                    SpreadArgument(offset: (register - binding.base) << 4, span: argument.span))
                spreadSpan = argument.span
            } else if let slot = binding.slot(computedFrom: position) {
                let register = binding.base + slot
                if binding.shape.kinds[slot] == .path, case .text(let text) = argument.value {
                    compilePath(text, into: register)
                } else if callsDefinitions {
                    compileShared(argument.value, into: register)
                } else {
                    compile(argument.value, into: register)
                }
                if binding.shape.kinds[slot] != .value {
                    context.builder.checks.append(ArgumentCheck(slot: slot, span: argument.value.span))
                } else if givesEmptySecret(argument.value) {
                    site.givesEmptySecret = true
                }
            }
        }
        if let spreadSpan {
            for slot in binding.shape.parameters.indices where binding.isAbsent(slot) {
                context.builder.checks.append(ArgumentCheck(slot: slot, span: spreadSpan))
            }
        }
        if !binding.others.isEmpty { compileOthers(call, binding, &site) }
        site.checks = checks..<context.builder.checks.count
        site.spreads = spreads..<context.builder.sites.mapArguments.count
    }

    private func compileOthers(_ call: CommandCall, _ binding: ArgumentBinding, _ site: inout CommandSite) {
        temporarily {
            let first = allocate(binding.others.count * 2)
            for (offset, position) in binding.others.enumerated() {
                guard case .named(let name) = call.arguments[position].form else { continue }
                loadText(context.source.bytes(name.span), into: first + offset * 2, at: name.span)
                compileShared(call.arguments[position].value, into: first + offset * 2 + 1)
                if givesEmptySecret(name, call.arguments[position].value) { site.givesEmptySecret = true }
            }
            emit(
                Instruction(
                    .newMap, a: operand(binding.base + binding.shape.parameters.count), b: operand(first),
                    c: UInt16(truncatingIfNeeded: binding.others.count)),
                at: call.span)
        }
    }
}
