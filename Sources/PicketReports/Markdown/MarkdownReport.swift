package import PicketRuntime
import PicketSyntax

/// A report in GitHub's Markdown, for the page of a job and for comments: the totals, each failure folded, the files with
/// failures, and the changes.
///
/// A page of a job may have 1 MiB, so the report has a limit: what does not fit is counted.
package enum MarkdownReport {
    /// The longest report in bytes, unless another limit is given.
    private static let limit = 512 << 10
    /// The longest text of one failure, in bytes.
    private static let textLimit = 16 << 10
    private static let rowLimit = 200

    package static func bytes(_ shown: Shown<Report>) -> [UInt8] { bytes(shown, limit: limit) }

    package static func bytes(_ shown: Shown<Report>, limit: Int) -> [UInt8] {
        let report = shown.content
        var text = ReportText()
        text.line("### \(MarkdownText.plain(report.title)): \(report.isSuccess ? "ok" : "failed")\n")
        text.line(totals(report, shown))
        failures(report, limit: limit * 3 / 4, &text)
        flaky(report, &text)
        files(report, limit: limit, &text)
        changes(report, limit: limit, &text)
        return text.bytes
    }

    private static func totals(_ report: Report, _ shown: Shown<Report>) -> String {
        let total =
            SummaryText().total(shown)?.content ?? (report.mode == .test ? "no test ran" : "no command was sent")
        return total + (report.platform.isEmpty ? "" : " on \(MarkdownText.code(report.platform))")
    }

    // MARK: Failures

    private static func failures(_ report: Report, limit: Int, _ text: inout ReportText) {
        var (left, notBegun) = (0, 0)
        for file in report.files {
            for item in file.counted where item.state == .failed {
                // The case that it is because of has the failure.
                guard item.reason.isEmpty else {
                    notBegun += 1
                    continue
                }
                let section = section(item, in: file)
                if left == 0, text.bytes.count + section.count <= limit { text.append(section) } else { left += 1 }
            }
        }
        if left > 0 { text.line("\n\(left) more \(left == 1 ? "failure is" : "failures are") not shown here.") }
        if notBegun > 0 {
            text.line("\n\(notBegun) \(notBegun == 1 ? "test" : "tests") could not begin because of them.")
        }
    }

    /// Returns a failed case, folded.
    private static func section(_ item: CaseReport, in file: FileReport) -> [UInt8] {
        var text = ReportText()
        text.raw("\n<details><summary><b>")
        text.markup(SummaryText.name(item, in: file.path))
        text.raw("</b>")
        if let place = item.failures.first?.place ?? item.place { text.raw(" (line \(place.line))") }
        if let first = item.failures.first {
            text.raw(": ")
            text.markup(first.message.inOneLine)
        }
        text.line("</summary>\n")
        let shown = item.failures.map { $0.text.isEmpty ? $0.message + "\n" : $0.text }.joined(separator: "\n")
        text.raw(MarkdownText.block(BodyText.cut(shown, textLimit)))
        let printed = item.printedText
        if !printed.isEmpty {
            text.line("\nprinted:\n")
            text.raw(MarkdownText.block(BodyText.cut(printed, textLimit)))
        }
        text.line("\n</details>")
        return text.bytes
    }

    /// Names the first tests that passed only when they ran again.
    private static func flaky(_ report: Report, _ text: inout ReportText) {
        let items = report.files.flatMap { file in file.counted.filter(\.isFlaky).map { (file, $0) } }
        for (number, (file, item)) in items.prefix(rowLimit).enumerated() {
            let name = MarkdownText.plain(SummaryText.name(item, in: file.path))
            text.line("\(number == 0 ? "\n" : "")- flaky: \(name) passed at attempt \(item.attempt)")
        }
    }

    // MARK: Tables

    private static func files(_ report: Report, limit: Int, _ text: inout ReportText) {
        guard report.mode == .test, report.files.count > 1 else { return }
        let rows = report.files.map { file in
            let totals = file.totals
            return [
                MarkdownText.code(file.path), String(totals.passed), String(totals.failed), String(totals.skipped),
                DurationText.short(file.duration),
            ]
        }
        table(["file", "passed", "failed", "skipped", "time"], rows, limit: limit, noun: "files", &text)
    }

    private static func changes(_ report: Report, limit: Int, _ text: inout ReportText) {
        let rows = report.changes.filter { $0.change != "unchanged" }.map { change in
            [
                change.name.isEmpty ? "" : MarkdownText.code(change.name), MarkdownText.plain(change.change),
                MarkdownText.plain(change.fields.joined(separator: ", ")), MarkdownText.plain(change.step),
            ]
        }
        guard !rows.isEmpty else { return }
        table(["connection", "change", "fields", "step"], rows, limit: limit, noun: "changes", &text)
    }

    private static func table(
        _ heads: [String], _ rows: [[String]], limit: Int, noun: String, _ text: inout ReportText
    ) {
        var count = 0
        for row in rows.prefix(rowLimit) {
            let line = "| \(row.joined(separator: " | ")) |"
            guard text.bytes.count + line.utf8.count + 512 <= limit else { break }
            if count == 0 {
                text.line("\n| \(heads.joined(separator: " | ")) |")
                text.line("| \(heads.map { _ in "---" }.joined(separator: " | ")) |")
            }
            text.line(line)
            count += 1
        }
        if count < rows.count { text.line("\n\(rows.count - count) more \(noun) are not shown here.") }
    }
}
