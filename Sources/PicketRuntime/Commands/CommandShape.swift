import PicketSyntax

/// The properties of a command that the compiler and the machine need at every call, computed once.
package final class CommandShape: Sendable {
    let command: Command
    let parameters: [Parameter]
    let parameterNames: [String]
    let kinds: [Parameter.Kind]
    /// One slot per parameter, and one for other arguments.
    let slotCount: Int
    let slots: [Slot]
    /// The slots of positional parameters, in order.
    let positionalSlots: [Int]
    let secretSlots: [Int]
    /// By slot: whether the argument is secret.
    let isSecret: [Bool]
    /// By slot: whether the argument may be any text.
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

    /// The slot of the named parameter that a span spells; -1 if there is none. Arguments are usually in parameter
    /// order, so the search begins at `hint`.
    func slot(spelledBy span: SourceSpan, in source: SourceFile, from hint: Int) -> Int {
        let slots = slots
        return slot(spelledBy: span, in: source, from: hint, slots.span)
    }

    /// The same for a caller that already has the slots.
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

    /// The properties of a parameter that binding needs, in one trivial value.
    struct Slot {
        var kind: Parameter.Kind
        var isSecret: Bool
        /// The key of a named parameter's name, see `SourceFile.key`.
        fileprivate var key: UInt64
        /// The length of a named parameter's name; -1 for a positional parameter.
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

/// Executes a command immediately, inside the machine's own step.
package final class CommandBody: Sendable {
    let call: @Sendable (borrowing CommandArguments) throws -> BodyAnswer

    package init(_ call: @escaping @Sendable (borrowing CommandArguments) throws -> BodyAnswer) { self.call = call }
}

/// The commands of a run, in a form that machines read.
///
/// `@unchecked Sendable`: the initialiser writes the records, and later code only reads them. The arrays beside them
/// keep the referenced objects alive.
package final class CommandRecords: @unchecked Sendable {
    struct Record {
        var shape: Unmanaged<CommandShape>
        /// Nil for a command that the host executes asynchronously.
        var body: Unmanaged<CommandBody>?
        var slotCount: Int
        var hasSecrets: Bool
    }

    private let shapes: [CommandShape]
    private let bodies: [CommandBody?]
    let records: UnsafeMutablePointer<Record>

    package init(_ table: CommandTable, bodies: [String: CommandBody]) {
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
