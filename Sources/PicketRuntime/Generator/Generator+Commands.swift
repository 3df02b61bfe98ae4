import PicketSyntax

extension Generator {
    /// Generates `verb word name=value …`: a call of a def or of a command.
    func compile(_ call: CommandCall, expected: ExpectedAnswer) {
        switch names.meaning(at: call.name.span.start) {
        case .definition(let index):
            let base = temporarily { compileArguments(call.arguments, of: index, span: call.span) }
            // The result is still in the register.
            if let result = call.result { store(base, into: declare(result), at: result.span) }
        case .command(let index):
            temporarily { compile(call, index, expected) }
            if let result = call.result { storeResponse(into: result) }
        default: assertionFailure("the resolver knows the command")
        }
    }

    private func storeResponse(into result: Name) {
        let variable = declare(result)
        temporarily {
            let register = self.register(of: variable)
            emit(Instruction(.storeResponse, a: operand(register)), at: result.span)
            store(register, into: variable, at: result.span)
        }
    }

    /// The variable's own register, or a new one to store from.
    func register(of variable: Variable) -> Int {
        if case .register(let register) = variable.place { return register }
        return allocate()
    }

    // MARK: Arguments

    private func compile(_ call: CommandCall, _ index: Int, _ expected: ExpectedAnswer) {
        let shape = commands.shapes[index]
        let base = allocate(shape.slotCount + 1)
        var site = CommandSite(command: index, expected: expected, nameSpan: call.name.span, span: call.span)
        if context.builder.bindPlainly(call, shape, source, base: base, computed: &computedArguments) {
            if !computedArguments.isEmpty { compileComputed(call, shape, base: base, &site) }
        } else {
            let binding = bind(call, shape, base: base)
            context.builder.emitLiterals(binding, source, at: call.name.span)
            if binding.dynamic > 0 { compileDynamic(call, binding, &site) }
        }
        context.builder.emitCommand(site, base: base)
    }

    /// Generates the computed arguments of a call without spread arguments.
    private func compileComputed(_ call: CommandCall, _ shape: CommandShape, base: Int, _ site: inout CommandSite) {
        let arguments = computedArguments
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

    // MARK: Computed arguments

    /// Generates the computed arguments, in the order of the text.
    private func compileDynamic(_ call: CommandCall, _ binding: ArgumentBinding, _ site: inout CommandSite) {
        // A def that an argument calls may change a variable that another argument has read.
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
                loadText(source.bytes(name.span), into: first + offset * 2, at: name.span)
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
