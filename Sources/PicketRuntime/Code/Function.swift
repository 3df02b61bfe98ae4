import PicketSyntax

/// Compiled code: of a `def`, of a parallel body, or of the top level.
///
/// `@unchecked Sendable`: everything is written while the compiler builds it and read only afterwards; the memory behind
/// the pointers belongs to this object and is freed in `deinit`.
package final class Function: @unchecked Sendable {
    /// As diagnostics name it; empty at the top level.
    let name: String
    let source: SourceFile
    let parameterCount: Int
    let registerCount: Int
    let instructions: UnsafeMutablePointer<Instruction>
    let instructionCount: Int
    let constants: UnsafeMutablePointer<Cell>
    let constantCount: Int
    /// For each instruction, the source it came from.
    let spans: [SourceSpan]
    /// The templates of interpolated texts; see `TemplateBuilder`.
    let templates: UnsafeMutablePointer<UInt32>
    /// The bytes that templates copy.
    let templateText: UnsafeMutablePointer<UInt8>
    let sites: Sites

    /// What instructions point to by index: too large for operands, too cold for constants.
    struct Sites: Sendable {
        var commands: [CommandSite] = []
        var expectations: [ExpectationSite] = []
        var spreads: [SpreadSite] = []
        var parallels: [ParallelSite] = []
        var parameters: [ScriptParameter] = []
    }

    init(_ builder: FunctionBuilder, name: String, source: SourceFile, parameterCount: Int) {
        self.name = name
        self.source = source
        self.parameterCount = parameterCount
        registerCount = builder.registerCount
        instructions = Function.copy(builder.instructions)
        instructionCount = builder.instructions.count
        constants = Function.copy(builder.constants.cells)
        constantCount = builder.constants.cells.count
        for text in builder.constants.longTexts { constants[text.index] = Function.immortal(text.bytes) }
        spans = builder.spans
        templates = Function.copy(builder.templates)
        templateText = Function.copy(builder.templateText)
        sites = builder.sites
    }

    deinit {
        for index in 0..<constantCount where constants[index].isReference {
            constants[index].object.deallocate()
        }
        instructions.deallocate()
        constants.deallocate()
        templates.deallocate()
        templateText.deallocate()
    }

    private static func copy<Element>(_ array: [Element]) -> UnsafeMutablePointer<Element> {
        let pointer = UnsafeMutablePointer<Element>.allocate(capacity: max(1, array.count))
        array.withUnsafeBufferPointer { source in
            if let base = source.baseAddress { pointer.initialize(from: base, count: array.count) }
        }
        return pointer
    }

    /// A text object outside any heap, freed with the function.
    private static func immortal(_ bytes: [UInt8]) -> Cell {
        let object = UnsafeMutableRawPointer.allocate(
            byteCount: TextObject.byteOffset + bytes.count, alignment: 16)
        object.storeBytes(
            of: ObjectHeader(
                color: ObjectHeader.Color.immortal, kind: CellKind.heapText, shared: 0,
                sizeClass: ObjectHeader.largeClass, count: UInt32(truncatingIfNeeded: bytes.count)),
            as: ObjectHeader.self)
        object.storeBytes(of: 0, toByteOffset: 8, as: UInt64.self)
        bytes.withUnsafeBytes { source in
            if let base = source.baseAddress {
                (object + TextObject.byteOffset).copyMemory(from: base, byteCount: bytes.count)
            }
        }
        return Cell(kind: CellKind.heapText, object: object)
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
