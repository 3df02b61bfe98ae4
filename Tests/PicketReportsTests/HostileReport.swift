import PicketRuntime

@testable import PicketReports

/// A report whose every text tries to break out of where it stands.
enum HostileReport {
    static let text =
        "</script><script>alert(1)</script>\" onload='x' ]]> &amp; \u{0}\u{1}\u{7F}\u{85}\u{202E}\u{FFFE} \\ # \n\t\r\u{2028} é 🐘"

    static var report: Report {
        let place = Place(file: text, line: 1, column: 1, text: text)
        var failure = FailureReport(kind: text, code: text, message: text, place: place)
        failure.label = text
        failure.lines = [.init(number: 1, before: text, focus: text, after: text, isFault: true)]
        failure.expected = text
        failure.actual = text
        failure.differences = [.init(path: text, expected: text, actual: nil)]
        failure.request = text
        failure.response = text
        failure.notes = [.init(message: text, place: place)]
        failure.help = text
        failure.text = text
        var command = CommandReport(name: text, place: place, status: 200)
        command.request = text
        command.requestBody = .string(text)
        command.responseBody = .map(["": .string(text)])
        command.headers = [.init(name: text, value: text)]
        var step = StepReport(name: text, place: place, start: 0)
        step.activities = [.command(command), .held(place), .failure(failure), .attempt(failure, at: 0), .output(text)]
        var failed = CaseReport(
            kind: .test, name: text, tags: [text, "a b"], place: place, state: .failed, activities: [.step(step)],
            failures: [failure])
        // An earlier attempt failed by a text that begins as the key of a map does.
        var earlier = failed
        earlier.failures[0].message = "`ping`: \(text)"
        failed.attempts = [earlier, earlier]
        let skipped = CaseReport(kind: .test, name: text, state: .skipped, reason: text)
        return Report(
            mode: .test, title: text, version: text, started: "2026-10-12T04:05:06.789Z", platform: text,
            files: [FileReport(path: text, cases: [failed, skipped])])
    }
}
