public import PicketRuntime

/// A request of a run to its host, which answers it with `Execution.resume`.
public struct Ticket: Hashable, Sendable {
    let number: Int
}

/// A command that waits for its host.
public struct CommandCall: Sendable {
    /// The ticket of the answer.
    public let ticket: Ticket
    /// The command as declared.
    public let command: Command
    /// All given arguments by parameter. A secret comes as `Value.secret`.
    public let arguments: ValueMap
    /// The index of the command in the library.
    let index: Int
}

/// What the host of an `Execution` does next.
public enum Step: Sendable {
    /// Execute a command, now or later; then `resume(_:with:)` with its ticket. Several may be open at once.
    case command(CommandCall)
    /// Cancel the work on a command. The run waits for its answer for a limited time.
    case cancel(Ticket)
    /// Wait for an answer, for an interruption or until a time of the clock; then ask for the next step. nil if no time
    /// matters.
    case waiting(until: Int64?)
    /// Let other work happen; then ask for the next step.
    case yielded
    /// The run is over.
    case done(RunResult)
}
