/// The arguments of a running command, by the names of its parameters.
///
/// They are read in place, by a parameter's name or, faster, by its slot. The value cannot outlive the call that it was
/// passed to.
public struct CommandArguments: ~Copyable {
    private let machine: Unmanaged<Machine>
    private let shape: Unmanaged<CommandShape>
    /// The offset of the first slot in the machine's frame.
    private let base: Int

    init(_ machine: Machine, _ shape: Unmanaged<CommandShape>, base: Int) {
        self.machine = .passUnretained(machine)
        self.shape = shape
        self.base = base
    }

    @inline(__always)
    private func cell(_ slot: Int) -> Cell {
        guard slot >= 0, shape._withUnsafeGuaranteedRef({ slot < $0.slotCount }) else { return .missing }
        return machine._withUnsafeGuaranteedRef { $0.register(base + slot * 16) }
    }

    /// The slot of a parameter, for a body that reads it often; -1 if no parameter has that name.
    public func slot(_ name: String) -> Int {
        shape._withUnsafeGuaranteedRef { shape in
            for slot in 0..<shape.parameterNames.count where shape.parameterNames[slot] == name { return slot }
            return -1
        }
    }

    /// The text of a parameter; nil if it was not given or is not a text.
    public func text(_ name: String) -> String? { text(at: slot(name)) }

    /// The integer of a parameter; nil if it was not given or is not an integer.
    public func integer(_ name: String) -> Int64? { integer(at: slot(name)) }

    /// The boolean of a parameter; nil if it was not given or is not a boolean.
    public func boolean(_ name: String) -> Bool? { boolean(at: slot(name)) }

    /// The value of a parameter; nil if it was not given. A secret comes as `Value.secret`.
    public func value(_ name: String) -> Value? { value(at: slot(name)) }

    // MARK: By place

    /// The text in a slot, counted from zero; nil if it was not given or is not a text.
    public func text(at slot: Int) -> String? {
        let cell = cell(slot)
        return cell.isText ? cell.string : nil
    }

    /// Reads the UTF-8 bytes of the text in a slot without a copy; nil if it was not given or is not a text.
    public func withText<Result>(
        at slot: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result? {
        let cell = cell(slot)
        return cell.isText ? try cell.withText(body) : nil
    }

    /// The integer in a slot; nil if it was not given or is not an integer.
    public func integer(at slot: Int) -> Int64? {
        let cell = cell(slot)
        return cell.kind == CellKind.integer ? cell.integer : nil
    }

    /// The boolean in a slot; nil if it was not given or is not a boolean.
    public func boolean(at slot: Int) -> Bool? {
        let cell = cell(slot)
        return cell.kind == CellKind.boolean ? cell.boolean : nil
    }

    /// The value in a slot, counted from zero; nil if it was not given.
    public func value(at slot: Int) -> Value? {
        let cell = cell(slot)
        return cell.kind == CellKind.missing ? nil : cell.value
    }
}

extension PendingCommand {
    /// All given arguments, in parameter order, for a body that continues after the call.
    package var values: ValueMap {
        var map = ValueMap()
        for (slot, parameter) in command.parameters.enumerated() {
            if let value = value(slot) { map[parameter.name] = value }
        }
        return map
    }
}
