package import PicketRuntime
import PicketSyntax

/// The texts below a failure, and at the end of a run.
extension SummaryText {
    /// Returns the steps in which a case failed; empty for none.
    package func failedSteps(_ item: Shown<CaseReport>) -> Shown<String> {
        item.map { item in
            var names: [String] = []
            var activities = item.activities
            while let step = SummaryText.failedStep(activities) {
                names.append("`\(step.name.inOneLine)`")
                activities = step.activities
            }
            return names.isEmpty ? "" : "in step \(names.joined(separator: " / "))\n\n"
        }
    }

    private static func failedStep(_ activities: [Activity]) -> StepReport? {
        for case .step(let step) in activities.reversed() where step.isFailed { return step }
        return nil
    }

    /// Returns the output of a failed case; empty for none.
    package func printed(_ item: Shown<CaseReport>) -> Shown<String> {
        item.map { item in
            let text = item.printedText
            guard !text.isEmpty else { return "" }
            let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
            return "printed:\n" + lines.map { "  | \($0)\n" }.joined() + "\n"
        }
    }

    /// Returns a name such as `smoke/pool.picket: a connection lives and dies`.
    package func name(_ item: Shown<CaseReport>, in path: Shown<String>) -> Shown<String> {
        path.map { SummaryText.name(item.content, in: $0) }
    }

    /// Returns the name in one line, whatever characters it contains.
    static func name(_ item: CaseReport, in path: String) -> String {
        (item.kind == .script ? path : "\(path): \(item.title)").inOneLine
    }

    /// Returns the failed cases with their places, one per line; empty for none.
    package func failedOnceMore(_ report: Shown<Report>) -> Shown<String> {
        report.map { report in
            let failed = report.files.flatMap { file in
                file.counted.filter { $0.state == .failed }.map { (file.path, $0) }
            }
            guard !failed.isEmpty else { return "" }
            let lines = failed.map { path, item in
                let place = item.failures.first?.place ?? item.place
                return "  \(style("FAILED", .failed))  \(SummaryText.name(item, in: path))"
                    + (place.map { " (line \($0.line))" } ?? "") + "\n"
            }
            return "\n" + lines.joined()
        }
    }

    /// Returns the tests that passed only after a failed attempt, one per line; empty for none.
    package func flakyOnceMore(_ report: Shown<Report>) -> Shown<String> {
        report.map { report in
            let flaky = report.files.flatMap { file in file.counted.filter(\.isFlaky).map { (file.path, $0) } }
            guard !flaky.isEmpty else { return "" }
            return "\n"
                + flaky.map { path, item in
                    "  \(style("flaky", .flaky))   \(SummaryText.name(item, in: path)) (passed at attempt \(item.attempt))\n"
                }.joined()
        }
    }

    /// Returns the slowest tests, one per line; empty if none ran.
    package func slowest(_ report: Shown<Report>, count: Int) -> Shown<String> {
        report.map { report in
            let tests = report.files.flatMap { file in
                file.counted.filter { $0.kind == .test && $0.state != .skipped }.map { (file.path, $0) }
            }
            let slowest = tests.sorted { $0.1.duration > $1.1.duration }.prefix(count)
            guard !slowest.isEmpty else { return "" }
            return "\nslowest:\n"
                + slowest.map { path, item in
                    "  \(DurationText.short(item.duration))  \(SummaryText.name(item, in: path))\n"
                }.joined()
        }
    }
}

extension String {
    /// The text without line ends and control characters, which could make a name look like something else.
    var inOneLine: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x09: result.append("\u{2409}")
            case 0x0A: result.append("\u{240A}")
            default: result.append(scalar.shownInstead ?? scalar)
            }
        }
        return String(result)
    }
}
