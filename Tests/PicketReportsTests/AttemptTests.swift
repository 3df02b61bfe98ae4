import Foundation
import PicketRuntime
import PicketSyntax
import Schemas
import Testing

@testable import PicketReports

/// A failed test that runs again: one that then passes is flaky, and every report says so.
@Suite struct AttemptTests {
    /// The report of a file whose test `unsteady` passes at the second attempt, and whose test `broken` never does.
    private static func file(second: String = "show a") -> FileReport {
        let first = run("show absent", earlier: nil) { _ in true }
        var whole = first
        whole.take(run(second, earlier: first) { $0 != "steady" })
        return whole
    }

    private static func run(_ body: String, earlier: FileReport?, selects: @escaping (String) -> Bool) -> FileReport {
        let script = """
            test steady { show a }
            test unsteady { print hello\n\(body) }
            test broken { show absent }

            """
        let run = SuiteRun(path: "suite.picket", script: script, selects: selects)
        var collector = FileCollector(path: "suite.picket", mode: .test, hasTests: true, earlier: earlier)
        for event in run.events { collector.take(event) }
        return collector.finish(run.outcome, at: run.end, notRun: run.notRun(selects))
    }

    static var report: Report { Report(mode: .test, title: "t", version: "1", files: [file()]) }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private var shown: Shown<Report> { Redactor(SecretStore()).show(Self.report) }

    @Test func theLatestAttemptCountsAndTheEarlierOnesAreKept() {
        let file = Self.file()
        #expect(file.counted.map(\.name) == ["steady", "unsteady", "broken"])
        #expect(file.counted.map(\.state) == [.passed, .passed, .failed])
        #expect(file.counted.map(\.attempt) == [1, 2, 2])
        #expect(file.counted.map(\.isFlaky) == [false, true, false])
        #expect(file.totals == Totals(passed: 2, failed: 1, commands: 5).with(flaky: 1))
    }

    @Test func aReportWithAttemptsIsReadAsItWasWritten() throws {
        let read = try ReportReader.report(JSONReport.bytes(shown))
        #expect(text(JSONReport.bytes(Redactor(SecretStore()).show(read))) == text(JSONReport.bytes(shown)))
        #expect(read.files.first?.counted.map(\.attempts.count) == [0, 1, 1])
    }

    @Test func markdownNamesWhatIsFlaky() {
        let markdown = text(MarkdownReport.bytes(shown))
        #expect(markdown.contains("\n- flaky: suite\\.picket: unsteady passed at attempt 2\n"), "\(markdown)")
    }

    @Test func aThirdAttemptKeepsBoth() {
        var file = Self.file()
        file.take(Self.run("show a", earlier: file) { $0 == "broken" })
        #expect(file.counted.map(\.attempt) == [1, 2, 3])
        #expect(file.counted.allSatisfy { $0.attempts.allSatisfy { $0.attempts.isEmpty } })
    }

    @Test func aTestThatIsSkippedThisTimeStaysFailed() {
        let file = Self.file(second: "skip \"not now\"")
        #expect(file.counted.map(\.state) == [.passed, .failed, .failed])
        #expect(file.counted.map(\.attempt) == [1, 1, 2])
    }

    @Test func aSetUpThatFailedAtFirstIsForgiven() {
        let good = CaseReport(kind: .test, name: "a")
        var failed = CaseReport(kind: .test, name: "a", reason: "the set-up failed")
        failed.state = .failed
        let setUp = CaseReport(kind: .setUp, name: "set-up", state: .failed)
        var file = FileReport(path: "f", cases: [setUp, failed])
        file.take(FileReport(path: "f", cases: [good]))
        #expect(file.totals.failed == 0 && file.totals.passed == 1)
        // Tests that did not begin again change nothing.
        var other = FileReport(path: "f", cases: [setUp, failed])
        other.take(FileReport(path: "f", cases: [CaseReport(kind: .test, name: "a", state: .skipped)]))
        #expect(other.totals.failed == 2)
    }

    @Test func theTerminalTellsEachAttempt() {
        let summary = SummaryText()
        let cases = Self.file().counted.map { Redactor(SecretStore()).show($0) }
        #expect(summary.line(cases[0], in: "f").content.hasPrefix("passed   f: steady ("))
        #expect(summary.line(cases[1], in: "f").content.hasPrefix("flaky    f: unsteady ("))
        #expect(summary.line(cases[1], in: "f").content.hasSuffix(", attempt 2)"))
        #expect(summary.line(cases[2], in: "f").content.hasSuffix(", attempt 2)"))
        let first = Redactor(SecretStore()).show(cases[1].content.attempts[0])
        #expect(summary.retry(first, in: "f").content.contains(", attempt 1 failed)\n\nerror["))
        #expect(summary.total(shown)?.content.hasPrefix("2 passed (1 flaky), 1 failed, 5 commands in ") == true)
        #expect(summary.flakyOnceMore(shown).content == "\n  flaky   suite.picket: unsteady (passed at attempt 2)\n")
        let slow = summary.slow("one", in: "f", after: 60_000_000_000).content
        #expect(slow == "slow     f: one (still runs after 1 m 00 s)\n")
    }

    @Test func jsonHasTheAttempts() throws {
        let bytes = JSONReport.bytes(shown)
        #expect(try JSONSchema("docs/report.schema.json").faults(in: bytes) == [])
        let text = text(bytes)
        #expect(text.matches(of: #/"flaky": true/#).count == 1 && text.contains("\"flaky\": 1"))
        #expect(text.matches(of: #/"attempts": \[/#).count == 2)
    }

    @Test func junitHasThemAsSurefireWritesThem() throws {
        let text = text(JUnitReport.bytes(shown))
        #expect(text.contains("tests=\"3\" failures=\"1\" errors=\"0\""))
        #expect(text.matches(of: #/<flakyFailure type="unexpected-status" message="[^"]+"><stackTrace>/#).count == 1)
        #expect(text.matches(of: #/<rerunFailure type="unexpected-status" /#).count == 1)
        #expect(text.contains("</stackTrace><system-out>hello\n"))
        guard let lint = Tool.find("xmllint") else { return }
        let files = ["report.xml": Array(text.utf8), "junit.xsd": Array(try Data(contentsOf: ConsumerTests.schema))]
        let (status, output) = try lint.run(["--noout", "--schema", "junit.xsd", "report.xml"], files: files)
        #expect(status == 0, "\(output)")
    }

    @Test func tapTellsAFlakyTestAsOk() {
        let text = text(TAPReport.bytes(shown))
        #expect(text.contains("ok 2 - suite.picket: unsteady\n  ---\n  duration_ms: "))
        #expect(text.matches(of: #/  flaky: true\n  earlier_attempts:\n    - message: "[^\n]+"\n  \.\.\./#).count == 1)
        #expect(text.matches(of: #/earlier_attempts:/#).count == 2)
    }

    @Test func thePageTellsIt() {
        let text = text(HTMLReport.bytes(shown))
        #expect(text.contains("<span class=\"kind\">flaky</span>"))
        #expect(text.matches(of: #/Attempt 1 of 2 failed/#).count == 2)
        var good = Self.report
        good.files[0].cases.removeLast()
        let page = self.text(HTMLReport.bytes(Redactor(SecretStore()).show(good)))
        #expect(page.contains("2 passed, 1 of them flaky"))
    }

    @Test func theLinesOfALaterAttemptHaveItsNumber() throws {
        let schema = try JSONSchema("docs/events.schema.json")
        let run = SuiteRun(path: "suite.picket", script: "test a { show a\nprint x }\n")
        var lines = EventLines(attempt: 2)
        var all = [lines.fileStarted("f", at: 0)] + run.events.map { lines.line(of: $0, file: "f") }
        all.append(lines.fileEnded("f", .success, at: 1))
        for line in all {
            let bytes = EventLines.bytes(Redactor(SecretStore()).show(line))
            #expect(text(bytes).contains("\"attempt\":2"), "\(text(bytes))")
            #expect(try schema.faults(in: bytes) == [], "\(text(bytes))")
        }
        #expect(
            !text(EventLines.bytes(Redactor(SecretStore()).show(EventLines().fileStarted("f", at: 0)))).contains(
                "attempt"))
    }

    @Test func secretsInEarlierAttemptsAreHidden() {
        let secrets = SecretStore()
        secrets.add("correct-horse")
        var failed = CaseReport(kind: .test, name: "a", state: .failed)
        failed.failures = [FailureReport(kind: "fail", code: "failed", message: "it was correct-horse")]
        var item = CaseReport(kind: .test, name: "a")
        item.attempts = [failed]
        let report = Report(mode: .test, title: "", version: "", files: [FileReport(path: "f", cases: [item])])
        let shown = Redactor(secrets).show(report)
        for bytes in [
            JSONReport.bytes(shown), JUnitReport.bytes(shown), TAPReport.bytes(shown), HTMLReport.bytes(shown),
        ] {
            #expect(!text(bytes).contains("correct-horse"))
            #expect(text(bytes).contains("it was •••"))
        }
    }
}

extension Totals {
    fileprivate func with(flaky: Int) -> Totals {
        var totals = self
        totals.flaky = flaky
        return totals
    }
}
