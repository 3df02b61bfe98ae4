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
    /// What a script may use. The default stops a script that never ends after some seconds.
    public var limits = Limits(steps: 500_000_000, depth: 2_000, memory: 256 << 20)
    /// The longest that a run may take; nil for no limit.
    public var deadline: Duration?
    /// Is called with everything that happens, in the order of the script.
    public var onEvent: (@Sendable (Event) -> Void)?
    /// What `env(name)` reads; nothing, unless the host gives it something. A script that reads another variable without a
    /// default fails.
    public var environment: [String: String] = [:]
    private(set) var table = CommandTable()
    private(set) var bodies: [String: Body] = [:]

    enum Body: Sendable {
        case immediate(CommandBody)
        case asynchronous(@Sendable (ValueMap) async throws -> Value)
    }

    public init() {}

    /// The bodies that a machine calls itself.
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

    /// Adds a command that takes its time; its arguments come as a map by parameter.
    public mutating func register(
        _ command: Command, async body: @escaping @Sendable (ValueMap) async throws -> Value
    ) {
        table.add(command)
        bodies[command.name] = .asynchronous(body)
    }

    /// Everything that is wrong with a script, found without running it.
    public func check(_ text: String, name: String = "script") -> [Diagnostic] {
        Compiler(commands: table).compile(SourceFile(name: name, text: text)).diagnostics
    }

    /// Checks a script, and runs it if there is nothing wrong.
    ///
    /// - Parameters:
    ///   - name: what diagnostics call the script.
    ///   - parameters: values for the script's `param`s.
    public func run(_ text: String, name: String = "script", parameters: [String: Value] = [:]) async -> RunResult {
        let compilation = Compiler(commands: table).compile(SourceFile(name: name, text: text))
        guard let program = compilation.program else {
            return RunResult(nil, recorded: [], diagnostics: compilation.diagnostics, output: [])
        }
        let run = HostedRun(self, program, parameters)
        let outcome = await run.complete()
        return RunResult(
            outcome, recorded: run.machine.recorded, diagnostics: compilation.diagnostics, output: run.output)
    }
}
