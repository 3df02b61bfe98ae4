import PicketSyntax

/// The place of a name's value.
enum Place: Sendable {
    /// A register of the current function.
    case register(Int)
    /// A top-level name that another function reads; a register of the bottom frame.
    case global(Int)
    /// A top-level name beyond the registers.
    case far(Int)
}

/// A name, as the current code accesses it.
struct Variable {
    /// Its index among the declarations.
    let declaration: Int
    let place: Place
}

/// The names of a block in registers of its function, in the order of declaration.
struct Scope {
    var declarations: [Int] = []
    /// The first register of the block. Its registers are free again afterwards.
    var firstRegister: Int
}

/// A function under construction.
final class FunctionContext {
    let kind: FunctionKind
    let name: String
    let source: SourceFile
    /// The function around a parallel body.
    let parent: FunctionContext?
    // See `Generator`.
    @exclusivity(unchecked) var builder = FunctionBuilder()
    @exclusivity(unchecked) var scopes: [Scope]
    @exclusivity(unchecked) var nextRegister = 0
    var loops: [LoopContext] = []
    /// The number of open blocks with work to do on exit.
    var blockDepth = 0
    /// Whether the arguments of a call are being generated, where a missing subject is an error.
    var isInCall = false
    /// Whether the condition of an expectation is being generated, where a missing part is not an error but makes it
    /// fail.
    var isInCondition = false
    /// Whether the def's own `defer` runs on return, after the result was computed.
    var runsDeferred = false
    /// The registers that a parallel body copies, as offsets.
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

/// The enclosing loop: the blocks that `break` and `continue` must leave, and the jumps to patch.
struct LoopContext {
    var blockDepth: Int
    var breaks: [Int] = []
    var continues: [Int] = []
}
