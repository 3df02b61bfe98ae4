import PicketSyntax

/// Generates the code of a text without errors, from its tree and its resolved names.
///
/// It walks over the tree in the same order as the resolver, and consumes one name after the other.
final class Generator: TreeReader {
    let commands: CommandTable
    let functions: FunctionTable
    let kind: TextKind
    let resolution: Resolution
    /// May stop the work early.
    let watch: CheckingWatch
    private let parts: WorkWatch?
    /// The number of registers of the bottom frame that names use.
    let nextGlobal: Int

    // The generator belongs to one thread, and its properties are never accessed while an access to the same property
    // is in progress. Exclusivity checks would take a seventh of the time.
    @exclusivity(unchecked) var context: FunctionContext
    /// The names of the current file or def.
    @exclusivity(unchecked) var names: NameReader
    /// By declaration: the register of a local name, or `isDeclared` for a top-level name; -1 if there is none yet.
    @exclusivity(unchecked) var registerOf: [Int32]

    /// The number of functions of the session, including those of this text.
    private(set) var functionCount: Int
    var finished = FinishedFunctions()
    /// Code of the bottom frame. Its register count is set when all of it is complete.
    private var topLevelCodes: [TopLevelCode] = []
    /// The index of the next parameter of the text.
    var nextParameter = 0
    /// The files that the current file includes, by the offset of the statement.
    var includes: [UInt32: PreparedInclude]
    /// The number of included files that are open.
    var includeDepth = 0
    /// The registers of the values that the `include` of the current file passes, by parameter.
    var includeArguments: [TextKey: Int] = [:]
    /// The reason why there is no code: it exceeds the machine's limits or this thread's stack.
    private(set) var problem: Diagnostic?
    /// Storage for the computed arguments of the current call.
    @exclusivity(unchecked) var computedArguments: [ComputedArgument] = []

    private struct TopLevelCode {
        var index: Int
        var context: FunctionContext
    }

    static let isDeclared: Int32 = 0
    static let registerLimit = 4_000

    init(
        _ source: SourceFile, _ commands: CommandTable, _ functions: FunctionTable, _ kind: TextKind,
        _ resolution: Resolution, _ session: SessionNames, includes: [UInt32: PreparedInclude],
        _ watch: CheckingWatch = CheckingWatch()
    ) {
        self.commands = commands
        self.functions = functions
        self.kind = kind
        self.resolution = resolution
        self.watch = watch
        parts = watch.parts
        self.includes = includes
        functionCount = session.functionCount
        nextGlobal = session.nextGlobal
        names = NameReader(resolution.names(of: source))
        registerOf = resolution.declarations.map { $0.kind == .earlier ? Generator.isDeclared : -1 }
        context = FunctionContext(.topLevel, name: "", source: source, firstRegister: nextGlobal)
    }

    var source: SourceFile { context.source }
    var isInCondition: Bool { context.isInCondition }
    var isInCall: Bool { context.isInCall }

    // The resolver has already reported all problems.
    func report(_ diagnostic: @autoclosure () -> Diagnostic) { assertionFailure("an error: \(diagnostic())") }
    func report(at location: SourceLocation, _ diagnostic: () -> Diagnostic) { report(diagnostic()) }
    func noteLiteralSecret(_ value: Expression, _ name: String?) {}

    // MARK: Functions

    /// Generates a whole top level.
    ///
    /// - Returns: its index among the functions.
    func makeMain(_ statements: [Statement]) -> Int {
        let main = reserve()
        makeTopLevel(statements, ending: .end, index: main)
        return main
    }

    /// Generates the code of the text's defs.
    func make(_ definitions: [QueuedDefinition]) {
        assert(definitions.count == resolution.bodies.count, "the names of each def are known")
        for (definition, names) in zip(definitions, resolution.bodies) where !watch.isOver { make(definition, names) }
    }

    /// Generates statements in the bottom frame, and keeps the code.
    func makeTopLevel(_ statements: [Statement], ending: Opcode, index: Int) {
        let code = context
        compileBody(statements, at: SourceSpan(0, 0))
        emit(Instruction(ending), at: SourceSpan(0, 0))
        topLevelCodes.append(TopLevelCode(index: index, context: code))
    }

    func keepTopLevel(_ index: Int, _ context: FunctionContext) {
        topLevelCodes.append(TopLevelCode(index: index, context: context))
    }

    /// Reserves an index among the functions of the session.
    func reserve() -> Int {
        functionCount += 1
        return functionCount - 1
    }

    /// Discards the code generated so far, and the functions from an index on.
    func giveUpCode(from firstFunction: Int) {
        functionCount = firstFunction
        context.builder = FunctionBuilder()
        topLevelCodes = []
        finished = FinishedFunctions()
    }

    /// Completes the functions from an index on. All code of the bottom frame shares its registers, whichever file it
    /// comes from.
    func functions(from firstFunction: Int) -> [Function] {
        let registers = topLevelCodes.map(\.context.builder.registerCount).max() ?? 0
        for code in topLevelCodes {
            code.context.builder.registerCount = max(registers, nextGlobal)
            keep(code.context, at: code.index, name: "", parameterCount: 0)
        }
        let functions = (firstFunction..<functionCount).compactMap { finished[$0] }
        assert(functions.count == functionCount - firstFunction, "each function that has a place has code")
        assert(Generator.verify(functions), "the code is sound")
        return functions
    }

    func keep(_ context: FunctionContext, at index: Int, name: String, parameterCount: Int) {
        assert(
            problem != nil || context.builder.registerCount <= nextGlobal + resolution.registerBound,
            "the registers are no more than the resolver has counted")
        finished[index] = Function(
            context.builder, name: name, source: context.source, parameterCount: parameterCount)
    }

    // MARK: Limits

    /// Stores the first reason why there is no code.
    func fail(_ diagnostic: Diagnostic) { problem = problem ?? diagnostic }

    /// Counts a part of the work, and returns whether to stop.
    @inline(__always)
    func leavesRest() -> Bool { parts?.countPart() ?? false }

    /// Whether generation must not recurse deeper, because too little of the thread's stack is left.
    @inline(__always)
    func leavesDeeper(at span: @autoclosure () -> SourceSpan) -> Bool {
        guard ThreadStack.isShort else { return false }
        fail(.stackTooSmall(at: location(span())))
        return true
    }
}
