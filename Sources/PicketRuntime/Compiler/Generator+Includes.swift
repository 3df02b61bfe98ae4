import PicketSyntax

/// An `include` whose file has been read and parsed.
struct PreparedInclude: Sendable {
    /// Nil if it is not to run: it could not be read, or its names are visible already.
    var script: Script?
    var included: [UInt32: PreparedInclude]
}

/// What a file was given where it was included first.
struct FirstInclude {
    var file: SourceIdentity
    /// By parameter, where the value is known before anything runs.
    var arguments: [TextKey: [UInt8]]
    /// The names of its `param`s.
    var parameters: [String]
    /// Nil for the script itself.
    var site: SourceLocation?

    init(script file: SourceIdentity) {
        self.file = file
        (arguments, parameters, site) = ([:], [], nil)
    }

    init(_ file: SourceIdentity, arguments: [TextKey: [UInt8]], parameters: [String], site: SourceLocation) {
        (self.file, self.arguments, self.parameters, self.site) = (file, arguments, parameters, site)
    }
}

extension Generator {
    /// Before anything is compiled: reads what is included, and makes every def of the text known.
    ///
    /// - Parameter isAhead: whether these are only the defs and files further down, whose names are not in use yet.
    func prepare(
        _ script: Script, chain: [SourceFile] = [], isAhead: Bool = false
    ) -> [UInt32: PreparedInclude] {
        let outer = context
        context = FunctionContext(.topLevel, name: "", source: script.source)
        defer { context = outer }
        var included: [UInt32: PreparedInclude] = [:]
        if !sources.contains(where: { $0 === script.source }) {
            if chain.isEmpty { session.includedFiles.append(FirstInclude(script: script.source.identity)) }
            sources.append(script.source)
        }
        let knowsDefinitions = chain.isEmpty && hasReadAhead && !isAhead
        for statement in script.statements where !leavesRest() {
            switch statement {
            case .definition(let definition): if !knowsDefinitions { announce(definition) }
            case .include(let node):
                guard !knowsDefinitions else { continue }
                included[node.span.start] = read(node, chain: chain + [script.source])
            case .letStatement(let node): reserve(node.name)
            case .param(let node): reserve(node.name)
            case .secret(let node): reserve(node.name)
            case .command(let call): call.result.map { reserve($0) }
            default: break
            }
        }
        return included
    }

    /// Gives a top-level name its place before anything is compiled, so that no temporary value ever stands there: a def
    /// that reads it too early then finds nothing, rather than what another block left.
    private func reserve(_ name: Name) {
        let text = text(name)
        guard session.globals[text] == nil, reservedPlaces[text] == nil else { return }
        if session.nextGlobal < Generator.nearGlobals {
            reservedPlaces[text] = .register(session.nextGlobal)
            session.nextGlobal += 1
        } else {
            reservedPlaces[text] = .far(session.nextFarGlobal)
            session.nextFarGlobal += 1
        }
    }

    private func announce(_ definition: Definition) {
        let name = text(definition.name)
        if let keyword = StatementKeyword(rawValue: name), Generator.beginsStatement(keyword) {
            report(.redefinesStatement(name, at: location(definition.name.span)))
        } else if commands.index(of: name) != nil || Builtin.named(name) != nil {
            report(.redefinesBuiltin(name, at: location(definition.name.span)))
        }
        if let known = session.functionIndices[name],
            kind == .script || session.signatures[known].source === context.source
        {
            let first = SourceLocation(source: session.signatures[known].source, span: session.signatures[known].span)
            report(.redefined(name, at: location(definition.name.span), first: first))
        }
        let index = reserve(name, definition.name.span, context.source)
        session.signatures[index].parameters = definition.parameters.map {
            Signature.Parameter(name: text($0.name), isRequired: $0.defaultValue == nil)
        }
        session.functionIndices[name] = index
        latestDefinition = index
        callees = NameCache()
    }

    /// Whether a line that begins with the word is a statement of that name: the others stand behind a block.
    private static func beginsStatement(_ keyword: StatementKeyword) -> Bool {
        switch keyword {
        case .else, .catch, .finally: return false
        default: return true
        }
    }

    private func read(_ node: IncludeStatement, chain: [SourceFile]) -> PreparedInclude {
        let nothing = PreparedInclude(script: nil, included: [:])
        guard let path = constantText(node.path) else {
            report(.includeMustBeLiteral(at: location(node.path.span)))
            return nothing
        }
        let source: SourceFile
        do throws(SourceProblem) {
            source = try options.loader.load(path, context.source)
        } catch {
            report(.cannotInclude(path, error.message, at: location(node.path.span)))
            return nothing
        }
        if chain.contains(where: { $0.identity == source.identity }) {
            report(.includeCycle(chain.map(\.name) + [source.name], at: location(node.path.span)))
            return nothing
        }
        // What two files include stands once.
        if let first = session.includedFiles.last(where: { $0.file == source.identity }) {
            check(node, of: source.name, against: first)
            return nothing
        }
        guard chain.count < Parser.depthLimit else {
            report(.includesTooDeep(limit: Parser.depthLimit, at: location(node.path.span)))
            return nothing
        }
        guard take(source, at: location(node.path.span)) else { return nothing }
        includeSites[ObjectIdentifier(source)] = location(node.path.span)
        var parser = Parser(source, watch: watch.parts)
        let script = parser.parseScript()
        session.includedFiles.append(
            FirstInclude(
                source.identity, arguments: constantArguments(node), parameters: parameterNames(script),
                site: location(node.path.span)))
        for diagnostic in parser.diagnostics { report(diagnostic) }
        noteSyntaxErrors(of: parser)
        return PreparedInclude(script: script, included: prepare(script, chain: chain))
    }

    /// Compiles the file's top level as code of its own that runs in the same frame.
    func compile(_ node: IncludeStatement) {
        let arguments = includeArguments(node)
        guard let prepared = preparedIncludes[node.span.start], let script = prepared.script else { return }
        let outer = (context, preparedIncludes, includeArguments, includeChain)
        let outerTests = testNames
        testNames = [:]
        defer { testNames = outerTests }
        let index = reserve("", node.span, script.source)
        context = FunctionContext(.topLevel, name: "", source: script.source, firstRegister: outer.0.nextRegister)
        context.mayHaveResponse = true
        includeArguments = arguments
        includeChain.append(script.source)
        compileTopLevel(script, included: prepared.included, index: index)
        let unknown = Set(includeArguments.keys)
        (context, preparedIncludes, includeArguments, includeChain) = outer
        context.mayHaveResponse = true
        for argument in node.arguments {
            guard case .named(let name) = argument.form, unknown.contains(text(name)) else { continue }
            report(at: location(name.span)) {
                .unknownArgument(
                    text(name), of: script.source.name, at: location(name.span), known: parameterNames(script))
            }
        }
        emit(Instruction(.include, wide: Int32(index)), at: node.path.span)
    }

    /// The registers that an `include`'s arguments are computed into, by parameter.
    private func includeArguments(_ node: IncludeStatement) -> [String: Int] {
        var registers: [String: Int] = [:]
        for argument in node.arguments {
            guard case .named(let name) = argument.form else {
                if case .spread = argument.form { report(.spreadInto("include", at: location(argument.span))) }
                continue
            }
            let register = allocate()
            compileShared(argument.value, into: register)
            if registers.updateValue(register, forKey: text(name)) != nil {
                report(.repeatedArgument(text(name), at: location(argument.span)))
            }
        }
        return registers
    }

    // MARK: Once and never again

    private func parameterNames(_ script: Script) -> [String] {
        script.statements.compactMap { statement -> String? in
            if case .param(let parameter) = statement { return script.source.text(parameter.name.span) }
            return nil
        }
    }

    /// A file that has run keeps what it was given: a later `include` may give it the same, or nothing.
    private func check(_ node: IncludeStatement, of file: String, against first: FirstInclude) {
        for argument in node.arguments {
            guard case .named(let name) = argument.form else { continue }
            let text = text(name)
            if first.site != nil, !first.parameters.contains(text) {
                report(at: location(name.span)) {
                    .unknownArgument(text, of: file, at: location(name.span), known: first.parameters)
                }
            } else if let site = first.site {
                let value = constant(argument.value)
                guard value == nil || value != first.arguments[TextKey(text)] else { continue }
                report(.includedOtherwise(file, text, at: location(argument.span), first: site))
            }
        }
    }

    /// The arguments whose values are known now, as bytes that are equal only for equal values.
    private func constantArguments(_ node: IncludeStatement) -> [TextKey: [UInt8]] {
        var values: [TextKey: [UInt8]] = [:]
        for argument in node.arguments {
            guard case .named(let name) = argument.form else { continue }
            values[TextKey(text(name))] = constant(argument.value)
        }
        return values
    }

    private func constant(_ value: Expression) -> [UInt8]? {
        let written = Array(context.source.bytes(value.span))
        if case .commandWord(let span) = value {
            if case .text = wordValue(of: context.source.bytes(span)) { return [UInt8(ascii: "\"")] + written }
            return written
        }
        if let text = constantText(value) { return [UInt8(ascii: "\"")] + text.utf8 }
        let isComputed = contains(value) { part in
            switch part {
            case .variable, .call, .subject: return true
            default: return false
            }
        }
        return isComputed ? nil : written
    }
}
