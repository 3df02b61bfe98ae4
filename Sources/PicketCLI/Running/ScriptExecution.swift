import NIOCore
import PicketPool
import PicketRuntime
import PicketSyntax

/// The execution of one script by an executor.
struct ScriptExecution {
    let script: CheckedScript
    let settings: Settings
    let executor: Executor
    var reportsEverything = false
    var seed: UInt64?
    /// When the whole run ends at the latest; nil for no limit.
    var end: NIODeadline?
    /// The files that the run writes. The script must not read them.
    var uses: FileUses?
    /// How long a test without `timeout=` may take; nil for no limit.
    var testLimit: TimeAmount?
    var runsTest: (String, [String]) -> Bool = { _, _ in true }

    /// Starts the script; `emit` gets each event in the script's order with its time, `completion` the outcome.
    func start(
        emit: @escaping (TimedEvent) -> Void, completion: @escaping (Outcome, Machine) -> Void
    ) -> PoolRun {
        var configuration = MachineConfiguration(commands: ConnectionAPI.commands, secrets: executor.secrets)
        configuration.reportsEverything = reportsEverything
        configuration.advice = .commandLine
        configuration.testLimit = testLimit?.nanoseconds
        if let seed = seed ?? settings.seed { configuration.seed = seed }
        let machine = Machine(configuration: configuration)
        machine.setParameters(script.parameters)
        machine.load(script.program)
        let run = PoolRun(
            emittingTimed: emit, executor: executor, machine: machine, services: services, deadline: settings.deadline,
            continuesOnError: settings.continuesOnError)
        run.latestEnd = end
        run.start { completion($0, machine) }
        return run
    }

    /// Runs the block that a set-up deferred last, which `Machine.beginDeferred` has prepared.
    ///
    /// - Parameter limit: How long it may take; nil for no limit.
    func startDeferred(
        _ machine: Machine, limit: TimeAmount?, emit: @escaping (TimedEvent) -> Void,
        completion: @escaping (Outcome) -> Void
    ) -> PoolRun {
        let run = PoolRun(
            emittingTimed: emit, executor: executor, machine: machine, services: services, deadline: limit,
            continuesOnError: settings.continuesOnError)
        run.start(completion)
        return run
    }

    private var services: HostServices {
        let isInput = script.file.source.name == "<stdin>"
        var services = HostServices(
            settings, root: script.file.root, folder: script.file.folder,
            standardInputRefusal: isInput ? "standard input is the script itself" : nil)
        services.runsTest = runsTest
        if !settings.isQuiet { services.reportWaits() }
        if let uses, let saver = services.saver {
            let folder = script.file.folder
            services.saver = FileSaver(
                problem: { uses.problem(saving: $0, in: folder) ?? saver.problem($0) }, save: saver.save)
        }
        guard let uses, let readFile = services.readFile else { return services }
        let folder = script.file.folder
        services.readFile = { format, path in
            if let problem = uses.problem(reading: path, in: folder) { return .problem(UnreadableFile(problem)) }
            return readFile(format, path)
        }
        return services
    }
}
