package import PicketRuntime
import PicketSyntax

/// JUnit XML for Jenkins, GitLab and GitHub Actions: one suite per file, one test case per case.
///
/// The format is the xUnit plugin's `junit-10.xsd`, which has no steps in a test case. Steps are therefore properties
/// of the suite, `step[passed]` or `step[failed]`, and lines of the case's output. `file` and `line` of a case are
/// additions of GitLab and GitHub Actions. A case has one failure with the texts of all its failures. It is an error if
/// something other than the test caused it. Earlier attempts are `flakyFailure` or `rerunFailure`, as in Surefire.
package enum JUnitReport {
    package static func bytes(_ shown: Shown<Report>) -> [UInt8] {
        let report = shown.content
        var text = ReportText()
        text.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        text.raw("<testsuites")
        text.attribute("name", report.title)
        counts(report.totals, &text)
        text.attribute("time", DurationText.decimal(report.duration, unit: .seconds))
        text.line(">")
        for (index, file) in report.files.enumerated() { suite(file, id: index, report, &text) }
        text.line("</testsuites>")
        return text.bytes
    }

    private static func counts(_ totals: Totals, _ text: inout ReportText) {
        text.attribute("tests", String(totals.cases))
        text.attribute("failures", String(totals.failed - totals.errors))
        text.attribute("errors", String(totals.errors))
    }

    private static func suite(_ file: FileReport, id: Int, _ report: Report, _ text: inout ReportText) {
        let totals = file.totals
        text.raw("  <testsuite")
        text.attribute("name", file.identity)
        counts(totals, &text)
        text.attribute("skipped", String(totals.skipped))
        text.attribute("time", DurationText.decimal(file.duration, unit: .seconds))
        if let timestamp = timestamp(file, report) { text.attribute("timestamp", timestamp) }
        text.attribute("id", String(id))
        text.attribute("file", file.path)
        text.line(">")
        properties(file, report, &text)
        for item in file.counted { testCase(item, in: file, &text) }
        text.line("  </testsuite>")
    }

    /// Returns when a file began; nil if unknown.
    private static func timestamp(_ file: FileReport, _ report: Report) -> String? {
        guard let start = report.startedMilliseconds else { return report.started.isEmpty ? nil : report.started }
        let time = start + file.start / 1_000_000
        return CalendarTime.text(secondsSince1970: time / 1_000, milliseconds: time % 1_000)
    }

    private static func properties(_ file: FileReport, _ report: Report, _ text: inout ReportText) {
        var properties = [("picket", report.version)]
        if !report.platform.isEmpty { properties.append(("platform", report.platform)) }
        if let seed = report.seed { properties.append(("seed", String(seed))) }
        for item in file.counted {
            for tag in item.tags { properties.append(("tag", "\(item.title): \(tag)")) }
            for step in item.stepLines {
                properties.append(("step[\(step.isFailed ? "failed" : "passed")]", "\(item.title) / \(step.text)"))
            }
        }
        text.line("    <properties>")
        for (name, value) in properties {
            text.raw("      <property")
            text.attribute("name", name)
            text.attribute("value", value)
            text.line("/>")
        }
        text.line("    </properties>")
    }

    private static func testCase(_ item: CaseReport, in file: FileReport, _ text: inout ReportText) {
        text.raw("    <testcase")
        text.attribute("name", item.title)
        text.attribute("classname", className(file.identity))
        text.attribute("time", DurationText.decimal(item.duration, unit: .seconds))
        // The run of a file, and what stands outside of its tests, is where it failed, or begins with the file.
        let place = item.place ?? item.failures.first?.place
        text.attribute("file", place?.file ?? file.path)
        text.attribute("line", String(place?.line ?? 1))
        let output = item.outputText
        if item.state == .passed, output.isEmpty, item.attempts.isEmpty { return text.line("/>") }
        text.line(">")
        if item.state == .skipped {
            text.raw("      <skipped")
            if !item.reason.isEmpty { text.attribute("message", item.reason) }
            text.line("/>")
        }
        if let first = item.failures.first {
            let element = item.isError ? "error" : "failure"
            let others = item.failures.count - 1
            text.raw("      <\(element)")
            text.attribute("type", first.code)
            text.attribute("message", first.message + (others > 0 ? " (and \(others) more)" : ""))
            text.raw(">")
            text.markup(item.failures.map { $0.text.isEmpty ? $0.message + "\n" : $0.text }.joined(separator: "\n"))
            text.line("</\(element)>")
        }
        for attempt in item.attempts { earlier(attempt, isFlaky: item.isFlaky, &text) }
        if !output.isEmpty {
            text.raw("      <system-out>")
            text.markup(output)
            text.line("</system-out>")
        }
        text.line("    </testcase>")
    }

    /// Writes an earlier attempt as Maven's Surefire does, which Jenkins and others read.
    private static func earlier(_ attempt: CaseReport, isFlaky: Bool, _ text: inout ReportText) {
        guard let first = attempt.failures.first else { return }
        let element = (isFlaky ? "flaky" : "rerun") + (attempt.isError ? "Error" : "Failure")
        text.raw("      <\(element)")
        text.attribute("type", first.code)
        text.attribute("message", first.message)
        text.raw("><stackTrace>")
        text.markup(attempt.failures.map { $0.text.isEmpty ? $0.message + "\n" : $0.text }.joined(separator: "\n"))
        text.raw("</stackTrace>")
        let output = attempt.outputText
        if !output.isEmpty {
            text.raw("<system-out>")
            text.markup(output)
            text.raw("</system-out>")
        }
        text.line("</\(element)>")
    }

    /// Converts `smoke/pool.picket` to `smoke.pool`, which readers show as a tree.
    static func className(_ path: String) -> String {
        var parts = path.split(separator: "/").filter { $0 != "." && $0 != ".." }.map(String.init)
        if let last = parts.last, last.hasSuffix(".picket") { parts[parts.count - 1] = String(last.dropLast(7)) }
        return parts.isEmpty ? path : parts.joined(separator: ".")
    }
}
