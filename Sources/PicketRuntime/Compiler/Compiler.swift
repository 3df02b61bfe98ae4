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
        let generator = Generator(commands, session, kind, options, watch)
        guard generator.take(source, at: nil) else { return end(generator, generator.failed()) }
        var reader = PortionReader(
            source, isInteractive: kind == .entry, size: options.portionSize, watch: watch.parts)
        let first = reader.next()
        guard !reader.isAtEnd else { return compile(first, of: source, by: reader.parser, generator) }
        if kind == .script, let compilation = generator.compileInPortions(source, first, reader) {
            return end(generator, compilation)
        }
        let another = Generator(commands, session, kind, options, watch)
        _ = another.take(source, at: nil)
        let statements = first + reader.rest()
        return compile(statements, of: source, by: reader.parser, another)
    }

    /// Checks a text that runs beside its session, and makes code of it: it works on copies of the session's names, which it
    /// cannot change, and what it declares is its own.
    ///
    /// It is the body of a parallel loop with one iteration, which stands in no text.
    package func compileAside(_ source: SourceFile) -> Compilation {
        let watch = CheckingWatch(options.limits.interruption)
        let generator = Generator(commands, session, .job, options, watch)
        guard generator.take(source, at: nil) else { return end(generator, generator.failed()) }
        var parser = Parser(source, isInteractive: true, isBlock: true, watch: watch.parts)
        let body = Block(statements: parser.parseScript().statements, span: source.span)
        let nowhere = SourceSpan(0, 0)
        let loop = ForStatement(
            name: Name(nowhere), value: nil, sequence: .list([.null(nowhere)], nowhere), parallel: .integer(1, nowhere),
            body: body, span: source.span)
        return compile([.forLoop(loop)], of: source, by: parser, generator)
    }

    private func compile(
        _ statements: [Statement], of source: SourceFile, by parser: Parser, _ generator: Generator
    ) -> Compilation {
        end(generator, generator.compileWhole(Script(source: source, statements: statements), by: parser))
    }

    /// What the text adds becomes the session's if there is code.
    private func end(_ generator: Generator, _ compilation: Compilation) -> Compilation {
        sources = generator.sources
        if compilation.program != nil { session = generator.session }
        return compilation
    }
}

extension Compiler {
    /// The register of a top-level name, if it has one; for hosts that read results.
    package func register(ofGlobal name: String) -> Int? { session.register(ofGlobal: name) }

    /// The top-level names so far, and the defs, for completion.
    package var names: (variables: [String], functions: [String]) { session.names }

    /// Forgets the names declared since an earlier state of the session whose value never came, because the program failed
    /// before; what they meant earlier holds again.
    ///
    /// - Parameter hasValue: whether the register of a top-level name has a value.
    package func giveUpNames(since earlier: Session, unless hasValue: (Int) -> Bool) {
        session.giveUpNames(since: earlier, unless: hasValue)
    }
}
