import PicketSyntax

/// What is needed to make the code of a checked script once more, a portion at a time while it runs.
struct CodeSeed: Sendable {
    var source: SourceFile
    var commands: CommandTable
    var portionSize: Int
    // What checking has found out about the whole of the script.
    var places: [String: Place]
    var nextGlobal: Int
    var nextFarGlobal: Int
    var functionIndices: [String: Int]
    var signatures: [Signature]
    var includes: [UInt32: PreparedInclude]
}

/// The code of a long script, made while it runs: what has run is given up, so that memory stays as it is however long
/// the script is.
///
/// It belongs to the machine that runs the script.
final class CodeStream {
    private let generator: Generator
    private var reader: PortionReader
    private let includes: [UInt32: PreparedInclude]
    private let firstFunction: Int

    /// Some statements of the top level.
    struct Portion {
        var functions: [Function]
        /// The index of its top-level code in the session.
        var main: Int
    }

    init(_ seed: CodeSeed) {
        generator = Generator(seed)
        reader = PortionReader(seed.source, isInteractive: false, size: seed.portionSize)
        includes = seed.includes
        firstFunction = seed.signatures.count
    }

    /// The next portion; the one before it must not be needed any more.
    func next() -> Portion {
        generator.portion(of: reader.next(), includes, isLast: reader.isAtEnd, from: firstFunction)
    }
}

extension Generator {
    /// Checks a script of several portions; what is made of each is given up again, except for its defs.
    ///
    /// - Returns: nil for a script that is to be compiled as a whole: `defer` at its top level belongs to all of it.
    func compileInPortions(_ source: SourceFile, _ first: [Statement], _ reader: PortionReader) -> Compilation? {
        portions = reader
        // Checking needs no code at all: the fewer nodes there are at a time, the sooner their memory is used again.
        portions?.size = min(options.portionSize, 4)
        isInPortions = true
        defer {
            portions = nil
            isInPortions = false
        }
        var statements = first
        var ending: Statement?
        beginTopLevel(source)
        session.includedFiles.append(FirstInclude(script: source.identity))
        sources.append(source)
        while true {
            if statements.contains(where: Generator.isDefer) { return nil }
            takeSyntaxErrors()
            if statements.contains(where: Generator.isPrepared) {
                let script = Script(source: source, statements: statements)
                preparedIncludes.merge(prepare(script)) { first, _ in first }
                context.nextRegister = session.nextGlobal
            }
            self.statements(statements, endedBy: &ending)
            if !context.builder.instructions.isEmpty || !finished.isEmpty {
                giveUpCode(from: latestDefinition + 1)
            }
            if portions?.isAtEnd ?? true || watch.isOver { break }
            statements = portions?.next() ?? []
        }
        takeSyntaxErrors()
        compileQueue()
        topLevelCodes = [TopLevelCode(index: 0, context: context)]
        reportUnused(source)
        checkCalledDefinitions()
        guard !hasErrors, !watch.isOver else { return failed() }
        let seed = CodeSeed(
            source: source, commands: commands, portionSize: options.portionSize, places: reservedPlaces,
            nextGlobal: session.nextGlobal, nextFarGlobal: session.nextFarGlobal,
            functionIndices: session.functionIndices, signatures: session.signatures, includes: preparedIncludes)
        // Where something was given up nothing is called.
        let functions = session.signatures.indices.map { finished[$0] ?? Function.empty }
        return succeeded(Program(functions: functions, seed: seed, usedCommands: usedCommands))
    }

    /// Whether a statement matters before it is compiled.
    private static func isPrepared(_ statement: Statement) -> Bool {
        switch statement {
        case .definition, .include, .letStatement, .param, .secret: return true
        case .command(let call): return call.result != nil
        default: return false
        }
    }

    private func beginTopLevel(_ source: SourceFile) {
        context = FunctionContext(.topLevel, name: "", source: source, firstRegister: session.nextGlobal)
        context.builder.isGivenUp = isInPortions
        includeChain = [source]
    }

    /// The parser's errors since the last time.
    private func takeSyntaxErrors() {
        guard let parser = portions?.parser else { return }
        let found = parser.diagnostics
        diagnostics += found[syntaxErrorCount...]
        noteSyntaxErrors(of: parser)
        syntaxErrorCount = found.count
    }

    /// Forgets the code made so far, and the functions from a place on.
    private func giveUpCode(from firstFunction: Int) {
        session.signatures.removeLast(session.signatures.count - firstFunction)
        context.builder = FunctionBuilder()
        context.builder.isGivenUp = isInPortions
        topLevelCodes = []
        finished = FinishedFunctions()
    }

    /// A name that is not known yet may be that of a def further down, or in a file included there: reads ahead once, and
    /// says whether there was anything to read.
    func readAhead() -> Bool {
        guard var scout = portions, !hasReadAhead else { return false }
        hasReadAhead = true
        let statements = scout.rest()
        noteSyntaxErrors(of: scout.parser)
        let definitions = statements.filter { statement in
            switch statement {
            case .definition, .include: return true
            default: return false
            }
        }
        preparedIncludes.merge(prepare(Script(source: context.source, statements: definitions), isAhead: true)) {
            first, _ in first
        }
        return true
    }

    // MARK: While it runs

    convenience init(_ seed: CodeSeed) {
        var session = Session()
        session.nextGlobal = seed.nextGlobal
        session.nextFarGlobal = seed.nextFarGlobal
        session.functionIndices = seed.functionIndices
        session.signatures = seed.signatures
        self.init(seed.commands, session, .script)
        reservedPlaces = seed.places
        isRepeating = true
        beginTopLevel(seed.source)
    }

    /// Makes the code of some statements, whose functions take the places from `firstFunction` on.
    func portion(
        of statements: [Statement], _ includes: [UInt32: PreparedInclude], isLast: Bool, from firstFunction: Int
    ) -> CodeStream.Portion {
        giveUpCode(from: firstFunction)
        preparedIncludes = includes
        (parameters, tests, parallelContexts) = ([], [], [])
        let main = reserve("", SourceSpan(0, 0), context.source)
        context.nextRegister = session.nextGlobal
        var ending: Statement?
        self.statements(statements, endedBy: &ending)
        emit(Instruction(isLast ? .end : .endPortion), at: SourceSpan(0, 0))
        topLevelCodes.append(TopLevelCode(index: main, context: context))
        finishTopLevel()
        let functions = (firstFunction..<session.signatures.count).compactMap { finished[$0] }
        assert(Generator.verify(functions), "the code is sound")
        return CodeStream.Portion(functions: functions, main: main)
    }
}
