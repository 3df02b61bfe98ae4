import PicketSyntax

/// Matches arguments to parameters: once when a call is resolved, which reports errors, and again when its code is
/// generated.
extension TreeReader {
    // MARK: Functions of the language and of the host

    func bind(_ call: FunctionCall, to builtin: Builtin) -> [Expression?]? {
        bind(call, to: builtin.name, builtin.parameters, required: builtin.required, usage: builtin.usage)
    }

    func bind(_ call: FunctionCall, to function: HostFunction) -> [Expression?]? {
        bind(
            call, to: function.name, function.parameters.map(\.name), required: function.required,
            usage: function.usage)
    }

    /// The arguments in parameter order, with nil for an omitted one; nil after an error.
    private func bind(
        _ call: FunctionCall, to callee: String, _ names: [String], required: Int,
        usage: @autoclosure () -> String
    ) -> [Expression?]? {
        var bound: [Expression?] = Array(repeating: nil, count: names.count)
        var next = 0
        var isValid = true
        for argument in call.arguments {
            var position = next
            switch argument.form {
            case .positional: next += 1
            case .named(let name):
                let text = text(name)
                guard let known = names.firstIndex(where: { $0.hasBytes(of: text) }) else {
                    reportUnknown(text, at: name.span, of: callee, known: names)
                    isValid = false
                    continue
                }
                position = known
            case .spread:
                report(.spreadIntoFunction(callee, at: location(argument.span)))
                isValid = false
                continue
            }
            guard position < names.count else {
                report(
                    .tooManyArguments(
                        callee, limit: names.count, at: location(argument.span), usage: usage()))
                return nil
            }
            if bound[position] != nil {
                report(.repeatedArgument(names[position], at: location(argument.span)))
                isValid = false
            }
            bound[position] = argument.value
        }
        let missing = (0..<required).filter { bound[$0] == nil }.map { names[$0] }
        if isValid, !missing.isEmpty {
            report(.missingArguments(missing, of: callee, at: location(call.span), usage: usage()))
            isValid = false
        }
        return isValid ? bound : nil
    }

    private func reportUnknown(
        _ text: String, at span: SourceSpan, of callee: String, known: [String], usage: String? = nil
    ) {
        report(at: location(span)) {
            .unknownArgument(text, of: callee, at: location(span), known: known, usage: usage)
        }
    }

    // MARK: Defs

    /// The parameter of each argument; nil for a spread, and for an argument that was reported as unknown.
    func positions(of arguments: [Argument], in signature: Signature) -> [Int?] {
        var next = 0
        return arguments.map { argument in
            switch argument.form {
            case .spread: return nil
            case .positional:
                guard next < signature.parameters.count else {
                    defer { next = .max }
                    // Only the first surplus argument is reported.
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
                if let position = signature.parameters.firstIndex(where: { $0.name.hasBytes(of: text) }) {
                    return position
                }
                reportUnknown(
                    text, at: name.span, of: signature.name, known: signature.parameters.map(\.name))
                return nil
            }
        }
    }

    // MARK: Commands

    /// Binds the arguments of any call of a command.
    func bind(_ call: CommandCall, _ shape: CommandShape, base: Int) -> ArgumentBinding {
        var binding = ArgumentBinding(shape, base: base)
        for position in call.arguments.indices { bind(call.arguments[position], position, &binding) }
        let missing = shape.requiredSlots.filter { binding.isAbsent($0) }.map { shape.parameters[$0].name }
        if binding.spreads == 0, !missing.isEmpty {
            report(
                .missingArguments(
                    missing, of: shape.command.name, at: location(call.name.span), usage: shape.command.usage))
        }
        return binding
    }

    private func bind(_ argument: Argument, _ position: Int, _ binding: inout ArgumentBinding) {
        switch argument.form {
        case .spread:
            binding.spreads += 1
            binding.dynamic += 1
        case .positional: bindPositional(argument, position, &binding)
        case .named(let name):
            let slot = binding.shape.slot(spelledBy: name.span, in: source, from: binding.next)
            if slot >= 0 {
                bind(argument, position, to: slot, &binding)
            } else if binding.shape.command.acceptsOthers {
                let text = text(name)
                if !binding.otherNames.insert(TextKey(text)).inserted {
                    report(.repeatedArgument(text, at: location(argument.span)))
                }
                binding.others.append(position)
                binding.dynamic += 1
            } else {
                reportUnknown(name, binding.shape.command)
                binding.strays.append(position)
            }
        }
    }

    private func reportUnknown(_ name: Name, _ command: Command) {
        let text = text(name)
        if command.parameters.contains(where: { $0.name.hasBytes(of: text) }) {
            report(.positionalGivenByName(text, of: command.name, at: location(name.span), usage: command.usage))
        } else {
            reportUnknown(
                text, at: name.span, of: command.name,
                known: command.parameters.filter { !$0.isPositional }.map(\.name), usage: command.usage)
        }
    }

    private func bindPositional(_ argument: Argument, _ position: Int, _ binding: inout ArgumentBinding) {
        let shape = binding.shape
        guard binding.positional < shape.positionalSlots.count else {
            binding.strays.append(position)
            defer { binding.hasSurplus = true }
            // Only the first surplus word is reported.
            guard !binding.hasSurplus else { return }
            report(
                .unexpectedWord(
                    of: shape.command.name, at: location(argument.span), limit: shape.positionalSlots.count,
                    named: shape.parameters.filter { !$0.isPositional }.map(\.name), usage: shape.command.usage))
            return
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
        // A text parameter takes a word or a string as it is written.
        case .commandWord(let span) where binding.shape.kinds[slot] == .text: binding.slots[slot] = .text(span)
        case .quoted(let span) where binding.shape.kinds[slot] == .text:
            binding.slots[slot] = .text(span.insideQuotes)
        case .commandWord(let span):
            let typed: WordValue = binding.shape.takesText[slot] ? .text : wordValue(of: source.bytes(span))
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
}
