import PicketSyntax

extension Resolver {
    func resolve(_ expression: Expression) {
        if leavesRest() || leavesDeeper(at: expression.place) { return }
        // An operator uses up to five registers besides those of its operands.
        demand(6)
        switch expression {
        case .null, .boolean, .integer, .float, .duration, .commandWord, .subject: break
        case .word(let span): warnOfName(span)
        case .quoted(let span): warnOfBraces(in: span)
        case .text(let literal):
            warnOfBraces(in: literal.span)
            for piece in literal.pieces {
                if case .value(let value) = piece { resolve(value) }
            }
        case .variable(let name): read(name)
        case .path(let path): resolve(path)
        case .list(let elements, _): for element in elements { resolve(element) }
        case .map(let entries, _): resolve(entries)
        case .unary(_, let value, _): resolve(value)
        case .binary(let binary): resolve(binary)
        case .range(let range):
            resolve(range.lower)
            resolve(range.upper)
        case .call(let call): resolve(call)
        case .group(let inner, _): resolve(inner)
        }
    }

    private func resolve(_ path: Path) {
        resolve(path.base)
        demand(3 * path.steps.count)
        for case .index(let index, _) in path.steps { resolve(index) }
    }

    private func resolve(_ entries: [MapEntry]) {
        warnRepeatedKeys(entries)
        for entry in entries {
            // A bare word is a plain key.
            if case .word = entry.key {} else { resolve(entry.key) }
            resolve(entry.value)
        }
    }

    private func warnRepeatedKeys(_ entries: [MapEntry]) {
        var few: [String] = []
        var many: Set<TextKey> = []
        for entry in entries {
            guard let key = constantText(entry.key) else { continue }
            // Creating a set costs a small script more than a linear search.
            let isNew: Bool
            if entries.count <= 16 {
                isNew = !few.contains { $0.hasBytes(of: key) }
                few.append(key)
            } else {
                isNew = many.insert(TextKey(key)).inserted
            }
            if !isNew { report(.repeatedKey(key, at: location(entry.key.span))) }
        }
    }

    private func resolve(_ binary: BinaryExpression) {
        switch binary.operation {
        case .and, .or:
            if !isInCondition { warnOfOperands(of: binary) }
            resolveCondition(binary.left)
            resolveCondition(binary.right)
        case .matches:
            checkPattern(binary.right)
            fallthrough
        default:
            resolve(binary.left)
            resolve(binary.right)
        }
    }

    /// Resolves a condition for control flow. Its `and` and `or` do not yield a value.
    func resolveCondition(_ condition: Expression) {
        switch condition {
        case .group(let inner, _), .unary(.not, let inner, _): resolveCondition(inner)
        case .binary(let binary) where binary.operation == .and || binary.operation == .or:
            demand(6)
            resolveCondition(binary.left)
            resolveCondition(binary.right)
        default: resolve(condition)
        }
    }

    // MARK: set and append

    func resolve(_ node: SetStatement) {
        guard resolve(node.target) else { return resolve(node.value) }
        resolveSteps(of: node.target)
        resolve(node.value)
        hold(chance(in: node.value), in: node.target.name, isWhole: node.target.steps.isEmpty)
    }

    func resolve(_ node: AppendStatement) {
        guard resolve(node.target) else { return resolve(node.value) }
        resolveSteps(of: node.target)
        resolve(node.value)
        hold(chance(in: node.value), in: node.target.name, isWhole: false)
    }

    private func resolveSteps(of target: Target) {
        if target.steps.count > 255 { report(.tooManyNames(source)) }
        demand(2 + target.steps.count)
        for case .index(let index, _) in target.steps { resolve(index) }
    }

    /// Resolves the variable that a target changes. Changing an outer name inside a parallel body is an error.
    private func resolve(_ target: Target) -> Bool {
        guard let changed = change(target.name.span) else { return false }
        let isGlobal = resolution.declarations[changed].place != nil
        if function.kind == .parallelBody {
            // Names outside an iteration were declared before it began.
            guard isGlobal || !locals[function.firstLocal...].contains(where: { $0.declaration == changed }) else {
                return true
            }
            let (name, place) = (text(target.name), location(target.name.span))
            report(
                kind == .job && isGlobal
                    ? .changesSessionName(name, at: place) : .changesOuterName(name, at: place))
        } else if !function.isTopLevel, isGlobal {
            function.changedGlobals.append((text(target.name), target.name.span))
        }
        return true
    }

    // MARK: Functions

    /// Resolves `name(…)`: a call of a function of the language, or of a def.
    private func resolve(_ call: FunctionCall) {
        let number = number(of: call.name.span)
        if let definition = session.definition(number) {
            note(call.name.span, .definition(definition))
            resolveArguments(call.arguments, of: definition, name: call.name, span: call.span)
        } else if let builtin = builtin(number, call.name) {
            note(call.name.span, .builtin(Int(builtin.rawValue)))
            resolve(builtin, call)
        } else if let index = functions.index(of: text(call.name)) {
            note(call.name.span, .hostFunction(index))
            resolve(functions.functions[index], call)
        } else if readAhead() {
            resolve(call)
        } else {
            note(call.name.span, .unknown)
            reportUnknownFunction(call.name)
            for argument in call.arguments { resolve(argument.value) }
        }
    }

    /// The function of the language with a name.
    func builtin(_ number: Int, _ name: Name) -> Builtin? {
        if builtinOf[number] == Resolver.unasked {
            builtinOf[number] = Builtin.named(text(name)).map { Int32($0.rawValue) } ?? -1
        }
        return builtinOf[number] < 0 ? nil : Builtin(rawValue: UInt8(truncatingIfNeeded: builtinOf[number]))
    }

    private func reportUnknownFunction(_ called: Name) {
        let name = text(called)
        reportUnknown(called) {
            let isCommand = commands.index(of: name) != nil
            if !isCommand, let meaning = ForeignWords.meaning(ofFunction: name) {
                return .foreignFunction(name, meaning: meaning, at: location(called.span))
            }
            var search = NearestSearch(name)
            search.consider(functions.allNames + session.definitionNames, sorted: true)
            return .unknownFunction(
                name, at: location(called.span), near: search.result, hasPrompt: options.program != nil,
                isCommand: isCommand)
        }
    }

    private func resolve(_ builtin: Builtin, _ call: FunctionCall) {
        guard let arguments = bind(call, to: builtin) else { return }
        if builtin == .reveal { report(.revealsSecret(at: location(call.span))) }
        for argument in arguments {
            if let argument { resolve(argument) }
        }
        if builtin == .secret, let value = arguments.first ?? nil { noteLiteralSecret(value, nil) }
    }

    private func resolve(_ function: HostFunction, _ call: FunctionCall) {
        guard let arguments = bind(call, to: function) else { return }
        demand(1 + arguments.count)
        for argument in arguments {
            if let argument { resolve(argument) }
        }
    }

    // MARK: Defs

    /// Resolves the arguments of a call of a def.
    func resolveArguments(_ arguments: [Argument], of index: Int, name: Name, span: SourceSpan) {
        let signature = session.definitions[index]
        function.calledDefinitions.insert(index)
        if function.isInTest, testCalls[index] == nil { testCalls[index] = location(span) }
        function.mayHaveResponse = true
        demand(1 + signature.parameters.count)
        let positions = positions(of: arguments, in: signature)
        var given = Set<Int>()
        var spreads = false
        for (argument, position) in zip(arguments, positions) {
            if case .spread = argument.form {
                spreads = true
                resolve(argument.value)
            } else if let position {
                if !given.insert(position).inserted {
                    report(.repeatedArgument(signature.parameters[position].name, at: location(argument.span)))
                }
                resolve(argument.value)
            }
        }
        let missing = signature.parameters.indices.filter { signature.parameters[$0].isRequired && !given.contains($0) }
        guard !missing.isEmpty, !spreads else { return }
        report(
            .missingArguments(
                missing.map { signature.parameters[$0].name }, of: signature.name, at: location(name.span),
                usage: signature.usage))
    }
}
