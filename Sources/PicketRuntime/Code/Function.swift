import PicketSyntax

/// The compiled code of a `def`, of a parallel body, or of the top level.
///
/// `@unchecked Sendable`: the compiler writes everything while it builds the function, and later code only reads it.
/// This object owns the memory behind the pointers and frees it in `deinit`. Only `moveTexts` writes later: a machine
/// calls it for the code of its own stream, which nothing else refers to, before it runs that code.
package final class Function: @unchecked Sendable {
    /// The name in diagnostics; empty at the top level.
    let name: String
    let source: SourceFile
    let parameterCount: Int
    let registerCount: Int
    let instructions: UnsafeMutablePointer<Instruction>
    let instructionCount: Int
    let constants: UnsafeMutablePointer<Cell>
    /// The source span of each instruction.
    let spans: [SourceSpan]
    /// The templates of interpolated texts; see `TemplateBuilder`.
    let templates: UnsafeMutablePointer<UInt32>
    /// The text that templates copy from.
    let templateText: UnsafeMutablePointer<UInt8>
    /// The literal arguments of calls; those of one call are adjacent.
    let literals: UnsafeMutablePointer<Cell>
    let commandSites: UnsafeMutableBufferPointer<CommandSite>
    let checks: UnsafeMutablePointer<ArgumentCheck>
    // The number of elements behind the pointers, for the verifier and the listing.
    let constantCount: Int
    let literalCount: Int
    let templateCount: Int
    let templateTextCount: Int
    let checkCount: Int
    /// The long texts of constants and literals, in one block of objects.
    private let texts: UnsafeMutableRawPointer
    private let longConstants: [Int]
    private let longLiterals: [Int]
    let sites: Sites

    /// The tables that instructions refer to by index: entries that are too large for operands and too rare for
    /// constants.
    struct Sites: Sendable {
        var mapArguments: [SpreadArgument] = []
        var expectations: [ExpectationSite] = []
        var spreads: [SpreadSite] = []
        var parallels: [ParallelSite] = []
        var parameters: [ScriptParameter] = []
        var secrets: [SecretSite] = []
        /// The instructions of loop bodies, inner loops first. The next round continues after each range.
        var loops: [Range<Int>] = []
    }

    init(_ code: FunctionBuilder, name: String, source: SourceFile, parameterCount: Int) {
        var builder = code
        builder.readSourceLiterals(source)
        self.name = name
        self.source = source
        self.parameterCount = parameterCount
        registerCount = builder.registerCount
        instructions = Function.copy(builder.instructions)
        instructionCount = builder.instructions.count
        constants = Function.copy(builder.constants.cells)
        literals = Function.copy(builder.literals)
        texts = Function.immortal(builder.longTexts.bytes)
        longConstants = builder.constants.longTexts
        longLiterals = builder.longLiterals
        for position in longConstants { Function.place(constants + position, in: texts) }
        for position in longLiterals { Function.place(literals + position, in: texts) }
        spans = builder.spans
        templates = Function.copy(builder.templates)
        templateText = Function.copy(builder.templateText + Array(repeating: 0, count: Template.padding))
        commandSites = UnsafeMutableBufferPointer(
            start: Function.copy(builder.commandSites), count: builder.commandSites.count)
        checks = Function.copy(builder.checks)
        constantCount = builder.constants.cells.count
        literalCount = builder.literals.count
        templateCount = builder.templates.count
        templateTextCount = builder.templateText.count
        checkCount = builder.checks.count
        sites = builder.sites
    }

    /// A function that ends immediately.
    static let empty: Function = {
        var builder = FunctionBuilder()
        builder.emit(Instruction(.end), at: SourceSpan(0, 0))
        return Function(builder, name: "", source: SourceFile(name: "<idle>", text: ""), parameterCount: 0)
    }()

    deinit {
        Memory.free(instructions)
        Memory.free(constants)
        Memory.free(literals)
        Memory.free(texts)
        Memory.free(templates)
        Memory.free(templateText)
        Memory.free(commandSites.baseAddress)
        Memory.free(checks)
    }

    private static func copy<Element>(_ array: [Element]) -> UnsafeMutablePointer<Element> {
        let pointer: UnsafeMutablePointer<Element> = Memory.allocate(array.count)
        array.withUnsafeBufferPointer { source in
            if let base = source.baseAddress { pointer.initialize(from: base, count: array.count) }
        }
        return pointer
    }

    /// Allocates the block of text objects, outside any heap.
    private static func immortal(_ bytes: [UInt8]) -> UnsafeMutableRawPointer {
        let block = Memory.allocate(bytes: max(1, bytes.count))
        bytes.withUnsafeBytes { source in
            if let base = source.baseAddress { block.copyMemory(from: base, byteCount: source.count) }
        }
        return block
    }

    /// Replaces the offset of a long text by its address.
    private static func place(_ cell: UnsafeMutablePointer<Cell>, in block: UnsafeMutableRawPointer) {
        cell.pointee = Cell(kind: CellKind.heapText, object: block + Int(cell.pointee.low))
    }

    /// Moves every long text into a heap, so that values may outlive the function.
    func moveTexts(to heap: Heap) {
        for cell in longTextCells {
            cell.pointee = cell.pointee.withText { heap.state.pointee.text($0) }
        }
    }

    /// Marks the texts that were moved into the heap.
    func markTexts(_ heap: UnsafeMutablePointer<HeapState>) {
        for cell in longTextCells { heap.pointee.mark(cell.pointee) }
    }

    private var longTextCells: [UnsafeMutablePointer<Cell>] {
        longConstants.map { constants + $0 } + longLiterals.map { literals + $0 }
    }

    /// The source span of the instruction at an address in this function.
    func span(at address: UnsafePointer<Instruction>) -> SourceSpan {
        let index = address - UnsafePointer(instructions)
        return spans.indices.contains(index) ? spans[index] : SourceSpan(0, 0)
    }

    func location(at address: UnsafePointer<Instruction>) -> SourceLocation {
        SourceLocation(source: source, span: span(at: address))
    }
}
