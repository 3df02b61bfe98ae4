internal import PicketRuntime

/// Runs the programs that use its commands, because they need more than a body: a loop, connections, records of a run.
package protocol ProgramHost: AnyObject, Sendable {
    /// Performs a run to its end. If the surrounding task is cancelled, it ends the run.
    ///
    /// - Parameter make: prepares the run, with the driver's part. It is called at most once.
    func run(_ make: @escaping @Sendable (ProgramRun.DriverPart) -> ProgramRun) async -> RunResult

    /// Begins a session, whose texts run one after the other on one machine.
    func makeSession() -> any HostSession
}

/// What a host keeps from one text of a session to the next.
package protocol HostSession: AnyObject, Sendable {
    /// Performs a text of the session as `ProgramHost.run` performs a program.
    func run(_ make: @escaping @Sendable (ProgramRun.DriverPart) -> ProgramRun) async -> RunResult
}

extension Library {
    /// A host of commands, and its place in the table.
    struct Host: Sendable {
        let host: any ProgramHost
        /// The index of its first command. The others follow in the host's order.
        let firstCommand: Int
    }

    /// Adds the commands that a host executes, in its order. A library has at most one such host.
    ///
    /// - Throws: `RegistrationError` if a name is taken.
    package mutating func add(_ commands: [Command], of host: any ProgramHost) throws(RegistrationError) {
        // A refused host leaves nothing behind.
        var library = self
        library.host = Host(host: host, firstCommand: library.commands.commands.count)
        for command in commands { try library.register(command, .hosted) }
        self = library
    }
}

extension Program {
    /// Returns whether it was compiled for a host.
    package func isOf(_ other: any ProgramHost) -> Bool { libraryHost?.host === other }

    /// The index of the first command of its host; nil for a library without a host.
    package var firstHostCommand: Int? { libraryHost?.firstCommand }
}
