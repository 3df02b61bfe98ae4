import PicketSyntax

/// Makes code of a text without errors: from its tree, and from what its names mean.
///
/// It walks over the tree in the order of the text, as the resolver has done before, and reads one name after the other.
final class Generator: TreeReader {
    let commands: CommandTable
    let kind: TextKind
    let resolution: Resolution
    /// May end the work before its end.
    let watch: CheckingWatch
    private let parts: WorkWatch?
    /// How many registers of the bottom frame are taken by names.
    let nextGlobal: Int

    // The generator belongs to one thread and no access to a property is made inside another one to the same; the checks
    // of that at each access took a seventh of the time.
    @exclusivity(unchecked) var context: FunctionContext
    /// The names of the file or def that code is made of.
    @exclusivity(unchecked) var names: NameReader
    /// By declaration: the register of a local name, or `isDeclared` for a top-level name; -1 for none so far.
    @exclusivity(unchecked) var registerOf: [Int32]

    /// How many functions the session has, those of this text among them.
    private(set) var functionCount: Int
    var finished = FinishedFunctions()
    /// Code that runs in the bottom frame; its register count is known when all of it is made.
    private var topLevelCodes: [TopLevelCode] = []
    /// The parameter of the text that comes next.
    var nextParameter = 0
    /// The files that the current one includes, by where the statement begins.
    var includes: [UInt32: PreparedInclude]
    /// How many files are open that others include.
    var includeDepth = 0
    /// The registers of what the current file was given by the `include` that names it, by parameter.
    var includeArguments: [TextKey: Int] = [:]
    /// Why there is no code: what a machine can hold, or this thread's stack, is too small for it.
    private(set) var problem: Diagnostic?
    /// Storage: the arguments of the call that are known only when it is made.
    @exclusivity(unchecked) var computedArguments: [ComputedArgument] = []

    private struct TopLevelCode {
        var index: Int
        var context: FunctionContext
    }

    static let isDeclared: Int32 = 0
    static let registerLimit = 4_000

    init(
        _ source: SourceFile, _ commands: CommandTable, _ kind: TextKind, _ resolution: Resolution,
        _ session: Session, includes: [UInt32: PreparedInclude], _ watch: CheckingWatch = CheckingWatch()
    ) {
        self.commands = commands
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

    // What is wrong with the text was said before.
    func report(_ diagnostic: @autoclosure () -> Diagnostic) { assertionFailure("an error: \(diagnostic())") }
    func report(at location: SourceLocation, _ diagnostic: () -> Diagnostic) { report(diagnostic()) }
    func noteLiteralSecret(_ value: Expression, _ name: String?) {}

    // MARK: Functions

    /// Makes the code of a whole top level.
    ///
    /// - Returns: its place among the functions.
    func makeMain(_ statements: [Statement]) -> Int {
        let main = reserve()
        makeTopLevel(statements, ending: .end, index: main)
        return main
    }

    /// Makes the code of the text's defs.
    func make(_ definitions: [QueuedDefinition]) {
        assert(definitions.count == resolution.bodies.count, "the names of each def are known")
        for (definition, names) in zip(definitions, resolution.bodies) where !watch.isOver { make(definition, names) }
    }

    /// Makes code of statements in the bottom frame, and keeps it.
    func makeTopLevel(_ statements: [Statement], ending: Opcode, index: Int) {
        let code = context
        compileBody(statements, at: SourceSpan(0, 0))
        emit(Instruction(ending), at: SourceSpan(0, 0))
        topLevelCodes.append(TopLevelCode(index: index, context: code))
    }

    func keepTopLevel(_ index: Int, _ context: FunctionContext) {
        topLevelCodes.append(TopLevelCode(index: index, context: context))
    }

    /// Takes a place among the functions of the session.
    func reserve() -> Int {
        functionCount += 1
        return functionCount - 1
    }

    /// Forgets the code made so far, and the functions from a place on.
    func giveUpCode(from firstFunction: Int) {
        functionCount = firstFunction
        context.builder = FunctionBuilder()
        topLevelCodes = []
        finished = FinishedFunctions()
    }

    /// The functions from a place on, made whole: all code of the bottom frame shares its registers, whichever file it came
    /// from.
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

    /// Keeps why there is no code: the first reason.
    func fail(_ diagnostic: Diagnostic) { problem = problem ?? diagnostic }

    /// Counts a part of the work, and says whether the rest is to be left.
    @inline(__always)
    func leavesRest() -> Bool { parts?.countPart() ?? false }

    /// Whether no deeper part of the tree may be compiled, because too little of the thread's stack is left.
    @inline(__always)
    func leavesDeeper(at span: @autoclosure () -> SourceSpan) -> Bool {
        guard ThreadStack.isShort else { return false }
        fail(.stackTooSmall(at: location(span())))
        return true
    }
}
