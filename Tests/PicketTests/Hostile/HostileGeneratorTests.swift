import Foundation
import Picket
import PicketRuntime
import PicketSyntax
import Testing

/// Mutations of goldens and of hostile scripts end within their limits, whatever they are.
@Suite struct HostileGeneratorTests {
    /// A run without real time: a pause is over at once, and the clock moves by it. So the test does not depend on speed.
    @Test(.timeLimit(.minutes(10)), arguments: 0..<4)
    func everyScriptEndsWithinItsLimits(_ stream: Int) {
        var mutations = ScriptMutations(seed: 20_261_129 + UInt64(stream), others: HostileScripts.all)
        for _ in 0..<500 {
            let text = String(decoding: mutations.next(), as: UTF8.self)
            if let problem = Self.problem(of: text) { Issue.record("\(problem): \(text.debugDescription)") }
        }
    }

    /// The scripts as they are.
    @Test(.timeLimit(.minutes(10)), arguments: HostileScripts.all.indices)
    func everySeedEndsWithinItsLimits(_ index: Int) {
        let text = HostileScripts.all[index]
        if let problem = Self.problem(of: text) { Issue.record("\(problem): \(text.debugDescription)") }
    }

    private static let limits = Limits(
        steps: 30_000, depth: 100, memory: 2 << 20, source: 1 << 20, outputBytes: 100_000, outputLines: 1_000,
        recorded: 100, events: 10_000)

    private static func problem(of text: String) -> String? {
        let run = CountedRun(text, limits)
        if run.outcome == nil, run.diagnostics.isEmpty { return "it does not end" }
        if run.outputBytes > limits.outputBytes + 65_536 { return "it printed \(run.outputBytes) bytes" }
        if run.lines > limits.outputLines + 1_000 { return "it printed \(run.lines) lines" }
        if run.recorded > limits.recorded + 100 { return "it recorded \(run.recorded) failures" }
        return run.events > limits.events + 10_000 ? "it had \(run.events) events" : nil
    }
}

/// A run whose requests are counted, and whose clock moves by what the script waits for.
private struct CountedRun {
    private(set) var outcome: Outcome?
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var outputBytes = 0
    private(set) var lines = 0
    private(set) var recorded = 0
    private(set) var events = 0
    /// More requests than any script of so few steps can make.
    private static let requestLimit = 3_000_000

    init(_ text: String, _ limits: Limits) {
        let commands = HostileHost.commands
        let source = SourceFile(name: "hostile.picket", text: text)
        let compilation = Compiler(commands: commands, checkingLimits: CheckingLimits(bytes: limits.source))
            .compile(source)
        diagnostics = compilation.diagnostics
        guard let program = compilation.program else { return }
        diagnostics = []
        let bodies = HostileHost.immediate.mapValues { body in CommandBody { .value(try body($0)) } }
        let machine = Machine(
            configuration: MachineConfiguration(
                commands: commands, bodies: bodies, limits: limits, reportsEverything: true, seed: 1))
        machine.load(program)
        final class Counts {
            var (bytes, lines, events) = (0, 0, 0)
        }
        let counts = Counts()
        let scheduler = Scheduler(machine) { event in
            counts.events += 1
            guard case .printed(let line) = event else { return }
            counts.lines += 1
            counts.bytes += line.utf8.count + 1
        }
        var now: Int64 = 0
        for _ in 0..<Self.requestLimit {
            guard let request = scheduler.next() else { break }
            Self.answer(request, scheduler, &now)
        }
        outcome = scheduler.outcome
        (outputBytes, lines, events) = (counts.bytes, counts.lines, counts.events)
        recorded = machine.recorded.count
    }

    private static func answer(_ request: Scheduler.Request, _ scheduler: Scheduler, _ now: inout Int64) {
        let machine = request.strand.machine
        switch request.signal {
        case .yielded: return
        case .sleep: now = now.addingReportingOverflow(max(1, machine.pendingDelay)).partialValue
        case .command: machine.resume(response: .value(machine.pendingCommand.value(0) ?? .null))
        case .monotonicClock: machine.resume(value: .integer(now))
        case .wallClock: machine.resume(value: "2026-11-29T12:00:00Z")
        case .environment: machine.resume(value: .null)
        case .test: machine.resume(value: true)
        case .secret: break
        default: machine.resume(failure: machine.noFiles())
        }
        scheduler.resume(request.strand)
    }
}

/// The commands of the hosts that hostile scripts run in.
enum HostileHost {
    static let commands = CommandTable([
        Command("echo", parameters: [Parameter("text", .value, isPositional: true)]),
        Command("later", parameters: [Parameter("text", .value, isPositional: true)]),
        Command("refuse"), Command("token"),
    ])

    static let immediate: [String: @Sendable (borrowing CommandArguments) throws -> Value] = [
        "echo": { $0.value("text") ?? .null },
        "refuse": { _ in throw ScriptError("refused", "not today", fields: ["why": "no"]) },
        "token": { _ in ["token": .secret(.string("token-\(UInt64.random(in: 0 ... .max))"))] },
    ]

    static func library() throws -> Library {
        var library = Library()
        for command in commands.commands {
            if let body = immediate[command.name] {
                try library.add(command, body)
            } else {
                try library.add(
                    command,
                    async: { arguments in
                        await Task.yield()
                        return arguments["text"] ?? .null
                    })
            }
        }
        return library
    }
}
