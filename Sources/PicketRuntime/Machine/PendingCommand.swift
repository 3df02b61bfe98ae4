package import PicketSyntax

/// A command that waits for its host, with its arguments. Valid until the machine resumes.
package struct PendingCommand {
    let machine: Machine
    /// The number of slots, read once: a command asks for many.
    private let slotCount: Int

    init(machine: Machine) {
        self.machine = machine
        slotCount =
            machine.state.pointee.pendingSite.map { machine.commands.commands[$0.pointee.command].slotCount } ?? 0
    }

    /// The command's index in the table.
    package var index: Int { machine.state.pointee.pendingSite?.pointee.command ?? 0 }

    package var command: Command { machine.commands.commands[index] }

    package var location: SourceLocation { machine.currentLocation }

    /// The number of failures that its strand has recorded so far.
    package var recordedCount: Int { machine.recorded.count }

    /// Whether a failed command is among the failures from an index on. A failed `check` does not count.
    package func hasRecordedCommand(since count: Int) -> Bool {
        machine.recorded.dropFirst(count).contains { $0.kind == .command || $0.kind == .noResponse }
    }

    /// The name of the innermost step around it, be it around the loop whose iteration runs it; nil outside of steps.
    package var step: String? { machine.step }

    /// Whether a response is a success of the command, or expected by the script.
    package func isGood(_ response: borrowing Response) -> Bool {
        if response.isSuccess(of: command) { return true }
        return machine.state.pointee.pendingSite.map { response.isExpected(by: $0.pointee.expected) } ?? false
    }

    /// Whether the command is in a deferred body that runs because of a failure, or because the run is ending.
    package var isTidyingUp: Bool { machine.isTidyingUp }

    /// Whether its strand cannot continue after that failure.
    package var isTidyingUpForGood: Bool { machine.isTidyingUpForGood }

    private func cell(_ slot: Int) -> Cell {
        guard machine.state.pointee.pendingSite != nil, slot >= 0, slot < slotCount else { return .missing }
        return machine.register(machine.state.pointee.pendingBase + slot * 16)
    }

    package func isPresent(_ slot: Int) -> Bool { cell(slot).kind != CellKind.missing }

    package func isSecret(_ slot: Int) -> Bool { cell(slot).isSecret }

    /// The text of a slot, secret or not; nil if it was not given or is not a text.
    package func text(_ slot: Int) -> String? {
        let cell = cell(slot)
        return cell.isText ? cell.string : nil
    }

    package func integer(_ slot: Int) -> Int64? {
        let cell = cell(slot)
        return cell.kind == CellKind.integer ? cell.integer : nil
    }

    package func boolean(_ slot: Int) -> Bool? {
        let cell = cell(slot)
        return cell.kind == CellKind.boolean ? cell.boolean : nil
    }

    /// Reads the bytes of a text slot without a copy; nil if it was not given or is not a text.
    package func withText<Result>(_ slot: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        let cell = cell(slot)
        return cell.isText ? cell.withText(body) : nil
    }

    /// The value of a slot; nil if it was not given.
    package func value(_ slot: Int) -> Value? {
        let cell = cell(slot)
        return cell.kind == CellKind.missing ? nil : cell.value
    }
}
