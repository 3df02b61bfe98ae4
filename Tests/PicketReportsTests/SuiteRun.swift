import PicketRuntime
import PicketSyntax

@testable import PicketReports

/// Runs a script on the real machine, against a platform of a few lines and a clock that counts what happens.
final class SuiteRun {
    static let password = "correct-horse-battery"

    static let commands = CommandTable([
        Command(
            "add",
            parameters: [
                .word("name"), Parameter("host"), Parameter("port", .integer(1...65_535)),
                Parameter("password", isSecret: true), Parameter("tags", .tags, isRequired: false),
            ], success: .exactly(201), isWrite: true),
        Command("show", parameters: [.word("name")], success: .exactly(200), secretFields: ["password"]),
        Command("delete", parameters: [.word("name")], success: .exactly(200), isWrite: true),
    ])

    let compilation: Compilation
    let secrets = SecretStore()
    private(set) var events: [TimedEvent] = []
    private(set) var outcome = Outcome.success
    private var now: Int64 = 0
    private var ran: Set<String> = []

    init(path: String, script: String, selects: (String) -> Bool = { _ in true }) {
        compilation = Compiler(commands: SuiteRun.commands).compile(SourceFile(name: path, text: script))
        guard let program = compilation.program else { return }
        let machine = Machine(
            configuration: MachineConfiguration(
                commands: SuiteRun.commands, secrets: secrets, reportsEverything: true, seed: 1))
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
        let name = pending.text(0) ?? ""
        var response = Response()
        response.request =
            "\(SuiteRun.method(pending.command.name)) https://127.0.0.1:8443/ds-api/pool/pg-instances/\(name)"
        response.duration = Int64(pending.command.name.utf8.count + name.utf8.count) * 1_000_000
        response.headers = [.init("Content-Type", "application/json"), .init("Set-Cookie", "session=abc")]
        switch (pending.command.name, name) {
        case (_, "absent"):
            response.status = 404
            response.body = json(#"{"error":"No connection <absent>"}"#)
        case ("add", _):
            response.status = 201
            let (host, password) = (pending.text(1) ?? "", pending.text(3) ?? "")
            response.requestBody = Array(#"{"host":"\#(host)","port":9342,"password":"\#(password)"}"#.utf8)
            response.body = json(#"{"status":"Connection created and connected!"}"#)
        case ("delete", _):
            response.status = 200
            response.body = json(#"{"status":"Connection deleted"}"#)
        default:
            response.status = 200
            response.body = json(SuiteRun.connection)
        }
        now += response.duration
        return response
    }

    private func json(_ text: String) -> Response.Body { .bytes(Array(text.utf8)) }

    private static func method(_ command: String) -> String {
        ["add": "POST", "delete": "DELETE"][command] ?? "GET"
    }

    static let connection =
        #"{"host":"pg-sales-1734","port":9342,"user":"datasentinel","password":"\#(password)","#
        + #""tags":"application=sales,environment=production","connected":false}"#
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
