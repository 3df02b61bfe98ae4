package import PicketRuntime

/// The contents of an event's line. A value that the event does not have is nil or empty.
package struct EventLine: Sendable {
    package var type: String
    package var file: String
    package var time: Int64
    package var text = ""
    /// The outcome of a file that ended.
    package var outcome = ""
    package var exit: Int64?
    package var name = ""
    package var place: Place?
    package var tags: [String] = []
    package var isFailed: Bool?
    package var state: CaseReport.State?
    package var reason = ""
    package var command: CommandReport?
    package var failure: FailureReport?
    /// The number of the attempt, counted from 1.
    package var attempt = 1

    init(_ type: String, file: String, time: Int64) {
        self.type = type
        self.file = file
        self.time = time
    }
}

extension EventLine: Showable {
    package func shown(by redactor: Redaction) -> EventLine {
        var shown = self
        shown.file = redactor.redact(file)
        shown.text = redactor.redact(text)
        shown.name = redactor.redact(name)
        shown.place = place.shown(by: redactor)
        shown.tags = tags.shown(by: redactor)
        shown.reason = redactor.redact(reason)
        shown.command = command.shown(by: redactor)
        shown.failure = failure.shown(by: redactor)
        return shown
    }
}
