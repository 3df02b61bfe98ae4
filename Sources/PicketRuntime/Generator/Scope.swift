import PicketSyntax

/// Where a name's value stands.
enum Place: Sendable {
    /// A register of the function that is being made.
    case register(Int)
    /// A top-level name, read from inside another function; a register of the bottom frame.
    case global(Int)
    /// A top-level name beyond the registers.
    case far(Int)
}

/// A name, as the code that is being made reaches it.
struct Variable {
    /// Its place among the declarations.
    let declaration: Int
    let place: Place
}

/// The names of a block that stand in registers of its function, in the order of declaration.
struct Scope {
    var declarations: [Int] = []
    /// The first register that the block may use; they are free again after it.
    var firstRegister: Int
}

/// A function under construction.
final class FunctionContext {
    let kind: FunctionKind
    let name: String
    let source: SourceFile
    /// What surrounds a parallel body.
    let parent: FunctionContext?
    // As in `Generator`.
    @exclusivity(unchecked) var builder = FunctionBuilder()
    @exclusivity(unchecked) var scopes: [Scope]
    @exclusivity(unchecked) var nextRegister = 0
    var loops: [LoopContext] = []
    /// How many blocks that must be left with care are open here.
    var blockDepth = 0
    /// Whether the arguments of a call are being compiled: a subject that is missing there is a fault.
    var isInCall = false
    /// Whether the condition of an expectation is being compiled: what is missing in it makes it fail, and is no fault.
    var isInCondition = false
    /// Whether a `defer` of the def itself runs when the def returns, after the result was computed.
    var runsDeferred = false
    /// The registers of the surroundings, as offsets, that a parallel body gets copies of.
    var captures: [Int] = []

    init(_ kind: FunctionKind, name: String, source: SourceFile, parent: FunctionContext? = nil, firstRegister: Int = 0)
    {
        self.kind = kind
        self.name = name
        self.source = source
        self.parent = parent
        nextRegister = firstRegister
        scopes = [Scope(firstRegister: firstRegister)]
    }
}

/// A loop under construction: what `break` and `continue` must leave, and the jumps to patch.
struct LoopContext {
    var blockDepth: Int
    var breaks: [Int] = []
    var continues: [Int] = []
}
