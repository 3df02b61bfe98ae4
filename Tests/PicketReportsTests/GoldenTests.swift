import Foundation
import PicketRuntime
import PicketSyntax
import Testing

@testable import PicketReports

/// Every report of a suite and of a runbook, as files beside the scripts.
///
/// With `PICKET_RECORD=1` the expected files are written anew, and the run fails, so that none passes by accident.
@Suite struct GoldenTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/reports")

    static func suite(_ name: String) throws -> SuiteRun {
        let script = try String(contentsOf: folder.appending(path: name + ".picket"), encoding: .utf8)
        let run = SuiteRun(path: name + ".picket", script: script)
        #expect(run.compilation.diagnostics.filter { $0.severity == .error } == [])
        return run
    }

    static let forms: [(name: String, write: @Sendable (SuiteRun, Report) -> [UInt8])] = [
        ("xml", { JUnitReport.bytes($1) }), ("tap", { TAPReport.bytes($1) }), ("json", { JSONReport.bytes($1) }),
        ("html", { HTMLReport.bytes($1) }), ("jsonl", { run, report in run.eventLines(mode: report.mode) }),
        ("md", { MarkdownReport.bytes($1.shown) }), ("txt", { Array(SuiteText.text($1).utf8) }),
    ]

    @Test(arguments: ["smoke", "runbook", "differences"], ["xml", "tap", "json", "html", "jsonl", "md", "txt"])
    func reportIsAsExpected(_ name: String, _ form: String) throws {
        let run = try GoldenTests.suite(name)
        let report = run.report(mode: name == "runbook" ? .run : .test)
        let write = try #require(GoldenTests.forms.first { $0.name == form }).write
        let text = String(decoding: write(run, report), as: UTF8.self)
        let expected = GoldenTests.folder.appending(path: "\(name).\(form)")
        let observed = GoldenTests.folder.appending(path: "\(name).\(form).observed")
        if ProcessInfo.processInfo.environment["PICKET_RECORD"] == "1" {
            try Data(text.utf8).write(to: expected)
            Issue.record("recorded \(expected.lastPathComponent); run again without PICKET_RECORD")
            return
        }
        let wanted = (try? String(contentsOf: expected, encoding: .utf8)) ?? ""
        guard text != wanted else {
            try? FileManager.default.removeItem(at: observed)
            return
        }
        try Data(text.utf8).write(to: observed)
        Issue.record("\(name).\(form) differs; see \(observed.lastPathComponent)")
    }
}

/// What a terminal shows of a report.
enum SuiteText {
    static func text(_ report: Report) -> String {
        let summary = SummaryText()
        var text = ""
        for file in report.files {
            for item in file.counted {
                text +=
                    item.state == .failed
                    ? summary.failures(item, in: file.path) : summary.line(item, in: file.path) + "\n"
            }
        }
        return text + (summary.total(report) ?? "") + "\n"
    }
}
