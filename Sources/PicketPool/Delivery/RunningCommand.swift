/// The handle of a command that an executor runs.
package struct RunningCommand {
    private let execution: CommandExecution?

    init(_ execution: CommandExecution? = nil) { self.execution = execution }

    /// Ends the command without calling the completion.
    package func cancel() { execution?.cancel() }

    /// Starts nothing new; see `CommandExecution.stop`.
    package func stop() -> Bool { execution?.stop() ?? true }
}

@available(*, unavailable)
extension RunningCommand: Sendable {}
