import PicketRuntime
import PicketSyntax

/// Runs scripts with functions of a host, on one thread and without waiting.
struct FunctionHost {
    var functions = FunctionTable()
    var commands = CommandTable()
    var bodies: [String: CommandBody] = [:]
    var limits = Limits(steps: 1_000_000, depth: 200, memory: 16 << 20)
    var parameters: [String: Value] = [:]
    var environment: [String: Value] = [:]
    var chunkSize = 512
    var advice = HostAdvice()

    struct Result {
        var outcome: Outcome?
        var output: [String] = []
        var events: [Event] = []
        var diagnostics: [Diagnostic] = []
        var recorded: [Failure] = []

        var failure: Failure? {
            if case .failure(let failure)? = outcome { failure } else { nil }
        }
    }

    init(_ functions: HostFunction...) {
        for function in functions {
            do throws(RegistrationError) {
                try self.functions.add(function, beside: commands)
            } catch {
                preconditionFailure(error.message)
            }
        }
    }

    mutating func add(_ command: Command, _ body: @escaping @Sendable (borrowing CommandArguments) throws -> Value) {
        commands.add(command)
        bodies[command.name] = CommandBody { .value(try body($0)) }
    }

    func compile(_ text: String) -> Compilation {
        Compiler(commands: commands, functions: functions, chunkSize: chunkSize)
            .compile(SourceFile(name: "host.picket", text: text))
    }

    func run(_ text: String) -> Result {
        let compilation = compile(text)
        var result = Result(diagnostics: compilation.diagnostics)
        guard let program = compilation.program else { return result }
        var configuration = MachineConfiguration(
            commands: commands, functions: functions, bodies: bodies, limits: limits)
        configuration.advice = advice
        let machine = Machine(configuration: configuration)
        machine.setParameters(parameters)
        machine.load(program)
        let scheduler = Scheduler(machine) { event in
            result.events.append(event)
            if case .printed(let line) = event { result.output.append(line) }
        }
        while let request = scheduler.next() {
            answer(request, scheduler)
        }
        result.outcome = scheduler.outcome
        result.recorded = machine.recorded
        return result
    }

    private func answer(_ request: Scheduler.Request, _ scheduler: Scheduler) {
        let machine = request.strand.machine
        switch request.signal {
        case .yielded: return
        case .environment: machine.resume(value: environment[machine.pendingText] ?? .null)
        case .monotonicClock: machine.resume(value: 0)
        case .test: machine.resume(value: true)
        case .sleep: break
        default: machine.resume(failure: machine.noFiles())
        }
        scheduler.resume(request.strand)
    }
}
