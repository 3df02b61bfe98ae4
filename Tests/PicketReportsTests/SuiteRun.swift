import PicketRuntime
import PicketSyntax
import TestHost

@testable import PicketReports

/// Runs a script on the real machine, with the commands and the platform of `TestHost`, and a clock that counts what happens.
final class SuiteRun {
    static let password = TestHost.password

    let compilation: Compilation
    let secrets = SecretStore()
    private(set) var events: [TimedEvent] = []
    private(set) var outcome = Outcome.success
    private var now: Int64 = 0
    private var ran: Set<String> = []

    init(path: String, script: String, selects: (String) -> Bool = { _ in true }) {
        compilation = Compiler(commands: TestHost.commands).compile(SourceFile(name: path, text: script))
        guard let program = compilation.program else { return }
        let machine = Machine(
            configuration: MachineConfiguration(
                commands: TestHost.commands, secrets: secrets, reportsEverything: true, seed: 1))
        machine.load(program)
        let scheduler = Scheduler(
            machine, clock: { [unowned self] in now }, emit: { [unowned self] in events.append($0) })
        while scheduler.outcome == nil {
            guard let request = scheduler.next() else { break }
            serve(request.strand.machine, request.signal, selects)
            scheduler.resume(request.strand)
        }
        outcome = scheduler.outcome ?? .success
    }

    private func serve(_ machine: Machine, _ signal: Signal, _ selects: (String) -> Bool) {
        now += 100_000
        switch signal {
        case .command: machine.resume(response: respond(machine.pendingCommand))
        case .sleep: now += machine.pendingDelay
        case .monotonicClock: machine.resume(value: .integer(now))
        case .wallClock: machine.resume(value: "2026-10-12T04:05:06.000Z")
        case .test:
            let isSelected = selects(machine.pendingTest.name)
            if isSelected { ran.insert(machine.pendingTest.name) }
            machine.resume(value: .boolean(isSelected))
        case .file: machine.resume(failure: machine.noFiles())
        case .environment: machine.resume(value: .null)
        default: break
        }
    }

    /// The clock at the end.
    var end: Int64 { now }

    /// Tests that were selected and never began.
    func notRun(_ selects: (String) -> Bool = { _ in true }) -> [DeclaredTest] {
        compilation.tests.filter { selects($0.name) && !ran.contains($0.name) }
    }

    // MARK: The platform

    private func respond(_ pending: PendingCommand) -> Response {
        let response = TestHost.answer(pending)
        now += response.duration
        return response
    }
}

extension SuiteRun {
    /// The file's report, before secrets that became known late are hidden.
    func file(mode: Report.Mode, repetition: Int = 0, selects: (String) -> Bool = { _ in true }) -> FileReport {
        let path = events.isEmpty && compilation.program == nil ? "broken.picket" : sourceName
        var collector = FileCollector(
            path: path, mode: mode, hasTests: !compilation.tests.isEmpty, repetition: repetition)
        for event in events { collector.take(event) }
        return collector.finish(outcome, at: end, notRun: notRun(selects))
    }

    private var sourceName: String {
        compilation.tests.first?.location.source.name ?? "runbook.picket"
    }

    func report(mode: Report.Mode, title: String = "smoke tests") -> Report {
        Report(
            mode: mode, title: title, version: "1.0.0", started: "2026-10-12T04:05:06.789Z", duration: end,
            platform: "https://127.0.0.1:8443", seed: 42, files: [file(mode: mode)], redactor: Redactor(secrets))
    }

    /// All lines of the events, as they are written when they happen.
    func eventLines(mode: Report.Mode) -> [UInt8] {
        var lines = EventLines()
        var bytes = lines.head(report(mode: mode)) + lines.fileStarted(sourceName, at: 0)
        let redactor = Redactor(secrets)
        for event in events { bytes += lines.event(event, file: sourceName, redactor: redactor) }
        bytes += lines.fileEnded(sourceName, outcome, at: end, redactor: redactor)
        return bytes + lines.end(report(mode: mode).totals, at: end)
    }
}
