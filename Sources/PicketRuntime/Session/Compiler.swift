package import PicketSyntax

/// Checks scripts and makes code of them.
///
/// A compiler keeps what it learned for the next text of the same session, so that the lines of a prompt see each other's
/// names; for a file it is used once.
package final class Compiler {
    package let commands: CommandTable
    /// What texts see of those before them; the texts of a script are one.
    package private(set) var session = Session()
    /// The text that was compiled last, then the files that it includes, in the order they were read.
    package private(set) var sources: [SourceFile] = []
    /// What the names of the text that was compiled last mean, also if it was refused: for editors.
    package private(set) var resolution = Resolution()

    private let kind: TextKind
    private var options: CompilationOptions

    /// Registers that a function may have.
    static let registerLimit = Generator.registerLimit

    /// - Parameters:
    ///   - isInteractive: whether the texts are the lines of a prompt, which see each other's names.
    ///   - portionSize: how many top-level statements are compiled at once in a script that is long enough to be compiled
    ///     while it runs.
    package init(
        commands: CommandTable, isInteractive: Bool = false, loader: SourceLoader = .none, portionSize: Int = 512,
        checkingLimits: CheckingLimits = CheckingLimits()
    ) {
        self.commands = commands
        kind = isInteractive ? .entry : .script
        options = CompilationOptions(loader: loader, portionSize: portionSize, limits: checkingLimits)
    }

    /// Whether to warn of literal secrets that are too short to be hidden: `picket check` says so.
    package var warnsOfShortSecrets: Bool {
        get { options.warnsOfShortSecrets }
        set { options.warnsOfShortSecrets = newValue }
    }

    /// The code of a warning of what a write gets that another run would not, for a host that keeps a journal; nil for none.
    package var chanceWarning: DiagnosticCode? {
        get { options.chanceWarning }
        set { options.chanceWarning = newValue }
    }

    /// Checks a text, and makes code of it if there are no errors.
    package func compile(_ source: SourceFile) -> Compilation {
        let watch = CheckingWatch(options.limits.interruption)
        let resolver = Resolver(source, commands, session, kind, options, watch)
        guard resolver.take(source, at: nil) else { return refused(resolver) }
        var reader = PortionReader(
            source, isInteractive: kind == .entry, size: options.portionSize, watch: watch.parts)
        let first = reader.next()
        if kind == .script, !reader.isAtEnd { return compileLong(source, first, reader, resolver) }
        let statements = first + reader.rest()
        return compile(Script(source: source, statements: statements), by: reader.parser, resolver)
    }

    /// Checks a text that runs beside its session, and makes code of it: it works on copies of the session's names, which it
    /// cannot change, and what it declares is its own.
    ///
    /// It is the body of a parallel loop with one iteration, which stands in no text.
    package func compileAside(_ source: SourceFile) -> Compilation {
        let watch = CheckingWatch(options.limits.interruption)
        let resolver = Resolver(source, commands, session, .job, options, watch)
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

    /// Resolves a script some statements at a time; the code of its top level is made while it runs.
    private func compileLong(
        _ source: SourceFile, _ first: [Statement], _ reader: PortionReader, _ resolver: Resolver
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
            source: source, commands: commands, portionSize: options.portionSize, resolution: resolver.resolution,
            session: resolver.session, includes: included)
        if resolver.mayNeedTooManyRegisters, let problem = CodeStream.problem(in: seed) {
            resolver.report(problem)
            return refused(resolver)
        }
        return accepted(resolver, Program(functions: functions, seed: seed))
    }

    /// Makes the code of a text that stands in memory.
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
            Program(functions: functions, firstFunction: firstFunction, main: main, firstRegister: firstRegister))
    }

    // MARK: Ends

    /// What the text adds becomes the session's.
    private func accepted(_ resolver: Resolver, _ program: Program) -> Compilation {
        session = resolver.session
        return end(resolver, program)
    }

    /// Of a text whose code cannot be made; nil if it can.
    private func refused(_ resolver: Resolver, _ generator: Generator) -> Compilation? {
        if let problem = generator.problem { resolver.report(problem) }
        return generator.problem != nil || resolver.watch.isOver ? refused(resolver) : nil
    }

    private func refused(_ resolver: Resolver) -> Compilation {
        guard let interruption = resolver.watch.interruption else { return end(resolver, nil) }
        sources = resolver.sources
        resolution = resolver.resolution
        // What was found before it is not all, and may not even be true.
        return Compilation(
            program: nil, diagnostics: [interruption.diagnostic], parameters: [], tests: [], interruption: interruption)
    }

    private func end(_ resolver: Resolver, _ program: Program?) -> Compilation {
        sources = resolver.sources
        resolution = resolver.resolution
        return Compilation(
            program: program, diagnostics: resolver.sortedDiagnostics(), parameters: resolution.parameters,
            tests: resolution.tests, interruption: nil)
    }
}

extension Generator {
    /// For the text that a resolver has read.
    fileprivate convenience init(_ resolver: Resolver, _ source: SourceFile, _ included: [UInt32: PreparedInclude]) {
        self.init(
            source, resolver.commands, resolver.kind, resolver.resolution, resolver.session, includes: included,
            resolver.watch)
    }
}

extension Compiler {
    /// The register of a top-level name, if it has one; for hosts that read results.
    package func register(ofGlobal name: String) -> Int? { session.register(ofGlobal: name) }

    /// The top-level names so far, and the defs, for completion.
    package var names: (variables: [String], functions: [String]) {
        (session.globalNames.sorted(), session.definitionNames.sorted())
    }

    /// Forgets the names declared since an earlier state of the session whose value never came, because the program failed
    /// before; what they meant earlier holds again.
    ///
    /// - Parameter hasValue: whether the register of a top-level name has a value.
    package func giveUpNames(since earlier: Session, unless hasValue: (Int) -> Bool) {
        session.giveUpNames(since: earlier, unless: hasValue)
    }
}
