/// The arguments of a command that is being carried out, by the names of its parameters.
///
/// They are read in place, by a parameter's name or, faster, by its place among the command's parameters; the value
/// cannot outlive the call that it was handed to.
public struct CommandArguments: ~Copyable {
    private let machine: Unmanaged<Machine>
    private let shape: Unmanaged<CommandShape>
    /// Of the first slot in the machine's frame, as an offset.
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

    /// The place of a parameter among the command's, for a body that reads it often; -1 if there is none of that name.
    public func slot(_ name: String) -> Int {
        shape._withUnsafeGuaranteedRef { shape in
            for slot in 0..<shape.parameterNames.count where shape.parameterNames[slot] == name { return slot }
            return -1
        }
    }

    /// The text of a parameter; nil if it was not given or is no text.
    public func text(_ name: String) -> String? { text(at: slot(name)) }

    /// The integer of a parameter; nil if it was not given or is no integer.
    public func integer(_ name: String) -> Int64? { integer(at: slot(name)) }

    /// The boolean of a parameter; nil if it was not given or is no boolean.
    public func boolean(_ name: String) -> Bool? { boolean(at: slot(name)) }

    /// Any parameter; nil if it was not given. What is secret comes as `Value.secret`.
    public func value(_ name: String) -> Value? { value(at: slot(name)) }

    // MARK: By place

    /// The text of the parameter at a place, counted from zero; nil if it was not given or is no text.
    public func text(at slot: Int) -> String? {
        let cell = cell(slot)
        return cell.isText ? cell.string : nil
    }

    /// Reads the bytes of the text at a place, which are UTF-8, without a copy; nil if it was not given or is no text.
    public func withText<Result>(
        at slot: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result? {
        let cell = cell(slot)
        return cell.isText ? try cell.withText(body) : nil
    }

    /// The integer of the parameter at a place; nil if it was not given or is no integer.
    public func integer(at slot: Int) -> Int64? {
        let cell = cell(slot)
        return cell.kind == CellKind.integer ? cell.integer : nil
    }

    /// The boolean of the parameter at a place; nil if it was not given or is no boolean.
    public func boolean(at slot: Int) -> Bool? {
        let cell = cell(slot)
        return cell.kind == CellKind.boolean ? cell.boolean : nil
    }

    /// The parameter at a place, counted from zero; nil if it was not given.
    public func value(at slot: Int) -> Value? {
        let cell = cell(slot)
        return cell.kind == CellKind.missing ? nil : cell.value
    }
}

extension PendingCommand {
    /// All that were given, in parameter order, for a body that goes on after the call.
    package var values: ValueMap {
        var map = ValueMap()
        for (slot, parameter) in command.parameters.enumerated() {
            if let value = value(slot) { map[parameter.name] = value }
        }
        return map
    }
}
