import PicketRuntime
import Testing

@testable import PicketReports

/// The summary in Markdown; its goldens are beside those of the other reports.
@Suite struct MarkdownTests {
    private static func text(_ report: Report, limit: Int = 1 << 20) -> String {
        String(decoding: MarkdownReport.bytes(report.shown, limit: limit), as: UTF8.self)
    }

    private static func failed(_ count: Int) -> Report {
        let cases = (0..<count).map { number in
            var failure = FailureReport(kind: "fail", code: "failed", message: "no \(number)")
            failure.text = String(repeating: "a line\n", count: 40)
            return CaseReport(kind: .test, name: "t\(number)", state: .failed, failures: [failure])
        }
        return Report(mode: .test, title: "t", version: "1", files: [FileReport(path: "f", cases: cases)])
    }

    /// GitHub refuses a page of more than 1 MiB: what does not fit is counted.
    @Test(arguments: [4_096, 20_000, 1 << 19]) func itIsNoLongerThanItsLimit(_ limit: Int) {
        let text = Self.text(Self.failed(2_000), limit: limit)
        #expect(text.utf8.count <= limit)
        let shown = text.matches(of: #/<details>/#).count
        #expect(
            shown > 0 && text.contains("\n\(2_000 - shown) more failures are not shown here.\n"), "\(text.suffix(300))")
        #expect(!Self.text(Self.failed(2)).contains("not shown here"))
    }

    /// A failure of any length is cut.
    @Test func aLongFailureIsCut() {
        var report = Self.failed(1)
        report.files[0].cases[0].failures[0].text = String(repeating: "x", count: 1 << 20)
        let text = Self.text(report, limit: 512 << 10)
        #expect(text.contains("bytes more") && text.utf8.count < 20 << 10)
    }

    /// Nothing that a script or an answer holds is read as Markdown or HTML.
    @Test func textsAreEscaped() {
        let text = Self.text(HostileReport.report)
        let outside = text.replacing(#/(?s)(`{3,})text\n.*?\n\1\n/#, with: "").replacing(#/`[^`\n]*`/#, with: "")
        #expect(!outside.contains("<script>") && !outside.contains("\u{202E}"), "\(outside)")
        var fenced = Self.failed(1)
        fenced.files[0].cases[0].failures[0].text = "````\n</details>\n"
        #expect(Self.text(fenced).contains("`````text\n````\n</details>\n`````\n"))
    }

    @Test func aRunWithoutAFailureIsOk() {
        let passed = CaseReport(kind: .test, name: "t", duration: 1_000_000)
        let report = Report(
            mode: .test, title: "picket test", version: "1", duration: 2_000_000,
            files: [FileReport(path: "f", cases: [passed])])
        #expect(Self.text(report) == "### picket test: ok\n\n1 passed in 2.0 ms\n")
        let none = Report(mode: .test, title: "picket test", version: "1", files: [])
        #expect(Self.text(none) == "### picket test: ok\n\nno test ran\n")
        let idle = Report(mode: .run, title: "picket run", version: "1", files: [])
        #expect(Self.text(idle) == "### picket run: ok\n\nno command was sent\n")
    }
}
