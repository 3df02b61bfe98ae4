package import PicketRuntime
import PicketSyntax

/// What stands below the failures, and at the end of a run.
extension SummaryText {
    /// In which steps a case failed; empty if in none.
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

    /// What a case printed, for one that failed; empty if it printed nothing.
    package func printed(_ item: Shown<CaseReport>) -> Shown<String> {
        item.map { item in
            let text = item.printedText
            guard !text.isEmpty else { return "" }
            let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
            return "printed:\n" + lines.map { "  | \($0)\n" }.joined() + "\n"
        }
    }

    /// `smoke/pool.picket: a connection lives and dies`
    package func name(_ item: Shown<CaseReport>, in path: Shown<String>) -> Shown<String> {
        path.map { SummaryText.name(item.content, in: $0) }
    }

    /// In one line, whatever stands in the names.
    static func name(_ item: CaseReport, in path: String) -> String {
        (item.kind == .script ? path : "\(path): \(item.title)").inOneLine
    }

    /// The cases that failed, a line each, with their places; empty if none did.
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

    /// The tests that took longest, a line each; empty if none ran.
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
    /// Without line ends and control characters, which would make a name look like something else.
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
