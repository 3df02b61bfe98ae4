import PicketSyntax

/// Where a name's value stands.
enum Place: Sendable {
    /// A register of the function being compiled.
    case register(Int)
    /// A top-level name, read from inside another function; a register of the bottom frame.
    case global(Int)
    /// A top-level name beyond the registers.
    case far(Int)
}

/// A name in a scope.
final class Variable {
    let name: String
    /// Where it was declared.
    let location: SourceLocation
    let place: Place
    @exclusivity(unchecked) private(set) var isUsed = false
    @exclusivity(unchecked) private(set) var isChanged = false
    /// The name of the surroundings that a parallel body's name stands for.
    var outer: Variable?
    /// What it may hold that another run would not have: `now()` or `uuid()`; nil for neither.
    var chance: Builtin?
    var heldChance: Builtin? { chance ?? outer?.heldChance }

    init(name: String, location: SourceLocation, place: Place) {
        self.name = name
        self.location = location
        self.place = place
    }

    func markUsed() {
        isUsed = true
        outer?.markUsed()
    }

    func markChanged() { isChanged = true }
}

/// The names of a block.
struct Scope {
    var variables: [String: Variable] = [:]
    /// In the order of declaration, for warnings.
    var order: [Variable] = []
    /// The first register that the block may use; they are free again after it.
    var firstRegister: Int

    mutating func declare(_ variable: Variable) {
        variables[variable.name] = variable
        order.append(variable)
    }
}

/// A function under compilation.
final class FunctionContext {
    enum Kind: Equatable {
        case topLevel
        case definition(Int)
        case parallelBody
    }

    let kind: Kind
    let name: String
    let source: SourceFile
    /// What surrounds a parallel body.
    let parent: FunctionContext?
    // As in `Compiler`.
    @exclusivity(unchecked) var builder = FunctionBuilder()
    @exclusivity(unchecked) var scopes: [Scope] {
        didSet { scopesVersion &+= 1 }
    }
    /// Changes whenever a name may mean something else.
    @exclusivity(unchecked) private(set) var scopesVersion = 0
    @exclusivity(unchecked) var nextRegister = 0
    var loops: [LoopContext] = []
    /// How many blocks that must be left with care are open here.
    var blockDepth = 0
    /// Whether a deferred body is being compiled, and so on; `return` cannot leave it.
    var deferredDepth = 0
    /// Whether the arguments of a call are being compiled: a subject that is missing there is a fault.
    var isInCall = false
    /// Whether the condition of an expectation is being compiled: what is missing in it makes it fail, and is no fault.
    var isInCondition = false
    /// Whether a `defer` of the def itself runs when the def returns, after the result was computed.
    var runsDeferred = false
    /// Whether the body of a `test` is being compiled, also in a parallel loop in it.
    var isInTest = false
    /// Where an `exit` stands outside of any test.
    var exit: SourceSpan?
    /// The registers of the surroundings, as offsets, that a parallel body gets copies of.
    var captures: [Int] = []
    /// The defs it calls.
    var calledFunctions: Set<Int> = []
    /// The top-level names it changes, and where.
    var changedGlobals: [(name: String, span: SourceSpan)] = []
    /// Whether a command can have run before this point.
    @exclusivity(unchecked) var mayHaveResponse: Bool

    init(_ kind: Kind, name: String, source: SourceFile, parent: FunctionContext? = nil, firstRegister: Int = 0) {
        self.kind = kind
        self.name = name
        self.source = source
        self.parent = parent
        nextRegister = firstRegister
        scopes = [Scope(firstRegister: firstRegister)]
        mayHaveResponse = kind != .topLevel
        isInTest = parent?.isInTest ?? false
    }

    var isTopLevel: Bool { kind == .topLevel }
}

/// A loop under compilation: what `break` and `continue` must leave, and the jumps to patch.
struct LoopContext {
    var blockDepth: Int
    var breaks: [Int] = []
    var continues: [Int] = []
    /// An iteration of a parallel loop is a function of its own: `continue` ends it, `break` is none.
    var isParallel = false
}

/// What a call needs to know of a def.
struct Signature: Sendable {
    struct Parameter: Sendable {
        var name: String
        var isRequired: Bool
    }

    var name: String
    var parameters: [Parameter]
    var span: SourceSpan
    var source: SourceFile

    /// `provision(name, host, [port])`
    var usage: String {
        "\(name)(\(parameters.map { $0.isRequired ? $0.name : "[\($0.name)]" }.joined(separator: ", ")))"
    }
}
