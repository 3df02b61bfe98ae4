package import PicketSyntax

/// Checks scripts and makes code of them, in one walk over the tree.
///
/// A compiler keeps what it learned for the next text of the same session, so that the lines of a prompt see each other's
/// names; for a file it is used once.
package final class Compiler {
    package let commands: CommandTable
    let isInteractive: Bool
    let loader: SourceLoader
    /// How many top-level statements are compiled at once in a script that is long enough to be compiled while it runs.
    let portionSize: Int
    let checkingLimits: CheckingLimits
    /// Whether to warn of literal secrets that are too short to be hidden: `picket check` says so.
    package var warnsOfShortSecrets = false
    /// The code of a warning of what a write gets that another run would not, for a host that keeps a journal; nil for none.
    package var chanceWarning: DiagnosticCode?

    // What a session keeps.
    @exclusivity(unchecked) var globals: [String: Variable] = [:] {
        didSet { globalsVersion &+= 1 }
    }
    @exclusivity(unchecked) private(set) var globalsVersion = 0
    var nextGlobal = 0
    var nextFarGlobal = 0
    var signatures: [Signature] = []
    var functionIndices: [String: Int] = [:]
    var includedFiles: [FirstInclude] = []

    /// The script, then the files that it includes, in the order they were read.
    package internal(set) var sources: [SourceFile] = []

    // What one compilation makes. The compiler belongs to one thread and no access to a property is made inside another
    // one to the same; the checks of that at each access took a seventh of the time.
    @exclusivity(unchecked) var context: FunctionContext
    @exclusivity(unchecked) var diagnostics: [Diagnostic] = []
    /// How many there are of each kind, and how many beyond the limit were left out.
    @exclusivity(unchecked) var errorCount = 0
    @exclusivity(unchecked) var warningCount = 0
    var finished = FinishedFunctions()
    var queue: [QueuedDefinition] = []
    var topLevelCodes: [TopLevelCode] = []
    var functionContexts: [Int: FunctionContext] = [:]
    var parallelContexts: [(context: FunctionContext, span: SourceSpan)] = []
    /// The defs that tests call, and where first.
    var testCalls: [Int: SourceLocation] = [:]
    var parameters: [ScriptParameter] = []
    var tests: [DeclaredTest] = []
    /// The names of the tests in the file being compiled, by their bytes.
    var testNames: [[UInt8]: SourceLocation] = [:]
    var includeChain: [SourceFile] = []
    /// What the current file was given by the `include` that names it, by parameter.
    var includeArguments: [String: Int] = [:]
    /// Places for the top-level names of this compilation, until they are declared.
    var reservedPlaces: [String: Place] = [:]
    /// The rest of a script that is compiled in portions, and how many of its syntax errors are known.
    var portions: PortionReader?
    var syntaxErrorCount = 0
    /// Whether the defs further down are known already.
    var hasReadAhead = false
    /// Whether statements were left out because they do not parse: what reads a name may be among them.
    var hasSyntaxErrors = false
    /// The names that those would have made, by their bytes.
    var abandonedNames: Set<[UInt8]> = []
    /// May end the checking before its end.
    var watch: WorkWatch?
    /// Why it did.
    var interruption: Failure?
    /// The bytes of the files read so far.
    var takenBytes = 0
    /// The latest def that was made known.
    var latestDefinition = -1
    /// Whether the text runs beside its session, which it cannot change.
    var isAside = false
    /// Whether the code of a script that was checked is made once more.
    var isRepeating = false
    /// The commands of all portions, by index.
    var usedCommands: Set<Int> = []
    @exclusivity(unchecked) var latestCommand = -1
    @exclusivity(unchecked) var isInPortions = false
    private var sessionMark: SessionMark?
    /// Where each file is included.
    var includeSites: [ObjectIdentifier: SourceLocation] = [:]
    /// Storage: the arguments of the call being compiled that are known only when it is made.
    @exclusivity(unchecked) var computedArguments: [ComputedArgument] = []
    @exclusivity(unchecked) var callees = NameCache<Callee>()
    @exclusivity(unchecked) var variables = VariableCache()
    /// The files that the current one includes, by where the statement begins.
    var preparedIncludes: [UInt32: PreparedInclude] = [:]

    struct QueuedDefinition {
        var index: Int
        var definition: Definition
        var source: SourceFile
    }

    /// Code that runs in the bottom frame; its register count is known when all of it is compiled.
    struct TopLevelCode {
        var index: Int
        var context: FunctionContext
    }

    /// Top-level names beyond this register are read from another place: registers are few.
    static let nearGlobals = 3_000
    static let registerLimit = 4_000

    package init(
        commands: CommandTable, isInteractive: Bool = false, loader: SourceLoader = .none, portionSize: Int = 512,
        checkingLimits: CheckingLimits = CheckingLimits()
    ) {
        self.commands = commands
        self.checkingLimits = checkingLimits
        self.portionSize = portionSize
        self.isInteractive = isInteractive
        self.loader = loader
        context = FunctionContext(.topLevel, name: "", source: SourceFile(name: "", text: ""))
    }

    /// Checks a text, and makes code of it if there are no errors.
    package func compile(_ source: SourceFile) -> Compilation {
        reset()
        beginSession()
        beginWatch()
        guard take(source, at: nil) else { return failed() }
        var reader = PortionReader(source, isInteractive: isInteractive, size: portionSize, watch: watch)
        let first = reader.next()
        if !reader.isAtEnd, !isInteractive {
            if let compilation = compileInPortions(source, first, reader) { return compilation }
            forgetSession()
            reset()
            beginSession()
            _ = take(source, at: nil)
        }
        let statements = first + reader.rest()
        return compileWhole(Script(source: source, statements: statements), by: reader.parser)
    }

    func compileWhole(_ script: Script, by parser: Parser) -> Compilation {
        diagnostics = parser.diagnostics
        noteSyntaxErrors(of: parser)
        let firstFunction = signatures.count
        let included = prepare(script)
        let main = reserve("", SourceSpan(0, 0), script.source)
        context = FunctionContext(.topLevel, name: "", source: script.source, firstRegister: nextGlobal)
        context.mayHaveResponse = isInteractive
        includeChain = [script.source]
        compileTopLevel(script, included: included, index: main)
        compileQueue()
        reportUnused(script.source)
        checkCalledDefinitions()
        guard !hasErrors, !isInterrupted else { return failed() }
        finishTopLevel()
        let functions = (firstFunction..<signatures.count).compactMap { finished[$0] }
        return succeeded(
            Program(
                functions: functions, firstFunction: firstFunction, main: main,
                firstRegister: sessionMark?.nextGlobal ?? 0))
    }

    // MARK: Ends

    /// What a text that is refused leaves as it was.
    private struct SessionMark {
        var globals: [String: Variable]
        var nextGlobal: Int
        var nextFarGlobal: Int
        var functionIndices: [String: Int]
        var includedFiles: [FirstInclude]
        var signatures: Int
    }

    func beginSession() {
        sessionMark = SessionMark(
            globals: globals, nextGlobal: nextGlobal, nextFarGlobal: nextFarGlobal, functionIndices: functionIndices,
            includedFiles: includedFiles, signatures: signatures.count)
    }

    private func forgetSession() {
        guard let mark = sessionMark else { return }
        globals = mark.globals
        nextGlobal = mark.nextGlobal
        nextFarGlobal = mark.nextFarGlobal
        functionIndices = mark.functionIndices
        includedFiles = mark.includedFiles
        signatures.removeLast(signatures.count - mark.signatures)
        callees = NameCache()
        latestDefinition = functionIndices.values.max() ?? -1
    }

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    func failed() -> Compilation {
        forgetSession()
        if isInterrupted, let interruption {
            // What was found before it is not all, and may not even be true.
            return Compilation(
                program: nil, diagnostics: [interruption.diagnostic], parameters: [], tests: [],
                interruption: interruption)
        }
        return Compilation(
            program: nil, diagnostics: sorted(), parameters: parameters, tests: tests, interruption: nil)
    }

    func succeeded(_ program: Program) -> Compilation {
        assert(Compiler.verify(program.functions), "the code is sound")
        return Compilation(
            program: program, diagnostics: sorted(), parameters: parameters, tests: tests, interruption: nil)
    }

    func reset() {
        diagnostics = []
        takenBytes = 0
        errorCount = 0
        warningCount = 0
        syntaxErrorCount = 0
        hasReadAhead = false
        hasSyntaxErrors = false
        abandonedNames = []
        usedCommands = []
        latestCommand = -1
        sources = []
        finished = FinishedFunctions()
        queue = []
        topLevelCodes = []
        functionContexts = [:]
        parallelContexts = []
        testCalls = [:]
        parameters = []
        tests = []
        testNames = [:]
        includeArguments = [:]
        reservedPlaces = [:]
        includeSites = [:]
    }

    /// By file in the order they were met, then by place.
    private func sorted() -> [Diagnostic] {
        if hasSyntaxErrors { forgetUnused() }
        reportHidden()
        return diagnostics.enumerated().sorted { left, right in
            guard let first = left.element.location, let second = right.element.location,
                first.source === second.source, first.span.start != second.span.start
            else { return left.offset < right.offset }
            return first.span.start < second.span.start
        }.map(\.element)
    }

    func compileTopLevel(_ script: Script, included: [UInt32: PreparedInclude], index: Int) {
        let code = context
        preparedIncludes = included
        compileBody(script.statements, at: SourceSpan(0, 0))
        emit(Instruction(includeChain.count == 1 ? .end : .endInclude), at: SourceSpan(0, 0))
        topLevelCodes.append(TopLevelCode(index: index, context: code))
    }

    /// Takes a place among the functions of the session.
    func reserve(_ name: String, _ span: SourceSpan, _ source: SourceFile) -> Int {
        signatures.append(Signature(name: name, parameters: [], span: span, source: source))
        return signatures.count - 1
    }

    func compileQueue() {
        while let next = queue.popLast(), !isInterrupted { compile(next) }
    }

    /// Makes functions of the top-level code: all code of the bottom frame shares its registers, whichever file it came
    /// from.
    func finishTopLevel() {
        let registers = topLevelCodes.map(\.context.builder.registerCount).max() ?? 0
        for code in topLevelCodes {
            code.context.builder.registerCount = max(registers, nextGlobal)
            finished[code.index] = Function(
                code.context.builder, name: "", source: code.context.source, parameterCount: 0)
        }
    }
}
