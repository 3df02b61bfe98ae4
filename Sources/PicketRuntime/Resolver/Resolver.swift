import PicketSyntax

/// Resolves the names of a text and reports its errors.
///
/// It walks over the tree once, in the order in which the text runs: the top level with the included files, then the
/// defs. The result is a `Resolution`. The generator uses it together with the tree, and only if there are no errors.
final class Resolver: TreeReader {
    let commands: CommandTable
    let functions: FunctionTable
    let kind: TextKind
    let options: CompilationOptions
    /// May stop the check early.
    let watch: CheckingWatch
    let parts: WorkWatch?

    // The resolver belongs to one thread, and its properties are never accessed while an access to the same property is
    // in progress. Exclusivity checks would take a seventh of the time.

    /// The names of earlier texts that this text sees, and the names that it adds.
    @exclusivity(unchecked) var session: SessionNames
    @exclusivity(unchecked) var resolution = Resolution()
    /// The names of the current file or def.
    @exclusivity(unchecked) var names: NamedBody
    @exclusivity(unchecked) var function: FunctionNames

    /// The visible declaration by a name's number; -1 if there is none.
    @exclusivity(unchecked) var visible: [Int32] = []
    /// The command by a name's number; -1 if there is none.
    @exclusivity(unchecked) var commandOf: [Int32] = []
    /// The function of the language by a name's number; -1 if there is none.
    @exclusivity(unchecked) var builtinOf: [Int32] = []
    /// The names of open blocks, the innermost last.
    @exclusivity(unchecked) var locals: [Local] = []
    /// The open scopes, by their indices in the resolution, and the index of their first name in `locals`.
    @exclusivity(unchecked) var openScopes: [(scope: Int, firstLocal: Int)] = []
    /// The top-level names of the script itself.
    var ownGlobals: [Int] = []

    @exclusivity(unchecked) var diagnostics: [Diagnostic] = []
    /// The number of errors, including hidden ones.
    @exclusivity(unchecked) var errorCount = 0
    /// The number of warnings, including hidden ones.
    @exclusivity(unchecked) var warningCount = 0
    /// By declaration: the random or time-dependent function, `now()` or `uuid()`, whose result it may hold. Empty if
    /// the check is off.
    var heldChances: [Int: Builtin] = [:]
    /// Whether the operands of an expectation are being resolved.
    var isInCondition = false
    /// The maximum number of registers of the open blocks, without the top-level names.
    @exclusivity(unchecked) var demand = 0
    /// The number of registers that stay in use after their statement: the arguments of an `include`.
    @exclusivity(unchecked) var keptRegisters = 0

    /// The script, then the included files in the order in which they were read.
    var sources: [SourceFile] = []
    /// The number of bytes of all files so far.
    var takenBytes = 0
    var includeChain: [SourceFile] = []
    /// The `include` statement of each file.
    var includeSites: [ObjectIdentifier: SourceLocation] = [:]
    /// The files that the current file includes, by the offset of the statement.
    var preparedIncludes: [UInt32: PreparedInclude] = [:]
    /// The parameters that the `include` of the current file sets and whose `param` has not occurred yet.
    var includeArguments: Set<TextKey> = []
    /// The names of the tests in the current file, as bytes.
    var testNames: [[UInt8]: SourceLocation] = [:]
    /// Defs whose bodies are not resolved yet; they see every top-level name.
    var queue: [QueuedDefinition] = []
    /// Resolved defs, in the order of the resolution's bodies. The generator compiles them.
    var definitions: [QueuedDefinition] = []
    /// By a def's index among the definitions: the effects of a call of it.
    var conducts: [Int: FunctionNames] = [:]
    var parallelBodies: [(function: FunctionNames, span: SourceSpan)] = []
    /// The defs that tests call, each with the location of the first call.
    var testCalls: [Int: SourceLocation] = [:]
    /// Unknown names and their diagnostics. A later part of the text may declare them.
    var undeclared: [UndeclaredName] = []
    /// Whether statements with syntax errors were left out. They may use names that otherwise look unused.
    var hasSyntaxErrors = false
    /// The names that those statements would have declared, as bytes.
    var abandonedNames: Set<[UInt8]> = []
    /// The unread rest of a script that is parsed in chunks; nil for a text whose tree is in memory.
    @exclusivity(unchecked) var rest: ChunkReader?
    var lookahead = Lookahead.none
    /// Storage for the computed arguments of the current call.
    @exclusivity(unchecked) var computedArguments: [ComputedArgument] = []

    var source: SourceFile { names.source }
    /// Always false: only the generator treats a missing subject in a call as an error.
    var isInCall: Bool { false }

    init(
        _ source: SourceFile, _ commands: CommandTable, _ functions: FunctionTable, _ session: SessionNames,
        _ kind: TextKind,
        _ options: CompilationOptions, _ watch: CheckingWatch
    ) {
        self.commands = commands
        self.functions = functions
        self.session = session
        if options.includesAgain { self.session.includedFiles = [] }
        self.kind = kind
        self.options = options
        self.watch = watch
        parts = watch.parts
        names = NamedBody(source: source)
        function = FunctionNames(.topLevel, source: source)
        visible = [Int32](repeating: -1, count: session.names.count)
        commandOf = [Int32](repeating: Resolver.unasked, count: session.names.count)
        builtinOf = commandOf
        function.mayHaveResponse = kind.isOfSession
    }

    static let unasked: Int32 = -2

    // MARK: Entries

    /// Resolves a text whose tree is in memory.
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

    /// Finishes after the last statement of the script: resolves the defs, then runs the checks that need the whole
    /// text.
    func finish() {
        keepNames()
        let main = names
        while let next = queue.popLast(), !watch.isOver { resolve(next) }
        names = main
        if !kind.isOfSession { warnUnused(ownGlobals) }
        checkCalledDefinitions()
        explainUndeclared()
        resolution.definitions = session.definitions
    }

    /// Adds the names of the current file to the resolution.
    func keepNames() { resolution.files.append(names) }

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// Sorted by file, in the order in which files were read, then by offset.
    func sortedDiagnostics() -> [Diagnostic] {
        if hasSyntaxErrors { forgetUnused() }
        reportHidden()
        // Most texts have no diagnostics, and the metadata of a dictionary would slow each start.
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

    /// Whether a function may need too many registers. Only the generator can tell.
    var mayNeedTooManyRegisters: Bool {
        session.nextGlobal + resolution.registerBound > Generator.registerLimit
    }

    /// Counts the registers that the code of the current part may need. Never counts too few.
    @inline(__always)
    func demand(_ count: Int) {
        demand += count
        if demand > resolution.registerBound { resolution.registerBound = demand }
    }
}

/// The kind of a function.
enum FunctionKind {
    case topLevel
    case definition
    case parallelBody
}

/// The names of the current function, and the effects of calling it.
final class FunctionNames {
    let kind: FunctionKind
    /// The surrounding def; empty if there is none.
    let name: String
    let source: SourceFile
    /// The index of its first name among the open ones.
    let firstLocal: Int
    /// The surrounding loops: whether each is parallel.
    var loops: [Bool] = []
    /// The number of open deferred bodies, which `return` cannot leave.
    var deferredDepth = 0
    /// Whether the body of a `test` is being resolved, including parallel loops in it.
    var isInTest = false
    /// The span of an `exit` outside of any test.
    var exit: SourceSpan?
    /// The defs it calls.
    var calledDefinitions: Set<Int> = []
    /// The top-level names that it changes, with the spans.
    var changedGlobals: [(name: String, span: SourceSpan)] = []
    /// Whether a command may have run before this point.
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
    /// The declaration that the name refers to again after the block; -1 if there is none.
    let outer: Int32
}

/// The knowledge about the unread rest of a script.
enum Lookahead {
    /// Nothing is unread.
    case none
    case unread
    /// The defs further down, and the files included there, are known.
    case definitions
}

/// An unknown name.
struct UndeclaredName {
    let name: Int
    let location: SourceLocation
    /// The index of its error among the diagnostics.
    let diagnostic: Int
}
