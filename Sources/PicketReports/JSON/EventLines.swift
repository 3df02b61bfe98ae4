package import PicketRuntime
package import PicketSyntax

/// The events of a run as JSON Lines, each written when it happens.
///
/// The first line is `{ schema, picket, mode, title, started }`, the last `{ type: "ended", totals, … }`. Every other one has
/// `type`, `file`, `timeNanoseconds`, and by type:
///
///     file-started {}                            file-ended { outcome: success|exit|failure, exit, failure }
///     test-started { name, tags, place }         test-ended { name, state, reason, failure }
///     step-started { name, place }               step-ended { name, failed }
///     command-started { name, place }            command-ended { as a command of `JSONReport` }
///     held { place }    failure { failure }      attempt { failure }    output { text }
///
/// A line holds what was known to be secret when it was written as `•••`.
package struct EventLines {
    package static let schema = "picket-events/1"

    private var sources: SourceLibrary
    private var renderer = DiagnosticRenderer()

    package init(hidden: @escaping (SourceFile) -> [SourceSpan] = { _ in [] }) {
        sources = SourceLibrary(hidden: hidden)
        renderer.hidden = hidden
    }

    package func head(_ report: Report) -> [UInt8] {
        line { json in
            json.member("schema", EventLines.schema)
            json.member("picket", report.version)
            json.member("mode", report.mode.rawValue)
            json.member("title", report.title)
            json.member("started", report.started)
        }
    }

    package func end(_ totals: Totals, at time: Int64) -> [UInt8] {
        line { json in
            json.member("type", "ended")
            json.member("timeNanoseconds", time)
            json.key("totals")
            json.totals(totals)
        }
    }

    package func fileStarted(_ path: String, at time: Int64) -> [UInt8] {
        line { $0.start("file-started", path, time) }
    }

    package mutating func fileEnded(
        _ path: String, _ outcome: Outcome, at time: Int64, redactor: Redactor
    ) -> [UInt8] {
        var failure: FailureReport?
        if case .failure(let cause) = outcome { failure = shown(cause, redactor) }
        return line { json in
            json.start("file-ended", path, time)
            switch outcome {
            case .success: json.member("outcome", "success")
            case .exit(let status):
                json.member("outcome", "exit")
                json.member("exit", Int64(status))
            case .failure:
                json.member("outcome", "failure")
                json.failureMember(failure)
            }
        }
    }

    /// The line of an event, with its newline.
    package mutating func event(_ timed: TimedEvent, file: String, redactor: Redactor) -> [UInt8] {
        let content = content(of: timed, redactor)
        return line { json in
            json.start(content.type, redactor.redact(file), timed.time)
            content.write(&json)
        }
    }

    mutating func shown(_ failure: Failure, _ redactor: Redactor) -> FailureReport {
        var report = FailureReport(failure, sources: &sources, renderer: renderer)
        report.redact(redactor)
        return report
    }

    private func line(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        json.object(body)
        return json.bytes + [UInt8(ascii: "\n")]
    }
}

extension EventLines {
    struct Content {
        var type: String
        var write: (inout JSONWriter) -> Void
    }

    private mutating func content(of timed: TimedEvent, _ redactor: Redactor) -> Content {
        switch timed.event {
        case .printed(let text), .shown(let text):
            return Content(type: "output") { $0.member("text", redactor.redact(text)) }
        case .stepStarted(let name, let location): return named("step-started", name, location, redactor)
        case .stepEnded(let name, let failed):
            return Content(type: "step-ended") {
                $0.member("name", redactor.redact(name))
                $0.member("failed", failed)
            }
        case .testStarted(let name, let tags, let location):
            let started = named("test-started", name, location, redactor)
            return Content(type: started.type) { json in
                started.write(&json)
                json.members("tags", tags.map(redactor.redact)) { $0.string($1) }
            }
        case .testEnded(let name, let result): return ended(name, result, redactor)
        case .commandStarted(let name, let location): return named("command-started", name, location, redactor)
        case .commandEnded(let exchange):
            var command = CommandReport(exchange, at: timed.time, sources: &sources)
            command.redact(redactor)
            return Content(type: "command-ended") { [command] in $0.commandMembers(command) }
        case .held(let location):
            let place = place(location, redactor)
            return Content(type: "held") { $0.place(place) }
        case .recorded(let failure): return failed("failure", failure, redactor)
        case .attemptFailed(let failure): return failed("attempt", failure, redactor)
        }
    }

    private mutating func named(
        _ type: String, _ name: String, _ location: SourceLocation, _ redactor: Redactor
    ) -> Content {
        let place = place(location, redactor)
        return Content(type: type) {
            $0.member("name", redactor.redact(name))
            $0.place(place)
        }
    }

    private mutating func failed(_ type: String, _ failure: Failure, _ redactor: Redactor) -> Content {
        let report = shown(failure, redactor)
        return Content(type: type) { $0.failureMember(report) }
    }

    private mutating func ended(_ name: String, _ result: TestResult, _ redactor: Redactor) -> Content {
        var failure: FailureReport?
        if case .failed(let cause) = result { failure = shown(cause, redactor) }
        return Content(type: "test-ended") { [failure] json in
            json.member("name", redactor.redact(name))
            switch result {
            case .passed: json.member("state", "passed")
            case .skipped(let reason):
                json.member("state", "skipped")
                json.member("reason", redactor.redact(reason))
            case .failed:
                json.member("state", "failed")
                json.failureMember(failure)
            }
        }
    }

    private mutating func place(_ location: SourceLocation, _ redactor: Redactor) -> Place {
        var place = sources.linePlace(location)
        place.redact(redactor)
        return place
    }
}

extension JSONWriter {
    fileprivate mutating func start(_ type: String, _ file: String, _ time: Int64) {
        member("type", type)
        member("file", file)
        member("timeNanoseconds", time)
    }

    fileprivate mutating func failureMember(_ failure: FailureReport?) {
        guard let failure else { return }
        key("failure")
        self.failure(failure)
    }
}
