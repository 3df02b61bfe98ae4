package import PicketSyntax

/// Checks scripts and compiles them.
///
/// A compiler keeps its session for the next text, so that the lines of a prompt see each other's names. Use it once
/// per file.
package final class Compiler {
    package let commands: CommandTable
    /// The functions of the host.
    package let functions: FunctionTable
    /// The state that texts share. A script with its included files is one text.
    package private(set) var session: SessionNames
    /// The latest text, then the files that it includes, in the order in which they were read.
    package private(set) var sources: [SourceFile] = []
    /// The meanings of the names in the latest text, even if it has errors; for editors.
    package private(set) var resolution = Resolution()

    private let kind: TextKind
    private var options: CompilationOptions

    /// The maximum number of registers of a function.
    static let registerLimit = Generator.registerLimit

    /// - Parameters:
    ///
    ///   - isInteractive: whether the texts are lines of a prompt, which see each other's names.
    ///
    ///   - isSetUp: whether the host runs the script's deferred blocks later; see `Machine.beginDeferred`.
    ///
    ///   - chunkSize: the number of top-level statements per chunk of a script that is long enough to be compiled
    ///
    ///     while it runs.
    ///
    ///   - session: the names of earlier texts.
    package init(
        commands: CommandTable, functions: FunctionTable = FunctionTable(), isInteractive: Bool = false,
        isSetUp: Bool = false, loader: SourceLoader = .none,
        chunkSize: Int = 512,
        checkingLimits: CheckingLimits = CheckingLimits(), session: SessionNames = SessionNames()
    ) {
        self.commands = commands
        self.session = session
        self.functions = functions
        kind = isInteractive ? .entry : isSetUp ? .setUp : .script
        options = CompilationOptions(loader: loader, chunkSize: chunkSize, limits: checkingLimits)
    }

    /// Whether to warn of secret literals that are too short to be hidden. `picket check` sets it.
    package var warnsOfShortSecrets: Bool {
        get { options.warnsOfShortSecrets }
        set { options.warnsOfShortSecrets = newValue }
    }

    /// The program of a command line, which advice names; nil in other hosts.
    package var program: String? {
        get { options.program }
        set { options.program = newValue }
    }

    /// The code of the warning about random or time-dependent arguments of a write, for a host that keeps a journal;
    /// nil for no warning.
    package var chanceWarning: DiagnosticCode? {
        get { options.chanceWarning }
        set { options.chanceWarning = newValue }
    }

    /// Whether each text runs the files that it includes, also those that an earlier text has run. A prompt sets it,
    /// because a person may have edited a file, and an `include` that does nothing would be a surprise.
    package var includesAgain: Bool {
        get { options.includesAgain }
        set { options.includesAgain = newValue }
    }

    /// Checks a text, and compiles it if there are no errors.
    package func compile(_ source: SourceFile) -> Compilation { compile(source, as: kind) }

    /// Checks and compiles a text that runs before the script. The script sees its names.
    package func compilePrelude(_ source: SourceFile) -> Compilation { compile(source, as: .entry) }

    /// Finds the meanings of the names in a text, for editors. It generates no code, and the session stays as it is.
    package func resolve(_ source: SourceFile) -> Resolution {
        let watch = CheckingWatch(options.limits.interruption)
        let resolver = Resolver(source, commands, functions, session, kind, options, watch)
        guard resolver.take(source, at: nil) else { return Resolution() }
        var parser = Parser(source, isInteractive: kind == .entry, watch: watch.parts)
        _ = resolver.resolve(parser.parseScript(), by: parser)
        return resolver.resolution
    }

    /// Returns the problems of a text, for editors. It reads no files and generates no code, and the session stays as it
    /// is.
    package func problems(in source: SourceFile) -> [Diagnostic] {
        let watch = CheckingWatch(options.limits.interruption)
        let options = CompilationOptions(loader: .none, chunkSize: options.chunkSize, limits: options.limits)
        let resolver = Resolver(source, commands, functions, session, kind, options, watch)
        guard resolver.take(source, at: nil) else { return [] }
        var parser = Parser(source, isInteractive: kind == .entry, watch: watch.parts)
        _ = resolver.resolve(parser.parseScript(), by: parser)
        return resolver.watch.isOver ? [] : resolver.sortedDiagnostics()
    }

    private func compile(_ source: SourceFile, as kind: TextKind) -> Compilation {
        let watch = CheckingWatch(options.limits.interruption)
        let resolver = Resolver(source, commands, functions, session, kind, options, watch)
        guard resolver.take(source, at: nil) else { return refused(resolver) }
        var reader = ChunkReader(
            source, isInteractive: kind == .entry, size: options.chunkSize, watch: watch.parts)
        let first = reader.next()
        // The chunks of a long script follow no other text.
        if kind == .script, !reader.isAtEnd, session.functionCount == 0 {
            return compileLong(source, first, reader, resolver)
        }
        let statements = first + reader.rest()
        return compile(Script(source: source, statements: statements), by: reader.parser, resolver)
    }

    /// Checks and compiles a text that runs beside its session. It works on copies of the session's names, which it
    /// cannot change, and its declarations are its own.
    ///
    /// It is compiled as the body of a parallel loop with one iteration.
    package func compileAside(_ source: SourceFile) -> Compilation {
        let watch = CheckingWatch(options.limits.interruption)
        let resolver = Resolver(source, commands, functions, session, .job, options, watch)
        guard resolver.take(source, at: nil) else { return refused(resolver) }
        var parser = Parser(source, isInteractive: true, isBlock: true, watch: watch.parts)
        let body = Block(statements: parser.parseScript().statements, span: source.span)
        let (nowhere, end) = (SourceSpan(0, 0), SourceSpan(source.count, source.count))
        let loop = ForStatement(
            name: Name(end), value: nil, sequence: .list([.null(nowhere)], nowhere), parallel: .integer(1, nowhere),
            body: body, span: source.span)
        return compile(Script(source: source, statements: [.forLoop(loop)]), by: parser, resolver)
    }

    private func compile(_ script: Script, by parser: Parser, _ resolver: Resolver) -> Compilation {
        let included = resolver.resolve(script, by: parser)
        guard !resolver.hasErrors, !resolver.watch.isOver else { return refused(resolver) }
        return generate(script, resolver, included)
    }

    /// Resolves a script in chunks. The code of its top level is generated while it runs.
    private func compileLong(
        _ source: SourceFile, _ first: [Statement], _ reader: ChunkReader, _ resolver: Resolver
    ) -> Compilation {
        let (included, defers) = resolver.resolve(first, reader)
        guard !resolver.hasErrors, !resolver.watch.isOver else { return refused(resolver) }
        if defers {
            var parser = Parser(source, watch: resolver.watch.parts)
            return generate(parser.parseScript(), resolver, included)
        }
        let generator = Generator(resolver, source, included)
        generator.make(resolver.definitions)
        if let refusal = refused(resolver, generator) { return refusal }
        let functions = generator.functions(from: 0)
        resolver.session.functionCount = generator.functionCount
        let seed = CodeSeed(
            source: source, commands: commands, functions: self.functions,
            chunkSize: options.chunkSize, resolution: resolver.resolution,
            session: resolver.session, includes: included)
        if resolver.mayNeedTooManyRegisters, let problem = CodeStream.problem(in: seed) {
            resolver.report(problem)
            return refused(resolver)
        }
        return accepted(resolver, CompiledScript(functions: functions, seed: seed))
    }

    /// Generates the code of a text whose tree is in memory.
    private func generate(_ script: Script, _ resolver: Resolver, _ included: [UInt32: PreparedInclude]) -> Compilation
    {
        let (firstFunction, firstRegister) = (session.functionCount, session.nextGlobal)
        let generator = Generator(resolver, script.source, included)
        let main = generator.makeMain(script.statements)
        generator.make(resolver.definitions)
        if let refusal = refused(resolver, generator) { return refusal }
        let functions = generator.functions(from: firstFunction)
        resolver.session.functionCount = generator.functionCount
        return accepted(
            resolver,
            CompiledScript(
                functions: functions, firstFunction: firstFunction, main: main, firstRegister: firstRegister,
                names: resolver.session))
    }

    // MARK: Ends

    /// Adds the text's declarations to the session.
    private func accepted(_ resolver: Resolver, _ program: CompiledScript) -> Compilation {
        session = resolver.session
        return end(resolver, program)
    }

    /// The result for a text whose code cannot be generated; nil if it can.
    private func refused(_ resolver: Resolver, _ generator: Generator) -> Compilation? {
        if let problem = generator.problem { resolver.report(problem) }
        return generator.problem != nil || resolver.watch.isOver ? refused(resolver) : nil
    }

    private func refused(_ resolver: Resolver) -> Compilation {
        guard let interruption = resolver.watch.interruption else { return end(resolver, nil) }
        sources = resolver.sources
        resolution = resolver.resolution
        // The earlier diagnostics are incomplete, and may be wrong.
        return Compilation(
            program: nil, diagnostics: [interruption.diagnostic], parameters: [], tests: [], interruption: interruption)
    }

    private func end(_ resolver: Resolver, _ program: CompiledScript?) -> Compilation {
        sources = resolver.sources
        resolution = resolver.resolution
        return Compilation(
            program: program, diagnostics: resolver.sortedDiagnostics(), parameters: resolution.parameters,
            tests: resolution.tests, interruption: nil)
    }
}

extension Generator {
    /// Creates the generator for a resolved text.
    fileprivate convenience init(_ resolver: Resolver, _ source: SourceFile, _ included: [UInt32: PreparedInclude]) {
        self.init(
            source, resolver.commands, resolver.functions, resolver.kind, resolver.resolution, resolver.session,
            includes: included,
            resolver.watch)
    }
}

extension Compiler {
    /// The register of a top-level name, if it has one; for hosts that read results.
    package func register(ofGlobal name: String) -> Int? { session.register(ofGlobal: name) }

    /// The top-level names and the defs so far, for completion.
    package var names: (variables: [String], functions: [String]) {
        (session.globalNames.sorted(), session.definitionNames.sorted())
    }

    /// The signature of a def so far; nil for another name.
    package func signature(of definition: String) -> Signature? {
        session.names.number(of: definition).flatMap(session.definition).map { session.definitions[$0] }
    }

    /// Forgets all names that were declared since an earlier state of the session.
    package func forgetNames(since earlier: SessionNames) { session = earlier }

    /// Removes the names that were declared since an earlier state of the session and never got a value, because the
    /// program failed. Their earlier meanings hold again.
    ///
    /// - Parameter hasValue: whether the register of a top-level name has a value.
    package func giveUpNames(since earlier: SessionNames, unless hasValue: (Int) -> Bool) {
        session.giveUpNames(since: earlier, unless: hasValue)
    }
}
