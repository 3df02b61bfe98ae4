package import PicketRuntime
package import PicketSyntax

/// The events of a run as JSON Lines, each written when it happens.
///
/// The first line is `{ schema, picket, mode, title, started }`, the last `{ type: "ended", outcome, exitStatus,
/// totals, … }`. Every other line has `type`, `file`, `timeNanoseconds`, and further members by type:
///
///     file-started {}                            file-ended { outcome: success|exit|failure|not-run, exit, failure }
///     test-started { name, tags, place }         test-ended { name, state, reason, failure }
///     step-started { name, place }               step-ended { name, failed }
///     command-started { name, place }            command-ended { as a command of `JSONReport` }
///     held { place }    failure { failure }      attempt { failure }    output { text }
///
/// If failed tests of a file run again, the lines of that run also have `attempt`, counted from 1.
///
/// A line is shown when it is written, with the secrets that are known at that time as `•••`.
package struct EventLines {
    package static let schema = "picket-events/1"

    private var sources: SourceLibrary
    private var renderer = DiagnosticRenderer()
    /// The number of the file's attempt, counted from 1.
    private let attempt: Int

    package init(attempt: Int = 1, hidden: @escaping (SourceFile) -> [SourceSpan] = { _ in [] }) {
        self.attempt = attempt
        sources = SourceLibrary(hidden: hidden)
        renderer.hidden = hidden
    }

    private func newLine(_ type: String, _ file: String, at time: Int64) -> EventLine {
        var line = EventLine(type, file: file, time: time)
        line.attempt = attempt
        return line
    }

    /// Returns the line of an event.
    package mutating func line(of timed: TimedEvent, file: String) -> EventLine {
        var line = newLine(timed.event.lineType, file, at: timed.time)
        switch timed.event {
        case .printed(let text), .shown(let text): line.text = text
        case .stepStarted(let name, let location), .commandStarted(let name, let location):
            line.name = name
            line.place = sources.linePlace(location)
        case .stepEnded(let name, let failed):
            line.name = name
            line.isFailed = failed
        case .testStarted(let name, let tags, let location):
            line.name = name
            line.place = sources.linePlace(location)
            line.tags = tags
        case .testEnded(let name, let result):
            line.name = name
            add(result, to: &line)
        case .commandEnded(let exchange):
            line.command = CommandReport(exchange, at: timed.time, sources: &sources)
        case .held(let location): line.place = sources.linePlace(location)
        case .recorded(let failure), .attemptFailed(let failure): line.failure = report(failure)
        }
        return line
    }

    private mutating func add(_ result: TestResult, to line: inout EventLine) {
        switch result {
        case .passed: line.state = .passed
        case .skipped(let reason):
            line.state = .skipped
            line.reason = reason
        case .failed(let failure):
            line.state = .failed
            line.failure = report(failure)
        }
    }

    package func fileStarted(_ path: String, at time: Int64) -> EventLine {
        newLine("file-started", path, at: time)
    }

    /// Returns the line of a selected test that never began.
    package mutating func notRun(_ test: DeclaredTest, file: String, at time: Int64) -> EventLine {
        var line = newLine("test-ended", file, at: time)
        line.name = test.name
        line.state = .skipped
        line.reason = "not run"
        return line
    }

    /// Returns the line of a file that never began.
    package func fileLeftOut(_ path: String, at time: Int64) -> EventLine {
        var line = newLine("file-ended", path, at: time)
        line.outcome = "not-run"
        return line
    }

    /// - Parameter hasFailed: Whether something in the file failed without ending it, such as a test.
    package mutating func fileEnded(
        _ path: String, _ outcome: Outcome, hasFailed: Bool = false, at time: Int64
    ) -> EventLine {
        var line = newLine("file-ended", path, at: time)
        switch outcome {
        case .success: line.outcome = hasFailed ? "failure" : "success"
        case .exit(let status):
            line.outcome = "exit"
            line.exit = Int64(status)
        case .failure(let failure):
            line.outcome = "failure"
            line.failure = report(failure)
        }
        return line
    }

    private mutating func report(_ failure: Failure) -> FailureReport {
        FailureReport(failure, sources: &sources, renderer: renderer)
    }
}

extension Event {
    fileprivate var lineType: String {
        switch self {
        case .printed, .shown: "output"
        case .stepStarted: "step-started"
        case .stepEnded: "step-ended"
        case .testStarted: "test-started"
        case .testEnded: "test-ended"
        case .commandStarted: "command-started"
        case .commandEnded: "command-ended"
        case .held: "held"
        case .recorded: "failure"
        case .attemptFailed: "attempt"
        }
    }
}

// MARK: Writing

extension EventLines {
    /// Returns the first line, with its newline.
    package static func head(_ shown: Shown<Report>) -> [UInt8] {
        let report = shown.content
        return bytes { json in
            json.member("schema", schema)
            json.member("picket", report.version)
            json.member("mode", report.mode.rawValue)
            json.member("title", report.title)
            json.member("started", report.started)
        }
    }

    /// Returns the line of an event, with its newline.
    package static func bytes(_ shown: Shown<EventLine>) -> [UInt8] {
        let line = shown.content
        return bytes { json in
            json.member("type", line.type)
            json.member("file", line.file)
            json.member("timeNanoseconds", line.time)
            if line.attempt > 1 { json.member("attempt", Int64(line.attempt)) }
            json.member("text", line.text)
            json.member("outcome", line.outcome)
            if let exit = line.exit { json.member("exit", exit) }
            json.member("name", line.name)
            json.place(line.place)
            json.members("tags", line.tags) { $0.string($1) }
            if let isFailed = line.isFailed { json.member("failed", isFailed) }
            json.member("state", line.state?.rawValue)
            json.member("reason", line.reason)
            if let command = line.command { json.commandMembers(command) }
            guard let failure = line.failure else { return }
            json.key("failure")
            json.failure(failure)
        }
    }

    /// Returns the last line, with its newline.
    package static func end(_ report: Shown<Report>, at time: Int64) -> [UInt8] {
        end(report.content.totals, isSuccess: report.content.isSuccess, report.content.exitStatus, at: time)
    }

    static func end(_ totals: Totals, isSuccess: Bool? = nil, _ exitStatus: Int? = nil, at time: Int64) -> [UInt8] {
        bytes { json in
            json.member("type", "ended")
            json.member("timeNanoseconds", time)
            json.member("outcome", JSONReport.outcome(isSuccess ?? (totals.failed == 0)))
            if let exitStatus { json.member("exitStatus", Int64(exitStatus)) }
            json.key("totals")
            json.totals(totals)
        }
    }

    private static func bytes(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        json.object(body)
        return json.bytes + [UInt8(ascii: "\n")]
    }
}
