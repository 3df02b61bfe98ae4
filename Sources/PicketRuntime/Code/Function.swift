import PicketSyntax

/// Compiled code: of a `def`, of a parallel body, or of the top level.
///
/// `@unchecked Sendable`: everything is written while the compiler builds it and read only afterwards; the memory behind
/// the pointers belongs to this object and is freed in `deinit`. Only `moveTexts` writes later: a machine calls it for the
/// code of its own stream, which nobody else knows, before it runs that code.
package final class Function: @unchecked Sendable {
    /// As diagnostics name it; empty at the top level.
    let name: String
    let source: SourceFile
    let parameterCount: Int
    let registerCount: Int
    let instructions: UnsafeMutablePointer<Instruction>
    let instructionCount: Int
    let constants: UnsafeMutablePointer<Cell>
    /// For each instruction, the source it came from.
    let spans: [SourceSpan]
    /// The templates of interpolated texts; see `TemplateBuilder`.
    let templates: UnsafeMutablePointer<UInt32>
    /// The bytes that templates copy.
    let templateText: UnsafeMutablePointer<UInt8>
    /// The literal arguments of calls, each call's in a row.
    let literals: UnsafeMutablePointer<Cell>
    let commandSites: UnsafeMutableBufferPointer<CommandSite>
    let checks: UnsafeMutablePointer<ArgumentCheck>
    // How much stands behind the pointers, for the verifier and the listing.
    let constantCount: Int
    let literalCount: Int
    let templateCount: Int
    let templateTextCount: Int
    let checkCount: Int
    /// The long texts among constants and literals, as one block of objects.
    private let texts: UnsafeMutableRawPointer
    private let longConstants: [Int]
    private let longLiterals: [Int]
    let sites: Sites

    /// What instructions point to by index: too large for operands, too cold for constants.
    struct Sites: Sendable {
        var mapArguments: [SpreadArgument] = []
        var expectations: [ExpectationSite] = []
        var spreads: [SpreadSite] = []
        var parallels: [ParallelSite] = []
        var parameters: [ScriptParameter] = []
        var secrets: [SecretSite] = []
        /// The instructions of the bodies of loops, inner ones first; the next round goes on behind each.
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

    /// Code that does nothing.
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

    /// The block of text objects, outside any heap.
    private static func immortal(_ bytes: [UInt8]) -> UnsafeMutableRawPointer {
        let block = Memory.allocate(bytes: max(1, bytes.count))
        bytes.withUnsafeBytes { source in
            if let base = source.baseAddress { block.copyMemory(from: base, byteCount: source.count) }
        }
        return block
    }

    /// Turns the offset of a long text into its address.
    private static func place(_ cell: UnsafeMutablePointer<Cell>, in block: UnsafeMutableRawPointer) {
        cell.pointee = Cell(kind: CellKind.heapText, object: block + Int(cell.pointee.low))
    }

    /// Makes every long text an object of a heap, so that values outlive the function.
    func moveTexts(to heap: Heap) {
        for cell in longTextCells {
            cell.pointee = cell.pointee.withText { heap.state.pointee.text($0) }
        }
    }

    /// Marks the texts that were moved.
    func markTexts(_ heap: UnsafeMutablePointer<HeapState>) {
        for cell in longTextCells { heap.pointee.mark(cell.pointee) }
    }

    private var longTextCells: [UnsafeMutablePointer<Cell>] {
        longConstants.map { constants + $0 } + longLiterals.map { literals + $0 }
    }

    /// The source of the instruction at an address within this function.
    func span(at address: UnsafePointer<Instruction>) -> SourceSpan {
        let index = address - UnsafePointer(instructions)
        return spans.indices.contains(index) ? spans[index] : SourceSpan(0, 0)
    }

    func location(at address: UnsafePointer<Instruction>) -> SourceLocation {
        SourceLocation(source: source, span: span(at: address))
    }
}
