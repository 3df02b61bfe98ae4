import PicketSyntax

/// What a terminal says of cases and of the whole.
///
///     passed   smoke/pool.picket: a connection lives and dies (12 ms)
///     FAILED   smoke/pool.picket: tags survive an update (1.24 s)
///     skipped  smoke/pool.picket: fails over (needs two platforms)
///
///     12 passed, 1 failed, 1 skipped, 41 commands in 3.20 s
package struct SummaryText {
    package enum Role: Sendable {
        case passed, failed, skipped, plain
    }

    /// Gives a piece of text the looks of its role; plain by default.
    package var style: (String, Role) -> String = { text, _ in text }

    package init() {}

    /// One line, without its end, for a case that has ended.
    package func line(_ item: CaseReport, in path: String) -> String {
        let name = item.kind == .script ? path : "\(path): \(item.title)"
        switch item.state {
        case .passed: return style("passed ", .passed) + "  \(name) (\(DurationText.short(item.duration)))"
        case .failed: return style("FAILED ", .failed) + "  \(name) (\(DurationText.short(item.duration)))"
        case .skipped:
            return style("skipped", .skipped) + "  \(name)" + (item.reason.isEmpty ? "" : " (\(item.reason))")
        }
    }

    /// The case's line and its failures as diagnostics, for a case that failed; lines with their ends.
    package func failures(_ item: CaseReport, in path: String) -> String {
        line(item, in: path) + "\n" + item.failures.map { "\n" + $0.text }.joined() + "\n"
    }

    /// The last line of a run, without its end; nil if there is nothing to say: no test ran and no command was sent.
    package func total(_ report: Report) -> String? {
        let totals = report.totals
        switch report.mode {
        case .test:
            guard totals.cases > 0 else { return nil }
            var parts = [style("\(totals.passed) passed", totals.passed > 0 ? .passed : .plain)]
            if totals.failed > 0 { parts.append(style("\(totals.failed) failed", .failed)) }
            if totals.skipped > 0 { parts.append(style("\(totals.skipped) skipped", .skipped)) }
            if totals.commands > 0 { parts.append(SummaryText.count(totals.commands, "command")) }
            return parts.joined(separator: ", ") + " in \(DurationText.short(report.duration))"
        case .run:
            guard totals.commands > 0 else { return nil }
            let failures = report.files.flatMap(\.cases).reduce(0) { $0 + $1.failures.count }
            let commands = SummaryText.count(totals.commands, "command")
            let end = failures == 0 ? "" : ", " + style(SummaryText.count(failures, "failure"), .failed)
            return "\(commands)\(end) in \(DurationText.short(report.duration))"
        }
    }

    private static func count(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
