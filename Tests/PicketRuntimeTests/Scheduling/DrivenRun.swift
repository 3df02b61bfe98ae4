import PicketSyntax

@testable import PicketRuntime

/// A run on a driver, whose host is the test: it moves the clock by whole seconds and answers when it likes.
final class DrivenRun {
    private static let second: Int64 = 1_000_000_000
    private static let commands = CommandTable([Command("ask"), Command("other")])

    private final class Course {
        var now = 0
        var output: [String] = []
        var ticks = 0
    }

    private let course = Course()
    private let program: CompiledScript?
    let driver: RunDriver

    /// The time in seconds.
    var now: Int {
        get { course.now }
        set { course.now = newValue }
    }
    /// How often the script called `tick()`.
    var ticks: Int { course.ticks }
    /// What the script printed.
    var output: [String] { course.output }
    var abandoned: [String] { driver.abandonedCommands }

    /// - Parameters:
    ///
    ///   - deadline: when the run must end, in seconds; nil for never.
    ///
    ///   - firstLook: when the run yields once although nothing is due, in seconds.
    init(_ text: String, deadline: Int? = nil, grace: Int = 100, firstLook: Int? = nil) {
        let source = SourceFile(name: "driven.picket", text: text)
        let course = course
        let functions = Self.functions {
            course.ticks += 1
            return .integer(Int64(course.ticks))
        }
        program = Compiler(commands: Self.commands, functions: functions).compile(source).program
        let machine = Machine(configuration: MachineConfiguration(commands: Self.commands, functions: functions))
        if let program { machine.load(program) }
        let scheduler = Scheduler(machine) { event in
            if case .printed(let line) = event { course.output.append(line) }
        }
        driver = RunDriver(scheduler, grace: Int64(grace) * Self.second) { Int64(course.now) * Self.second }
        driver.start(
            until: deadline.map { .deadline(Int64($0) * Self.second, Self.failure(.deadline)) },
            firstLook: firstLook.map { Int64($0) * Self.second })
    }

    private static func functions(_ tick: @escaping () -> Value) -> FunctionTable {
        var table = FunctionTable()
        // The run and its test share one thread.
        nonisolated(unsafe) let tick = tick
        do throws(RegistrationError) {
            try table.add(HostFunction("tick", parameters: []) { _ in tick() }, beside: commands)
        } catch {
            preconditionFailure(error.message)
        }
        return table
    }

    static func failure(_ kind: Failure.Kind) -> Failure {
        Failure(kind, Diagnostic(code: DiagnosticCode(rawValue: kind.rawValue), message: "ended", at: nil))
    }

    /// Performs steps until the run waits, yields or is over, and describes each.
    func steps() -> [String] {
        var steps: [String] = []
        while true {
            switch driver.next() {
            case .serve(let request):
                if let step = serve(request) { steps.append(step) }
            case .yield: return steps + ["yield"]
            case .cancel(let ticket): steps.append("cancel \(ticket)")
            case .ending(let count): steps.append("ending \(count)")
            case .wait: return steps + [driver.wakeTime.map { "wait until \($0 / Self.second)" } ?? "wait"]
            case .finished(.success): return steps + ["finished"]
            case .finished(.exit(let status)): return steps + ["exit \(status)"]
            case .finished(.failure(let failure)): return steps + ["failed by \(failure.kind.rawValue)"]
            case .cut(let failure): return steps + ["cut by \(failure.kind.rawValue)"]
            }
        }
    }

    /// Moves the clock, then performs steps.
    func steps(at time: Int) -> [String] {
        now = time
        return steps()
    }

    private func serve(_ request: Scheduler.Request) -> String? {
        let (strand, machine) = (request.strand, request.strand.machine)
        switch request.signal {
        case .command:
            let name = machine.pendingCommand.command.name
            return driver.open(strand, command: name).map { "\(name) \($0)" } ?? "\(name) too late"
        case .sleep:
            driver.sleep(strand, for: machine.pendingDelay)
            return nil
        case .test: machine.resume(value: .boolean(true))
        default: machine.resume(value: .integer(Int64(now) * Self.second))
        }
        driver.scheduler.resume(strand)
        return nil
    }

    /// Answers a command. Returns whether the answer counts; nil if nothing waits for it.
    func answer(_ ticket: Int) -> Bool? { driver.answer(ticket: ticket, .value(.null)) }

    /// Loads the script again, after its end.
    func beginAgain() {
        if let program { driver.scheduler.machine.load(program) }
        driver.scheduler.beginAgain()
    }
}
