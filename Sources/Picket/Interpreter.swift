public import PicketRuntime
public import PicketSyntax

/// Runs scripts inside a Swift program, with commands of the program's own.
///
///     var interpreter = Interpreter()
///     interpreter.register(Command("greet", parameters: [.word("name")])) { arguments in
///         "hello, \(arguments.text("name") ?? "")"
///     }
///     let result = await interpreter.run("greet world as greeting\nprint $greeting.body")
///     // result.output == ["hello, world"]
///
/// A script can do nothing but compute and call the commands registered here; it can neither trap nor outrun its limits.
public struct Interpreter: Sendable {
    /// The limits of a script. The default stops an endless script after some seconds.
    public var limits = Limits(steps: 500_000_000, depth: 2_000, memory: 256 << 20, source: 16 << 20)
    /// The maximum time of checking and running a script; nil for no limit.
    public var deadline: Duration?
    /// Called with every event, in the order of the script.
    public var onEvent: (@Sendable (Event) -> Void)?
    /// The variables for `env(name)`; empty by default. Reading another variable without a default is an error.
    public var environment: [String: String] = [:]
    private(set) var table = CommandTable()
    private(set) var bodies: [String: Body] = [:]

    enum Body: Sendable {
        case immediate(CommandBody)
        case asynchronous(@Sendable (ValueMap) async throws -> Value)
    }

    public init() {}

    /// The command bodies that a machine calls itself.
    var immediateBodies: [String: CommandBody] {
        bodies.compactMapValues { body in
            if case .immediate(let body) = body { return body }
            return nil
        }
    }

    /// Adds a command that answers at once. A thrown error fails the command with its description.
    public mutating func register(
        _ command: Command, _ body: @escaping @Sendable (borrowing CommandArguments) throws -> Value
    ) {
        table.add(command)
        bodies[command.name] = .immediate(CommandBody(body))
    }

    /// Adds an asynchronous command. Its arguments come as a map by parameter.
    public mutating func register(
        _ command: Command, async body: @escaping @Sendable (ValueMap) async throws -> Value
    ) {
        table.add(command)
        bodies[command.name] = .asynchronous(body)
    }

    /// Returns all problems of a script without running it.
    ///
    /// At the deadline, or if the surrounding task is cancelled, checking stops, and the only diagnostic is the reason.
    public func check(_ text: String, name: String = "script") -> [Diagnostic] {
        compile(text, name: name, since: ContinuousClock().now).diagnostics
    }

    private func compile(_ text: String, name: String, since start: ContinuousClock.Instant) -> Compilation {
        let checkingLimits = CheckingLimits(bytes: limits.source) { { ending(since: start) } }
        return Compiler(commands: table, checkingLimits: checkingLimits)
            .compile(SourceFile(name: name, text: text))
    }

    /// The reason why work that began at a moment must stop now; nil if it may continue.
    func ending(since start: ContinuousClock.Instant) -> Failure? {
        if Task.isCancelled {
            return Failure(
                .interrupted, Diagnostic(.interrupted, message: "the host ended the run", at: nil))
        }
        guard let deadline, ContinuousClock().now - start >= deadline else { return nil }
        var failure = Failure(
            .deadline, Diagnostic(.deadline, message: "the run took longer than \(deadline)", at: nil))
        failure.evidence.limit = Failure.Limit(.deadline, .duration(deadline.nanoseconds))
        return failure
    }

    /// Checks a script, and runs it if there are no errors.
    ///
    /// - Parameters:
    ///
    ///   - name: the name of the script in diagnostics.
    ///
    ///   - parameters: values for the script's `param`s.
    public func run(_ text: String, name: String = "script", parameters: [String: Value] = [:]) async -> RunResult {
        let start = ContinuousClock().now
        let compilation = compile(text, name: name, since: start)
        if let interruption = compilation.interruption {
            return RunResult(.failure(interruption), recorded: [], diagnostics: [], output: [])
        }
        guard let program = compilation.program else {
            return RunResult(nil, recorded: [], diagnostics: compilation.diagnostics, output: [])
        }
        let run = HostedRun(self, program, parameters, since: start)
        let outcome = await run.complete()
        return RunResult(
            outcome, recorded: run.machine.recorded, diagnostics: compilation.diagnostics, output: run.output)
    }
}
