import PicketPool
import PicketReports
import PicketRuntime
import PicketTerminal

/// The output of a test run in progress: a line for each ended test, and all details of a failure, including its
/// output.
final class TestPrinter {
    private let settings: Settings
    private var summary = SummaryText()
    var progress = ProgressLine()

    init(_ settings: Settings) {
        self.settings = settings
        if settings.showsColors { summary.style = TestPrinter.style }
    }

    /// Handles a line that a script prints. It is shown when the test ends, or at once with `-v`.
    func printed(_ line: String) {
        guard settings.isVerbose else { return }
        show(printed: line)
    }

    /// Shows the output from before the first test, or of a test that has passed.
    func show(printed text: String) {
        guard !text.isEmpty else { return }
        Console.standard.print(Door.show(text))
    }

    /// Shows cases that have ended or will not begin: failures in full, and the others as a line each, which `-q`
    /// leaves out.
    ///
    /// - Parameter isRepeated: Whether the failed ones are followed by another attempt.
    func show(_ cases: [CaseReport], in path: String, isRepeated: Bool = false) {
        let path = Door.show(path)
        for item in cases where item.isCounted {
            let shown = Door.show(item)
            let isLast = item.state != .failed || !isRepeated
            if item.kind == .test {
                progress.done += isLast ? 1 : 0
                progress.activity = summary.name(shown, in: path)
            }
            if item.state == .failed {
                progress.failed += isLast ? 1 : 0
                // Another attempt decides whether it is a failure.
                if settings.isQuiet, isRepeated { continue }
                let printed: Shown<String> = settings.isVerbose ? "" : summary.printed(shown)
                let text = isRepeated ? summary.retry(shown, in: path) : summary.failures(shown, in: path)
                Console.standard.error("\(text)\(summary.failedSteps(shown))\(printed)")
            } else {
                if !settings.isVerbose, item.kind == .test { show(printed: item.printedText) }
                if !settings.isQuiet { Console.standard.error(summary.line(shown, in: path) + "\n") }
            }
        }
    }

    /// Shows failures as final that were shown as if another attempt followed.
    func showFinal(_ cases: [CaseReport], in path: String) {
        for item in cases {
            progress.done += 1
            progress.failed += 1
            let (shown, path) = (Door.show(item), Door.show(path))
            let text = settings.isQuiet ? summary.failures(shown, in: path) : summary.line(shown, in: path) + "\n"
            Console.standard.error(text)
        }
    }

    /// Shows that a test still runs after some time, in nanoseconds.
    func showSlow(_ name: String, in path: String, after time: Int64) {
        guard !settings.isQuiet else { return }
        Console.standard.error(summary.slow(Door.show(name), in: Door.show(path), after: time))
    }

    func showProgress(elapsed: Int64) {
        progress.elapsed = elapsed
        guard !settings.isQuiet, !settings.isVerbose, Console.standard.showsLiveLine else { return }
        Console.standard.live(Door.show(progress.text(width: Console.standard.width - 1)))
    }

    private static func style(_ text: String, _ role: SummaryText.Role) -> String {
        switch role {
        case .passed: return TerminalStyle.good(text)
        case .failed: return TerminalStyle.bad(text)
        case .skipped: return TerminalStyle.faint(text)
        case .flaky: return TerminalStyle.notable(text)
        case .plain: return text
        }
    }

    /// Shows the last lines: the failed tests if there are several, the flaky ones, the slowest tests, and the totals.
    func summarize(_ report: Shown<Report>, slowest: Int, _ ending: String?, isLost: Bool) {
        guard !settings.isQuiet else { return }
        if slowest > 0 { Console.standard.error(summary.slowest(report, count: slowest)) }
        if report.content.totals.cases > report.content.totals.failed || report.content.totals.failed > 1 {
            Console.standard.error(summary.failedOnceMore(report))
        }
        Console.standard.error(summary.flakyOnceMore(report))
        guard let total = summary.total(report, isLost: isLost) else { return }
        let lost: Shown<String> = ending.map { "; \(Door.showLine($0))" } ?? ""
        Console.standard.error("\(total)\(lost)\n")
    }
}
