import PicketSyntax

/// Finds out what the names of a text mean, and says what is wrong with it.
///
/// It walks over the tree once, in the order in which the text runs: the top level with the files that it includes, then the
/// defs. What it finds is a `Resolution`; code is made from that and from the tree, and only of a text without errors.
final class Resolver: TreeReader {
    let commands: CommandTable
    let kind: TextKind
    let options: CompilationOptions
    /// May end the checking before its end.
    let watch: CheckingWatch
    let parts: WorkWatch?

    // The resolver belongs to one thread and no access to a property is made inside another one to the same; the checks
    // of that at each access took a seventh of the time.

    /// What the text sees of those before it, and adds for those after it.
    @exclusivity(unchecked) var session: Session
    @exclusivity(unchecked) var resolution = Resolution()
    /// The names of the file or def that is being read.
    @exclusivity(unchecked) var names: NamedBody
    @exclusivity(unchecked) var function: FunctionNames

    /// By a name's number: the declaration that it stands for now, and the command and the function of that name; -1 for
    /// none.
    @exclusivity(unchecked) var visible: [Int32] = []
    @exclusivity(unchecked) var commandOf: [Int32] = []
    @exclusivity(unchecked) var builtinOf: [Int32] = []
    /// The names of open blocks, the innermost last.
    @exclusivity(unchecked) var locals: [Local] = []
    /// The open scopes, by their places in the resolution, and where their names begin in `locals`.
    @exclusivity(unchecked) var openScopes: [(scope: Int, firstLocal: Int)] = []
    /// The top-level names of the script itself.
    var ownGlobals: [Int] = []

    @exclusivity(unchecked) var diagnostics: [Diagnostic] = []
    /// How many there are of each kind, and how many beyond the limit were left out.
    @exclusivity(unchecked) var errorCount = 0
    @exclusivity(unchecked) var warningCount = 0
    /// By declarations: what they may hold that another run would not have, `now()` or `uuid()`; only if somebody asks.
    var heldChances: [Int: Builtin] = [:]
    /// Whether the operands of an expectation are being read.
    var isInCondition = false
    /// How many registers what is open now can take, beside the top-level names.
    @exclusivity(unchecked) var demand = 0
    /// How many of them are not free again behind their statement: what an `include` has given.
    @exclusivity(unchecked) var keptRegisters = 0

    /// The script, then the files that it includes, in the order they were read.
    var sources: [SourceFile] = []
    /// The bytes of the files read so far.
    var takenBytes = 0
    var includeChain: [SourceFile] = []
    /// Where each file is included.
    var includeSites: [ObjectIdentifier: SourceLocation] = [:]
    /// The files that the current one includes, by where the statement begins.
    var preparedIncludes: [UInt32: PreparedInclude] = [:]
    /// The parameters that the `include` of the current file names, and that it has not met yet.
    var includeArguments: Set<TextKey> = []
    /// The names of the tests in the file being read, by their bytes.
    var testNames: [[UInt8]: SourceLocation] = [:]
    /// Defs whose bodies are still to be read: they see every top-level name.
    var queue: [QueuedDefinition] = []
    /// Those whose names are known, in the order of the resolution's bodies: code is made of them.
    var definitions: [QueuedDefinition] = []
    /// By a def's place among the definitions: what it does wherever it is called.
    var conducts: [Int: FunctionNames] = [:]
    var parallelBodies: [(function: FunctionNames, span: SourceSpan)] = []
    /// The defs that tests call, and where first.
    var testCalls: [Int: SourceLocation] = [:]
    /// Names that nothing in reach declares, and their diagnostics: another part of the text may declare them.
    var undeclared: [UndeclaredName] = []
    /// Whether statements were left out because they do not parse: what reads a name may be among them.
    var hasSyntaxErrors = false
    /// The names that those would have made, by their bytes.
    var abandonedNames: Set<[UInt8]> = []
    /// What is left of a script that is read some statements at a time; nil for a text that stands in memory.
    @exclusivity(unchecked) var rest: PortionReader?
    var lookahead = Lookahead.none
    /// Storage: the arguments of the call being read that are known only when it is made.
    @exclusivity(unchecked) var computedArguments: [ComputedArgument] = []

    var source: SourceFile { names.source }
    /// What is missing in a call is judged by the code alone.
    var isInCall: Bool { false }

    init(
        _ source: SourceFile, _ commands: CommandTable, _ session: Session, _ kind: TextKind,
        _ options: CompilationOptions, _ watch: CheckingWatch
    ) {
        self.commands = commands
        self.session = session
        self.kind = kind
        self.options = options
        self.watch = watch
        parts = watch.parts
        names = NamedBody(source: source)
        function = FunctionNames(.topLevel, source: source)
        visible = [Int32](repeating: -1, count: session.names.count)
        commandOf = [Int32](repeating: Resolver.unasked, count: session.names.count)
        builtinOf = commandOf
        function.mayHaveResponse = kind != .script
    }

    static let unasked: Int32 = -2

    // MARK: Entries

    /// Reads all of a text that stands in memory as a tree.
    ///
    /// - Returns: the files that it includes.
    func resolve(_ script: Script, by parser: Parser) -> [UInt32: PreparedInclude] {
        diagnostics = parser.diagnostics
        noteSyntaxErrors(of: parser)
        includeChain = [script.source]
        preparedIncludes = prepare(script)
        let included = preparedIncludes
        statements(script.statements)
        finish()
        return included
    }

    /// What stands behind the last statement of the script: the defs, and what is known only when all has been read.
    func finish() {
        keepNames()
        let main = names
        while let next = queue.popLast(), !watch.isOver { resolve(next) }
        names = main
        if kind == .script { warnUnused(ownGlobals) }
        checkCalledDefinitions()
        explainUndeclared()
        resolution.definitions = session.definitions
    }

    /// Puts the names of the file that has been read into the resolution.
    func keepNames() { resolution.files.append(names) }

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// By file in the order they were met, then by place.
    func sortedDiagnostics() -> [Diagnostic] {
        if hasSyntaxErrors { forgetUnused() }
        reportHidden()
        // Most texts have none: the metadata of a dictionary would cost each start.
        if diagnostics.count < 2 { return diagnostics }
        var positions: [ObjectIdentifier: Int] = [:]
        for source in sources { positions[ObjectIdentifier(source)] = positions.count }
        let keys = diagnostics.enumerated().map { offset, diagnostic in
            let file = diagnostic.location.map { positions[ObjectIdentifier($0.source)] ?? .max }
            return (file: file ?? .max, start: diagnostic.location?.span.start ?? .max, offset: offset)
        }
        return keys.sorted { $0 < $1 }.map { diagnostics[$0.offset] }
    }

    // MARK: Registers

    /// Whether a function may have too many: only making its code can tell.
    var mayNeedTooManyRegisters: Bool {
        session.nextGlobal + resolution.registerBound > Generator.registerLimit
    }

    /// Counts registers that the code of what is read can take: never fewer than it does.
    @inline(__always)
    func demand(_ count: Int) {
        demand += count
        if demand > resolution.registerBound { resolution.registerBound = demand }
    }
}

/// What a function is made of.
enum FunctionKind {
    case topLevel
    case definition
    case parallelBody
}

/// The names of a function that is being read, and what it does.
final class FunctionNames {
    let kind: FunctionKind
    /// The def that it stands in; empty for none.
    let name: String
    let source: SourceFile
    /// Where its own names begin among the open ones.
    let firstLocal: Int
    /// The loops around what is being read: whether each is a parallel one.
    var loops: [Bool] = []
    /// How many deferred bodies are open; `return` cannot leave one.
    var deferredDepth = 0
    /// Whether the body of a `test` is being read, also in a parallel loop in it.
    var isInTest = false
    /// Where an `exit` stands outside of any test.
    var exit: SourceSpan?
    /// The defs it calls.
    var calledDefinitions: Set<Int> = []
    /// The top-level names it changes, and where.
    var changedGlobals: [(name: String, span: SourceSpan)] = []
    /// Whether a command can have run before this point.
    @exclusivity(unchecked) var mayHaveResponse: Bool

    init(_ kind: FunctionKind, name: String = "", source: SourceFile, firstLocal: Int = 0) {
        self.kind = kind
        self.name = name
        self.source = source
        self.firstLocal = firstLocal
        mayHaveResponse = kind != .topLevel
    }

    var isTopLevel: Bool { kind == .topLevel }
}

/// A name of an open block.
struct Local {
    let name: Int
    let declaration: Int
    /// The declaration that the name stands for again when the block ends; -1 for none.
    let outer: Int32
}

/// What is known of the part of a script that is still to be read.
enum Lookahead {
    /// Nothing is left to be read.
    case none
    case unread
    /// The defs further down, and the files included there, are known.
    case definitions
}

/// A name that nothing in reach declares.
struct UndeclaredName {
    let name: Int
    let location: SourceLocation
    /// The place of what was said of it among the diagnostics.
    let diagnostic: Int
}
