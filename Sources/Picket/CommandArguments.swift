import PicketRuntime

/// The arguments of a command that is being carried out, by the names of its parameters.
///
/// They are read in place: the value cannot outlive the call that it was handed to.
public struct CommandArguments: ~Copyable {
    private let pending: PendingCommand
    private let slots: [String: Int]

    init(_ pending: PendingCommand, slots: [String: Int]) {
        self.pending = pending
        self.slots = slots
    }

    private func slot(_ name: String) -> Int { slots[name] ?? -1 }

    /// The text of a parameter; nil if it was not given or is no text.
    public func text(_ name: String) -> String? { pending.text(slot(name)) }

    /// The integer of a parameter; nil if it was not given or is no integer.
    public func integer(_ name: String) -> Int64? { pending.integer(slot(name)) }

    /// The boolean of a parameter; nil if it was not given or is no boolean.
    public func boolean(_ name: String) -> Bool? { pending.boolean(slot(name)) }

    /// Any parameter; nil if it was not given. What is secret comes as `Value.secret`.
    public func value(_ name: String) -> Value? { pending.value(slot(name)) }

    /// All that were given, in parameter order, for a body that goes on after the call.
    func copied(_ command: Command) -> ValueMap {
        var map = ValueMap()
        for parameter in command.parameters {
            if let value = value(parameter.name) { map[parameter.name] = value }
        }
        return map
    }
}
