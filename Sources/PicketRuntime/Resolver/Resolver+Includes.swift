import PicketSyntax

/// An `include` whose file has been read and parsed.
struct PreparedInclude: Sendable {
    /// Nil if it must not run, because it could not be read, or because its names are already visible.
    var script: Script?
    var included: [UInt32: PreparedInclude]
}

/// The arguments of a file's first `include`.
struct FirstInclude {
    var file: SourceIdentity
    /// The constant arguments, by parameter.
    var arguments: [TextKey: [UInt8]]
    /// The names of the file's `param`s.
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

extension Resolver {
    /// Reads the included files, and declares every def of the text, before the names of a script are resolved.
    ///
    /// - Parameter isAhead: whether these are only the defs and files further down, whose names are not used yet.
    func prepare(
        _ script: Script, chain: [SourceFile] = [], isAhead: Bool = false
    ) -> [UInt32: PreparedInclude] {
        let outer = names
        names = NamedBody(source: script.source)
        defer { names = outer }
        var included: [UInt32: PreparedInclude] = [:]
        if !sources.contains(where: { $0 === script.source }) {
            if chain.isEmpty { session.includedFiles.append(FirstInclude(script: script.source.identity)) }
            sources.append(script.source)
        }
        if lookahead == .definitions, chain.isEmpty, !isAhead { return [:] }
        for statement in script.statements where !leavesRest() {
            switch statement {
            case .definition(let definition): announce(definition)
            case .include(let node): included[node.span.start] = read(node, chain: chain + [script.source])
            default: break
            }
        }
        return included
    }

    private func announce(_ definition: Definition) {
        let name = text(definition.name)
        let place = location(definition.name.span)
        if let keyword = StatementKeyword(rawValue: name), Resolver.beginsStatement(keyword) {
            report(.redefinesStatement(name, at: place))
        } else if commands.index(of: name) != nil || functions.isFunction(name) {
            report(.redefinesBuiltin(name, at: place))
        }
        let number = number(of: definition.name.span)
        if let known = session.definition(number).map({ session.definitions[$0] }),
            !kind.isOfSession || known.location.source === source
        {
            report(.redefined(name, at: place, first: known.location))
        }
        let parameters = definition.parameters.map {
            Signature.Parameter(name: text($0.name), isRequired: $0.defaultValue == nil)
        }
        session.define(number, Signature(name: name, parameters: parameters, location: place))
    }

    /// Whether a line that begins with the word is a statement of that name. `else` and the like follow a block.
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
        let file: SourceFile
        do throws(SourceProblem) {
            file = try options.loader.load(path, self.source)
        } catch {
            report(.cannotInclude(path, error.message, at: location(node.path.span)))
            return nothing
        }
        if chain.contains(where: { $0.identity == file.identity }) {
            report(.includeCycle(chain.map(\.name) + [file.name], at: location(node.path.span)))
            return nothing
        }
        // A file that two others include runs only once.
        if let first = session.includedFiles.last(where: { $0.file == file.identity }) {
            check(node, of: file.name, against: first)
            return nothing
        }
        guard chain.count < Parser.depthLimit else {
            report(.includesTooDeep(limit: Parser.depthLimit, at: location(node.path.span)))
            return nothing
        }
        guard take(file, at: location(node.path.span)) else { return nothing }
        includeSites[ObjectIdentifier(file)] = location(node.path.span)
        resolution.includes.append((location(node.path.span), file))
        var parser = Parser(file, watch: watch.parts)
        let script = parser.parseScript()
        session.includedFiles.append(
            FirstInclude(
                file.identity, arguments: constantArguments(node), parameters: parameterNames(script),
                site: location(node.path.span)))
        for diagnostic in parser.diagnostics { report(diagnostic) }
        noteSyntaxErrors(of: parser)
        return PreparedInclude(script: script, included: prepare(script, chain: chain))
    }

    /// Resolves the file's top level, which runs in place of the statement.
    func resolve(_ node: IncludeStatement) {
        let given = resolveArguments(of: node)
        guard let prepared = preparedIncludes[node.span.start], let script = prepared.script else { return }
        let outer = (function, names, preparedIncludes, includeArguments, testNames)
        function = FunctionNames(.topLevel, source: script.source)
        function.mayHaveResponse = true
        names = NamedBody(source: script.source)
        (preparedIncludes, includeArguments, testNames) = (prepared.included, given, [:])
        includeChain.append(script.source)
        statements(script.statements)
        keepNames()
        includeChain.removeLast()
        let unknown = includeArguments
        (function, names, preparedIncludes, includeArguments, testNames) = outer
        function.mayHaveResponse = true
        for argument in node.arguments {
            guard case .named(let name) = argument.form, unknown.contains(TextKey(text(name))) else { continue }
            report(at: location(name.span)) {
                .unknownArgument(
                    text(name), of: script.source.name, at: location(name.span), known: parameterNames(script))
            }
        }
    }

    /// The parameters that an `include` sets.
    private func resolveArguments(of node: IncludeStatement) -> Set<TextKey> {
        var given: Set<TextKey> = []
        for argument in node.arguments {
            guard case .named(let name) = argument.form else {
                if case .spread = argument.form { report(.spreadInto("include", at: location(argument.span))) }
                continue
            }
            resolve(argument.value)
            demand(1)
            keptRegisters += 1
            if !given.insert(TextKey(text(name))).inserted {
                report(.repeatedArgument(text(name), at: location(argument.span)))
            }
        }
        return given
    }

    // MARK: Once and never again

    private func parameterNames(_ script: Script) -> [String] {
        script.statements.compactMap { statement -> String? in
            if case .param(let parameter) = statement { return script.source.text(parameter.name.span) }
            return nil
        }
    }

    /// Reports arguments that differ from those of the file's first `include`. A later `include` may repeat them or
    /// omit them.
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

    /// The constant arguments, as bytes that are equal only for equal values.
    private func constantArguments(_ node: IncludeStatement) -> [TextKey: [UInt8]] {
        var values: [TextKey: [UInt8]] = [:]
        for argument in node.arguments {
            guard case .named(let name) = argument.form else { continue }
            values[TextKey(text(name))] = constant(argument.value)
        }
        return values
    }

    private func constant(_ value: Expression) -> [UInt8]? {
        let written = Array(source.bytes(value.span))
        if case .commandWord(let span) = value {
            if case .text = wordValue(of: source.bytes(span)) { return [UInt8(ascii: "\"")] + written }
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
