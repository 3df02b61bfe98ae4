import PicketSyntax

extension Compiler {
    /// `verb word name=value …`: a def if there is one of that name, else a command of the table.
    func compile(_ call: CommandCall, isExpected: Bool) {
        let name = text(call.name)
        if let function = functionIndices[name] {
            let base = temporarily {
                compileArguments(call.arguments, of: function, name: call.name, span: call.span)
            }
            // The result still stands there: nothing has taken the register since.
            if let result = call.result { store(base, into: declare(result, mayOverwrite: true), at: result.span) }
        } else if let index = commands.index(of: name) {
            temporarily { compile(call, index, isExpected: isExpected) }
            context.mayHaveResponse = true
            if let result = call.result {
                let variable = declare(result, mayOverwrite: true)
                temporarily {
                    let register = self.register(of: variable)
                    emit(Instruction(.storeResponse, a: operand(register)), at: result.span)
                    store(register, into: variable, at: result.span)
                }
            }
        } else {
            reportUnknown(call, name)
        }
    }

    /// The variable's own register, or a fresh one to be stored from.
    func register(of variable: Variable) -> Int {
        if case .register(let register) = variable.place { return register }
        return allocate()
    }

    private func reportUnknown(_ call: CommandCall, _ name: String) {
        report(
            .unknownCommand(
                name, at: location(call.name.span),
                known: Array(commands.names).sorted() + functionIndices.keys.sorted()
                    + StatementKeyword.allCases.map(\.rawValue),
                isFunction: Builtin.byName[name] != nil, isVariable: globals[name] != nil))
        for argument in call.arguments { temporarily { _ = value(argument.value) } }
        if let result = call.result { _ = declare(result, mayOverwrite: true) }
    }

    // MARK: Arguments

    private func compile(_ call: CommandCall, _ index: Int, isExpected: Bool) {
        let command = commands.commands[index]
        var binding = CommandBinding(
            base: allocate(command.slotCount + 1),
            site: CommandSite(command: index, isExpected: isExpected, nameSpan: call.name.span, span: call.span))
        binding.callsDefinitions = call.arguments.contains { callsDefinition($0.value) }
        for argument in call.arguments { bind(argument, command, &binding) }
        for (slot, parameter) in command.parameters.enumerated() where !binding.given.contains(slot) {
            if parameter.isRequired, binding.site.spreads.isEmpty {
                report(
                    .missingArgument(
                        parameter.name, of: command.name, at: location(call.name.span), usage: command.usage))
            }
            loadConstant(.missing, into: binding.base + slot, at: call.span)
        }
        if command.acceptsOthers { compileOthers(binding, command, at: call.span) }
        context.builder.sites.commands.append(binding.site)
        emit(
            Instruction(
                binding.site.spreads.isEmpty ? .command : .commandSpread, a: operand(binding.base),
                wide: Int32(context.builder.sites.commands.count - 1)), at: call.name.span)
    }

    /// A call's arguments on their way to the command's slots.
    private struct CommandBinding {
        var base: Int
        var site: CommandSite
        var given: Set<Int> = []
        var positional = 0
        var others: [(name: Name, value: Expression)] = []
        /// Whether an argument calls a def, which may change what another one has read.
        var callsDefinitions = false
    }

    private func bind(_ argument: Argument, _ command: Command, _ binding: inout CommandBinding) {
        switch argument.form {
        case .spread:
            let register = allocate()
            compileShared(argument.value, into: register)
            binding.site.spreads.append(
                SpreadArgument(offset: (register - binding.base) << 4, span: argument.span))
            for slot in command.parameters.indices where !binding.site.checks.contains(where: { $0.slot == slot }) {
                binding.site.checks.append(.init(slot: slot, span: argument.span))
            }
        case .positional: bindPositional(argument, command, &binding)
        case .named(let name):
            let text = text(name)
            if let slot = command.parameters.firstIndex(where: { $0.name == text && !$0.isPositional }) {
                bind(argument, to: slot, command, &binding)
            } else if command.acceptsOthers {
                binding.others.append((name, argument.value))
            } else {
                reportUnknown(name, text, command)
                temporarily { _ = value(argument.value) }
            }
        }
    }

    private func reportUnknown(_ name: Name, _ text: String, _ command: Command) {
        if command.parameters.contains(where: { $0.name == text }) {
            report(.positionalGivenByName(text, of: command.name, at: location(name.span), usage: command.usage))
        } else {
            report(
                .unknownArgument(
                    text, of: command.name, at: location(name.span),
                    known: command.parameters.filter { !$0.isPositional }.map(\.name), usage: command.usage))
        }
    }

    private func bindPositional(_ argument: Argument, _ command: Command, _ binding: inout CommandBinding) {
        let slots = command.parameters.indices.filter { command.parameters[$0].isPositional }
        guard binding.positional < slots.count else {
            let names = command.parameters.filter { !$0.isPositional }.map(\.name)
            report(
                .unexpectedWord(
                    of: command.name, at: location(argument.span), limit: slots.count, named: names,
                    usage: command.usage))
            return temporarily { _ = value(argument.value) }
        }
        binding.positional += 1
        bind(argument, to: slots[binding.positional - 1], command, &binding)
    }

    private func bind(_ argument: Argument, to slot: Int, _ command: Command, _ binding: inout CommandBinding) {
        let parameter = command.parameters[slot]
        if !binding.given.insert(slot).inserted {
            report(.repeatedArgument(parameter.name, at: location(argument.span)))
        }
        if parameter.isSecret, constantText(argument.value) != nil {
            hide(argument.value.span)
            report(.literalSecret(parameter.name, at: location(argument.value.span)))
        }
        let register = binding.base + slot
        if let literal = literal(argument.value) {
            compile(literal, argument.value, parameter, command, into: register)
        } else {
            if binding.callsDefinitions {
                compileShared(argument.value, into: register)
            } else {
                compile(argument.value, into: register)
            }
            if parameter.kind != .value {
                binding.site.checks.append(.init(slot: slot, span: argument.value.span))
            }
        }
    }

    private func compileOthers(_ binding: CommandBinding, _ command: Command, at span: SourceSpan) {
        let target = binding.base + command.parameters.count
        guard !binding.others.isEmpty else { return loadConstant(.missing, into: target, at: span) }
        temporarily {
            let first = allocate(binding.others.count * 2)
            for (offset, other) in binding.others.enumerated() {
                loadText(Array(text(other.name).utf8), into: first + offset * 2, at: other.name.span)
                compileShared(other.value, into: first + offset * 2 + 1)
            }
            emit(
                Instruction(
                    .newMap, a: operand(target), b: operand(first), c: UInt16(truncatingIfNeeded: binding.others.count)),
                at: span)
        }
    }

    // MARK: Literals

    /// An argument whose value is known now.
    private enum Literal {
        /// A bare word, whose own text counts for a text parameter.
        case word(SourceSpan)
        case text([UInt8])
    }

    private func literal(_ expression: Expression) -> Literal? {
        switch expression {
        case .commandWord(let span): return .word(span)
        case .text(let literal): return constantBytes(literal).map { .text($0) }
        default: return nil
        }
    }

    /// Puts a literal into its slot as the parameter takes it, or reports why it does not.
    private func compile(
        _ literal: Literal, _ value: Expression, _ parameter: Parameter, _ command: Command, into register: Int
    ) {
        let bytes: [UInt8]
        var typed = WordValue.text
        switch literal {
        case .text(let text): bytes = text
        case .word(let span):
            bytes = Array(context.source.bytes(span))
            typed = wordValue(of: context.source.bytes(span))
        }
        switch (parameter.kind, typed) {
        case (.text, _): loadText(bytes, into: register, at: value.span)
        case (.tags, _):
            if let problem = bytes.withUnsafeBytes({ TagSyntax.problem(in: $0) }) {
                report(.malformedTags(problem, at: location(value.span)))
            }
            loadText(bytes, into: register, at: value.span)
        case (.integer(let bounds), .integer(let number)):
            if !bounds.contains(number) {
                report(.argumentOutOfBounds(number, bounds, parameter.name, of: command.name, at: location(value.span)))
            }
            loadInteger(number, into: register, at: value.span)
        case (.boolean, .boolean), (.duration, .duration), (.value, _): compile(value, into: register)
        default:
            var help: String?
            if case .text = literal { help = "quotes make a string of it" }
            report(
                .wrongArgument(
                    String(decoding: bytes, as: UTF8.self), parameter, of: command.name, at: location(value.span),
                    help: help))
        }
    }
}
