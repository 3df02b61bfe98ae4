internal import PicketRuntime
internal import PicketSyntax
import Synchronization

/// The compiler and the machine of a session.
///
/// `@unchecked Sendable`: its session calls it for one text at a time and waits for the end of it.
final class SessionCore: @unchecked Sendable {
    private let library: Library
    let options: RunOptions
    let compiler: Compiler
    let machine: Machine
    /// The empty text. Others share what does not depend on them.
    private let first: Program
    /// The session with the host of the library's commands; nil if it has none.
    private let hostSession: (any HostSession)?
    /// Stops the check of a text.
    private let check: SessionCheck
    /// The preludes, until they have run.
    private var preludes: [ScriptText]

    init(_ library: Library, _ options: RunOptions) {
        self.library = library
        self.options = options
        preludes = library.preludes
        let check = SessionCheck()
        self.check = check
        compiler = Compiler(
            commands: library.commands, functions: library.functions, isInteractive: true,
            loader: library.sourceLoader,
            checkingLimits: CheckingLimits(bytes: max(0, options.limits.source)) { check.stop })
        let compilation = compiler.compile(SourceFile(name: "input", text: ""))
        guard let script = compilation.program else { preconditionFailure("an empty text has no errors") }
        first = Program(library, script, Library.CompiledTexts(compiled: compilation))
        hostSession = library.host?.host.makeSession()
        machine = first.machine(options)
        machine.secretVariables = SecretVariables()
        // The functions of later texts follow those of the empty one.
        machine.load(script)
    }

    /// The time and the interruption of one call of the session.
    struct Turn {
        let start: Int64
        let interruption: Interruption
        /// Whether something of the call ran before, whose limits the next text shares.
        var isContinuation = false
    }

    /// The turn of a call that begins now.
    func turn(_ interruption: Interruption) -> Turn {
        Turn(start: options.clock.nanoseconds, interruption: interruption)
    }

    /// Runs the preludes before the first text, then the text, all within the limits of one text.
    ///
    /// - Parameter ownNames: top-level names of the text that the result does not have.
    func run(
        _ text: ScriptText, _ parameters: [String: Value], _ turn: Turn, ownNames: [String] = []
    ) async -> RunResult {
        var turn = turn
        while !preludes.isEmpty {
            let result = await runAlone(preludes[0], [:], turn)
            guard result.isSuccess else { return result }
            preludes.removeFirst()
            turn.isContinuation = true
        }
        return await runAlone(text, parameters, turn, ownNames: ownNames)
    }

    /// - Parameter ownNames: top-level names of the text that the result does not have.
    private func runAlone(
        _ text: ScriptText, _ parameters: [String: Value], _ turn: Turn, ownNames: [String] = []
    ) async -> RunResult {
        let earlier = compiler.session
        let source = SourceFile(name: text.name, text: text.text)
        check.stop = CompileOptions(options(turn)).stop(since: turn.start)
        let compilation = compiler.compile(source)
        learnSecrets(in: source)
        guard let script = compilation.program else {
            return refused(ScriptRefused(compilation.diagnostics, interruption: compilation.interruption))
        }
        let result = await run(Program(first, script, compilation), parameters, turn, ownNames)
        if case .refused = result.outcome {
            compiler.forgetNames(since: earlier)
        } else if !result.isSuccess {
            compiler.giveUpNames(since: earlier) { machine.hasValue(global: $0) }
        }
        return result
    }

    private func run(
        _ program: Program, _ parameters: [String: Value], _ turn: Turn, _ ownNames: [String]
    ) async -> RunResult {
        var options = options(turn)
        if !ownNames.isEmpty {
            options.returnsGlobal = { [wanted = options.returnsGlobal] name in
                wanted(name) && !ownNames.contains { $0.hasBytes(of: name) }
            }
        }
        options.parameters = parameters
        machine.setParameters(parameters)
        machine.load(program.script, isContinuation: turn.isContinuation)
        return await perform { [self, options] in
            ProgramRun(program, options, since: turn.start, loaded: machine)
        }
    }

    /// Performs a run on the machine, by the host of the library's commands if it has one.
    private func perform(_ make: @escaping @Sendable () -> ProgramRun) async -> RunResult {
        guard let hostSession else { return await Execution(make()).complete() }
        return await hostSession.run { _ in make() }
    }

    private func options(_ turn: Turn) -> RunOptions {
        var options = options
        options.interruption = turn.interruption
        options.parameters = [:]
        return options
    }

    /// Remembers the variables that a text makes secret, so that no failure of a later text shows a literal for them.
    private func learnSecrets(in source: SourceFile) {
        let known = machine.secretVariables ?? SecretVariables()
        let stop = check.stop
        let found = SecretLiterals(
            source, library.commands.secretNames, names: known, watch: WorkWatch { stop() != nil })
        guard let found, found.names != known else { return }
        machine.secretVariables = found.names
    }

    func refused(_ refusal: ScriptRefused) -> RunResult { RunResult(refusal, HiddenTexts(machine)) }

    func value(of name: String) -> Value? {
        let names = GlobalNames(compiler.session)
        let values = machine.values(
            of: names, where: { $0.utf8.elementsEqual(name.utf8) }, bytes: max(0, options.limits.memory))
        return values.first?.value
    }

    /// Runs the deferred blocks, the latest first, all within the limits of one text. After the deadline or an
    /// interruption they have the grace.
    func runDeferred(_ turn: Turn) async -> RunResult {
        let moment = Moment()
        let number = turn.interruption.add(nil) { [clock = options.clock] in moment.come(clock.nanoseconds) }
        defer { turn.interruption.remove(number) }
        return await withTaskCancellationHandler {
            await runDeferred(turn, interruptedAt: moment)
        } onCancel: {
            turn.interruption.take(.interrupt(.interruptedByHost))
        }
    }

    private func runDeferred(_ turn: Turn, interruptedAt moment: Moment) async -> RunResult {
        var isContinuation = turn.isContinuation
        var (failures, lines, abandoned) = ([Failure](), [String](), [String]())
        var usage = RunUsage(steps: 0, peakBytes: 0, commands: 0, time: .zero)
        let options = options(turn)
        while machine.beginDeferred(beyond: 0, isContinuation: isContinuation) {
            let content = rest(turn, moment.time).map { ProgramRun.Content.rest($0) } ?? .deferredBlock
            let result = await perform { [self] in
                ProgramRun(first, options, since: turn.start, loaded: machine, content)
            }
            failures += result.recorded + result.ending
            lines += result.output
            abandoned += result.abandoned
            usage = result.usage
            isContinuation = true
        }
        return RunResult(
            .success,
            RunResult.Course(
                recorded: failures, output: lines, usage: usage, abandoned: abandoned, hidden: HiddenTexts(machine)))
    }

    /// The end of what begins after the deadline or an interruption; nil if neither has come.
    private func rest(_ turn: Turn, _ interruption: Int64?) -> RunDriver.Bound? {
        let grace = options.grace.nanoseconds
        let interrupted = interruption.flatMap { time -> RunDriver.Bound? in
            guard case .interrupt(let failure) = turn.interruption.request else { return nil }
            return .final(RunDriver.sum(time, grace), failure)
        }
        guard let deadline = options.deadline else { return interrupted }
        let end = RunDriver.sum(turn.start, deadline.nanoseconds)
        guard options.clock.nanoseconds >= end else { return interrupted }
        let late = RunDriver.Bound.final(RunDriver.sum(end, grace), .deadline(deadline))
        return interrupted.map { $0.time < late.time ? $0 : late } ?? late
    }
}

/// When something happened for the first time; any thread may tell it.
private final class Moment: Sendable {
    private let state = Mutex<Int64?>(nil)

    var time: Int64? { state.withLock { $0 } }

    func come(_ time: Int64) { state.withLock { $0 = $0 ?? time } }
}

extension RunResult {
    /// Why the run did not come to its end.
    fileprivate var ending: [Failure] {
        switch outcome {
        case .success, .exit: []
        case .failure(let failure): [failure]
        case .refused(let problems): problems.map { Failure(.command, $0) }
        }
    }
}

/// Stops the check of a session's text. The compiler of the session keeps it.
private final class SessionCheck {
    /// Returns why the check must stop; nil to go on.
    var stop: () -> Failure? = { nil }
}
