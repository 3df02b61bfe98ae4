import PicketSyntax

/// What compiler and machine ask of a command at every call, worked out once.
package final class CommandShape: Sendable {
    let command: Command
    let parameters: [Parameter]
    let parameterNames: [String]
    let kinds: [Parameter.Kind]
    /// One slot a parameter, and one for the others.
    let slotCount: Int
    let slots: [Slot]
    /// The slots of parameters that are given by their place, in order.
    let positionalSlots: [Int]
    let secretSlots: [Int]
    /// By slot: whether its argument is never shown, and whether it takes any text as it is.
    let isSecret: [Bool]
    let takesText: [Bool]
    let requiredSlots: [Int]
    /// A bit for each required slot of the first 64.
    let requiredMask: UInt64

    init(_ command: Command) {
        self.command = command
        parameters = command.parameters
        parameterNames = command.parameters.map(\.name)
        kinds = command.parameters.map(\.kind)
        slotCount = command.slotCount
        slots = command.parameters.map { Slot($0) }
        positionalSlots = command.parameters.indices.filter { command.parameters[$0].isPositional }
        secretSlots = command.parameters.indices.filter { command.parameters[$0].isSecret }
        isSecret = command.parameters.map(\.isSecret)
        takesText = command.parameters.map { $0.kind == .text || $0.kind == .path }
        requiredSlots = command.parameters.indices.filter { command.parameters[$0].isRequired }
        requiredMask = requiredSlots.reduce(0) { $1 < 64 ? $0 | 1 << UInt64($1) : $0 }
    }

    /// The slot of the named parameter that a span spells, -1 if there is none. Arguments mostly stand in parameter
    /// order, so the search begins at `hint`.
    func slot(spelledBy span: SourceSpan, in source: SourceFile, from hint: Int) -> Int {
        let slots = slots
        return slot(spelledBy: span, in: source, from: hint, slots.span)
    }

    /// The same, for one who has the slots at hand.
    @inline(__always)
    func slot(spelledBy span: SourceSpan, in source: SourceFile, from hint: Int, _ slots: Span<Slot>) -> Int {
        let key = source.key(span)
        for slot in hint..<max(hint, slots.count) where slots[slot].spells(key, span) {
            if isSame(slot, span, source) { return slot }
        }
        for slot in 0..<min(hint, slots.count) where slots[slot].spells(key, span) {
            if isSame(slot, span, source) { return slot }
        }
        return -1
    }

    @inline(__always)
    private func isSame(_ slot: Int, _ span: SourceSpan, _ source: SourceFile) -> Bool {
        span.count <= 8 || source.bytes(span).elementsEqual(parameterNames[slot].utf8)
    }

    /// What binding a parameter looks at, in a row and trivial.
    struct Slot {
        var kind: Parameter.Kind
        var isSecret: Bool
        /// Of a named parameter: the name's key, see `SourceFile.key`, and its length; -1 for one given by its place.
        fileprivate var key: UInt64
        fileprivate var nameCount: Int

        fileprivate init(_ parameter: Parameter) {
            kind = parameter.kind
            isSecret = parameter.isSecret
            key = SourceFile.key(parameter.name)
            nameCount = parameter.isPositional ? -1 : parameter.name.utf8.count
        }

        @inline(__always)
        fileprivate func spells(_ key: UInt64, _ span: SourceSpan) -> Bool {
            self.key == key && nameCount == span.count
        }
    }
}

/// Carries out a command at once, inside the machine's own step.
package final class CommandBody: Sendable {
    let call: @Sendable (borrowing CommandArguments) throws -> Value

    package init(_ call: @escaping @Sendable (borrowing CommandArguments) throws -> Value) { self.call = call }
}

/// The commands of a run as its machines read them.
///
/// `@unchecked Sendable`: the records are written in the initialiser and read only afterwards; what they refer to is kept
/// alive by the arrays beside them.
package final class CommandRecords: @unchecked Sendable {
    struct Record {
        var shape: Unmanaged<CommandShape>
        /// Nil for a command that the host carries out in its own time.
        var body: Unmanaged<CommandBody>?
        var slotCount: Int
        var hasSecrets: Bool
    }

    private let shapes: [CommandShape]
    private let bodies: [CommandBody?]
    let records: UnsafeMutablePointer<Record>

    init(_ table: CommandTable, bodies: [String: CommandBody]) {
        shapes = table.shapes
        self.bodies = table.commands.map { bodies[$0.name] }
        records = Memory.allocate(shapes.count)
        for (index, shape) in shapes.enumerated() {
            (records + index).initialize(
                to: Record(
                    shape: .passUnretained(shape), body: self.bodies[index].map { .passUnretained($0) },
                    slotCount: shape.slotCount, hasSecrets: !shape.secretSlots.isEmpty))
        }
    }

    deinit { Memory.free(records) }
}
