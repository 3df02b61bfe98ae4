public import PicketRuntime

extension Library {
    /// Adds a command that answers at once.
    ///
    ///     try library.add(Command("double", parameters: [Parameter("n", .integer(0...100))])) { arguments in
    ///         .integer(2 * (arguments.integer("n") ?? 0))
    ///     }
    ///
    /// The body runs on the thread of the script and must not wait. An error that it throws fails the command.
    ///
    /// - Throws: `RegistrationError` if a script could not call it, or if its name is taken.
    public mutating func add(
        _ command: Command, _ body: @escaping @Sendable (borrowing CommandArguments) throws -> Value
    ) throws(RegistrationError) {
        try register(command, .immediate(CommandBody { .value(try body($0)) }))
    }

    /// Adds a command that answers at once with anything that becomes a value, or with a whole response: a status, headers
    /// and a body.
    ///
    ///     try library.add(Command("stock")) { _ in ["nuts": 3, "bolts": 4] as [String: Int] }
    ///
    /// - Throws: `RegistrationError` if a script could not call it, or if its name is taken.
    public mutating func add<Answer: CommandAnswer>(
        _ command: Command, _ body: @escaping @Sendable (borrowing CommandArguments) throws -> Answer
    ) throws(RegistrationError) {
        try register(command, .immediate(CommandBody { try body($0).bodyAnswer }))
    }

    /// Adds an asynchronous command. Its arguments come as a map by parameter.
    ///
    /// The body runs in a task of its own. The task is cancelled when the script no longer waits: at the end of `within`,
    /// of a failed parallel loop and of the run. The run then waits for the body for as long as `RunOptions.grace`, and
    /// abandons it after that; see `RunResult.abandoned`.
    ///
    /// - Throws: `RegistrationError` if a script could not call it, or if its name is taken.
    public mutating func add(
        _ command: Command, async body: @escaping @Sendable (ValueMap) async throws -> Value
    ) throws(RegistrationError) {
        try register(command, .asynchronous { .value(try await body($0)) })
    }

    /// Adds an asynchronous command that answers with anything that becomes a value, or with a whole response.
    ///
    /// - Throws: `RegistrationError` if a script could not call it, or if its name is taken.
    public mutating func add<Answer: CommandAnswer>(
        _ command: Command, async body: @escaping @Sendable (ValueMap) async throws -> Answer
    ) throws(RegistrationError) {
        try register(command, .asynchronous { try await body($0).bodyAnswer })
    }

    /// Declares a command without a body. The host answers each call in its `Execution`; in other runs it fails.
    ///
    /// - Throws: `RegistrationError` if a script could not call it, or if its name is taken.
    public mutating func add(_ command: Command) throws(RegistrationError) {
        try register(command, .stepped)
    }

    mutating func register(_ command: Command, _ body: Body) throws(RegistrationError) {
        for name in [command.name] + command.aliases {
            guard HostNames.isName(name, hasDashes: true) else {
                throw RegistrationError(name, .invalidName, "`\(name)` is not a name that a script can write")
            }
            try HostNames(commands, functions).checkFree(name)
        }
        var names: [String] = []
        var optional: String?
        for parameter in command.parameters {
            try checkParameter(parameter, of: command, names, optional: optional)
            names.append(parameter.name)
            if parameter.isPositional, !parameter.isRequired { optional = optional ?? parameter.name }
        }
        commands.add(command)
        bodies[command.name] = body
    }

    private func checkParameter(
        _ parameter: Parameter, of command: Command, _ names: [String], optional: String?
    ) throws(RegistrationError) {
        let name = parameter.name
        guard HostNames.isName(name, hasDashes: true) else {
            throw RegistrationError(
                name, .invalidName, "`\(name)` of `\(command.name)` is not a name that a script can write")
        }
        if names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
            throw RegistrationError(name, .repeatedParameter, "`\(command.name)` has two parameters `\(name)`")
        }
        if let optional, parameter.isPositional, parameter.isRequired {
            throw RegistrationError(
                name, .misplacedParameter,
                "`\(name)` of `\(command.name)` is required, but follows the optional `\(optional)`")
        }
    }
}
