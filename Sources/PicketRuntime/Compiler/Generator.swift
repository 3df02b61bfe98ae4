import PicketSyntax

/// Checks one text and makes code of it, in one walk over the tree.
final class Generator {
    let commands: CommandTable
    let kind: TextKind
    let options: CompilationOptions
    /// May end the checking before its end.
    let watch: CheckingWatch

    /// What the text sees of those before it, and adds for those after it.
    @exclusivity(unchecked) var session: Session {
        didSet { sessionVersion &+= 1 }
    }
    @exclusivity(unchecked) private(set) var sessionVersion = 0
    /// How many functions there were before, and how many registers of the bottom frame were taken.
    let firstFunction: Int
    let firstRegister: Int

    /// The script, then the files that it includes, in the order they were read.
    var sources: [SourceFile] = []

    // The generator belongs to one thread and no access to a property is made inside another one to the same; the checks
    // of that at each access took a seventh of the time.
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
    /// The bytes of the files read so far.
    var takenBytes = 0
    /// The latest def that was made known.
    var latestDefinition = -1
    /// Whether the code of a script that was checked is made once more.
    var isRepeating = false
    /// The commands of all portions, by index.
    var usedCommands: Set<Int> = []
    @exclusivity(unchecked) var latestCommand = -1
    @exclusivity(unchecked) var isInPortions = false
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

    init(
        _ commands: CommandTable, _ session: Session, _ kind: TextKind,
        _ options: CompilationOptions = CompilationOptions(), _ watch: CheckingWatch = CheckingWatch()
    ) {
        self.commands = commands
        self.session = session
        self.kind = kind
        self.options = options
        self.watch = watch
        firstFunction = session.signatures.count
        firstRegister = session.nextGlobal
        context = FunctionContext(.topLevel, name: "", source: SourceFile(name: "", text: ""))
    }

    func compileWhole(_ script: Script, by parser: Parser) -> Compilation {
        diagnostics = parser.diagnostics
        noteSyntaxErrors(of: parser)
        let included = prepare(script)
        let main = reserve("", SourceSpan(0, 0), script.source)
        context = FunctionContext(.topLevel, name: "", source: script.source, firstRegister: session.nextGlobal)
        context.mayHaveResponse = kind != .script
        includeChain = [script.source]
        compileTopLevel(script, included: included, index: main)
        compileQueue()
        reportUnused(script.source)
        checkCalledDefinitions()
        guard !hasErrors, !watch.isOver else { return failed() }
        finishTopLevel()
        let functions = (firstFunction..<session.signatures.count).compactMap { finished[$0] }
        return succeeded(
            Program(functions: functions, firstFunction: firstFunction, main: main, firstRegister: firstRegister))
    }

    // MARK: Ends

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    func failed() -> Compilation {
        if let interruption = watch.interruption {
            // What was found before it is not all, and may not even be true.
            return Compilation(
                program: nil, diagnostics: [interruption.diagnostic], parameters: [], tests: [],
                interruption: interruption)
        }
        return Compilation(
            program: nil, diagnostics: sorted(), parameters: parameters, tests: tests, interruption: nil)
    }

    func succeeded(_ program: Program) -> Compilation {
        assert(Generator.verify(program.functions), "the code is sound")
        return Compilation(
            program: program, diagnostics: sorted(), parameters: parameters, tests: tests, interruption: nil)
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
        session.signatures.append(Signature(name: name, parameters: [], span: span, source: source))
        return session.signatures.count - 1
    }

    func compileQueue() {
        while let next = queue.popLast(), !watch.isOver { compile(next) }
    }

    /// Makes functions of the top-level code: all code of the bottom frame shares its registers, whichever file it came
    /// from.
    func finishTopLevel() {
        let registers = topLevelCodes.map(\.context.builder.registerCount).max() ?? 0
        for code in topLevelCodes {
            code.context.builder.registerCount = max(registers, session.nextGlobal)
            finished[code.index] = Function(
                code.context.builder, name: "", source: code.context.source, parameterCount: 0)
        }
    }
}
