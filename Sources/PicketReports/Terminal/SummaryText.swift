package import PicketRuntime
import PicketSyntax

/// The terminal texts for cases and for the whole run.
///
///     passed   smoke/pool.picket: a connection lives and dies (12 ms)
///     FAILED   smoke/pool.picket: tags survive an update (1.24 s)
///     skipped  smoke/pool.picket: fails over (needs two platforms)
///     flaky    smoke/pool.picket: a login is renewed (15 ms, attempt 2)
///
///     12 passed (1 flaky), 1 failed, 1 skipped, 41 commands in 3.20 s
package struct SummaryText {
    package enum Role: Sendable {
        case passed, failed, skipped, flaky, plain
    }

    /// Styles a piece of text by its role; plain by default.
    package var style: (String, Role) -> String = { text, _ in text }

    package init() {}

    /// Returns the line of an ended case, without a line end.
    package func line(_ item: Shown<CaseReport>, in path: Shown<String>) -> Shown<String> {
        path.map { line(item.content, in: $0) }
    }

    private func line(_ item: CaseReport, in path: String) -> String {
        let name = SummaryText.name(item, in: path)
        switch item.state {
        case .passed where item.isFlaky: return style("flaky  ", .flaky) + "  \(name) (\(SummaryText.detail(item)))"
        case .passed: return style("passed ", .passed) + "  \(name) (\(SummaryText.detail(item)))"
        case .failed: return style("FAILED ", .failed) + "  \(name) (\(SummaryText.detail(item)))"
        case .skipped:
            return style("skipped", .skipped) + "  \(name)" + (item.reason.isEmpty ? "" : " (\(item.reason))")
        }
    }

    /// Returns the duration, or why a case did not begin, and the number of a later attempt.
    private static func detail(_ item: CaseReport) -> String {
        let detail = item.reason.isEmpty ? DurationText.short(item.duration) : item.reason
        return item.attempt == 1 ? detail : "\(detail), attempt \(item.attempt)"
    }

    /// Returns the line of a failed case and its failures as diagnostics, with line ends.
    package func failures(_ item: Shown<CaseReport>, in path: Shown<String>) -> Shown<String> {
        line(item, in: path) + "\n" + texts(item)
    }

    /// Returns the same for an attempt that another one follows.
    package func retry(_ item: Shown<CaseReport>, in path: Shown<String>) -> Shown<String> {
        path.map { path in
            let item = item.content
            let detail = item.reason.isEmpty ? DurationText.short(item.duration) : item.reason
            return style("retry  ", .flaky)
                + "  \(SummaryText.name(item, in: path)) (\(detail), attempt \(item.attempt) failed)\n"
        } + texts(item)
    }

    private func texts(_ item: Shown<CaseReport>) -> Shown<String> {
        item.map { item in
            let texts = item.failures.map(\.text).filter { !$0.isEmpty }
            return texts.isEmpty ? "" : texts.map { "\n" + $0 }.joined() + "\n"
        }
    }

    /// Returns the line of a test that still runs after some time, in nanoseconds, with a line end.
    package func slow(_ name: Shown<String>, in path: Shown<String>, after time: Int64) -> Shown<String> {
        path.map { path in
            let test = "\(path): \(name.content)".inOneLine
            return style("slow   ", .flaky) + "  \(test) (still runs after \(DurationText.short(time)))\n"
        }
    }

    /// Returns the last line of a run, without a line end; nil if no test ran and no command was sent.
    ///
    /// - Parameter isLost: Whether some output or a report could not be written. Then nothing is reported as passed,
    ///   because nobody can check it.
    package func total(_ report: Shown<Report>, isLost: Bool = false) -> Shown<String>? {
        let report = report.map { total($0, isLost: isLost) }
        return report.content == nil ? nil : report.map { $0 ?? "" }
    }

    private func total(_ report: Report, isLost: Bool) -> String? {
        let totals = report.totals
        var parts: [String] = []
        switch report.mode {
        case .test:
            guard totals.cases > 0 else { return nil }
            if isLost {
                parts.append(SummaryText.count(totals.cases, "test"))
            } else {
                let passed = style("\(totals.passed) passed", totals.passed > 0 ? .passed : .plain)
                parts.append(passed + (totals.flaky > 0 ? " (" + style("\(totals.flaky) flaky", .flaky) + ")" : ""))
            }
            if totals.failed > 0 { parts.append(style("\(totals.failed) failed", .failed)) }
            if totals.skipped > 0 { parts.append(style("\(totals.skipped) skipped", .skipped)) }
            if totals.commands > 0 { parts.append(SummaryText.count(totals.commands, "command")) }
        case .run:
            guard totals.commands > 0 else { return nil }
            let failures = report.files.flatMap(\.cases).reduce(0) { $0 + $1.failures.count }
            parts.append(SummaryText.count(totals.commands, "command"))
            if failures > 0 { parts.append(style(SummaryText.count(failures, "failure"), .failed)) }
        }
        let beginning = isLost ? style("output was lost", .failed) + ": " : ""
        return beginning + parts.joined(separator: ", ") + " in \(DurationText.short(report.duration))"
    }

    private static func count(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
