package import PicketRuntime
internal import PicketSyntax

/// Writes events of a run as JSON with secrets hidden, for interfaces in other languages.
package struct EventText: Sendable {
    private let hidden: HiddenTexts

    init(_ hidden: HiddenTexts) { self.hidden = hidden }

    /// One object, whose members are those that the event has:
    ///
    ///     type, nanoseconds; then text · name, tags, file, line, column · failed · state, reason ·
    ///     status, duration, succeeded · code, message
    package func json(_ event: TimedEvent) -> String {
        let shown = Redactor(hidden.secrets).show(EventParts(event)).content
        var json = JSONWriter(.wire)
        json.object { shown.write(to: &$0) }
        return json.text
    }
}

extension Execution {
    /// Writes the events of this run.
    package var eventText: EventText { EventText(HiddenTexts(machine)) }
}

extension Event {
    fileprivate var typeName: String {
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

/// The parts of an event. What it does not have is nil or empty.
private struct EventParts: Showable {
    private var type: String
    private var time: Int64
    private var texts: [(key: String, text: String)] = []
    private var tags: [String] = []
    private var place: (file: String, line: Int, column: Int)?
    private var numbers: [(key: String, number: Int64)] = []
    private var answers: [(key: String, answer: Bool)] = []

    init(_ timed: TimedEvent) {
        (type, time) = (timed.event.typeName, timed.time)
        switch timed.event {
        case .printed(let text), .shown(let text): texts = [("text", text)]
        case .stepStarted(let name, let location), .commandStarted(let name, let location):
            texts = [("name", name)]
            setPlace(location)
        case .stepEnded(let name, let failed):
            texts = [("name", name)]
            answers = [("failed", failed)]
        case .testStarted(let name, let tags, let location):
            texts = [("name", name)]
            self.tags = tags
            setPlace(location)
        case .testEnded(let name, let result):
            texts = [("name", name)]
            add(result)
        case .commandEnded(let exchange): add(exchange)
        case .held(let location): setPlace(location)
        case .recorded(let failure), .attemptFailed(let failure): add(failure)
        }
    }

    private mutating func setPlace(_ location: SourceLocation?) {
        place = location.map { ($0.source.name, $0.position.line, $0.position.column) }
    }

    private mutating func add(_ exchange: Exchange) {
        texts = [("name", exchange.command)]
        setPlace(exchange.location)
        if let status = exchange.response.status { numbers = [("status", Int64(status))] }
        numbers.append(("duration", exchange.response.duration))
        answers = [("succeeded", exchange.isSuccess)]
    }

    private mutating func add(_ result: TestResult) {
        switch result {
        case .passed: texts.append(("state", "passed"))
        case .skipped(let reason): texts += [("state", "skipped"), ("reason", reason)]
        case .failed(let failure):
            texts.append(("state", "failed"))
            add(failure)
        }
    }

    private mutating func add(_ failure: Failure) {
        texts += [("code", failure.diagnostic.code.rawValue), ("message", failure.diagnostic.message)]
        setPlace(failure.diagnostic.location)
    }

    func shown(by redactor: Redaction) -> EventParts {
        var shown = self
        shown.texts = texts.map { ($0.key, redactor.redact($0.text)) }
        shown.tags = tags.map { redactor.redact($0) }
        shown.place?.file = redactor.redact(place?.file ?? "")
        return shown
    }

    func write(to json: inout JSONWriter) {
        json.key("type")
        json.string(type)
        json.key("nanoseconds")
        json.integer(time)
        for (key, text) in texts {
            json.key(key)
            json.string(text)
        }
        if !tags.isEmpty {
            json.key("tags")
            json.array(tags) { $0.string($1) }
        }
        if let place {
            json.key("file")
            json.string(place.file)
            json.key("line")
            json.integer(Int64(place.line))
            json.key("column")
            json.integer(Int64(place.column))
        }
        for (key, number) in numbers {
            json.key(key)
            json.integer(number)
        }
        for (key, answer) in answers {
            json.key(key)
            json.boolean(answer)
        }
    }
}
