import PicketSyntax

extension CaseReport {
    struct StepLine {
        /// The names of the outer steps and the step itself, and its duration.
        var text: String
        var isFailed: Bool
    }

    /// All steps, depth first.
    var stepLines: [StepLine] { CaseReport.stepLines(activities, path: "") }

    private static func stepLines(_ activities: [Activity], path: String) -> [StepLine] {
        activities.flatMap { activity -> [StepLine] in
            guard case .step(let step) = activity else { return [] }
            let name = path + step.name
            let line = StepLine(
                text: "\(name) (\(DurationText.decimal(step.duration, unit: .seconds)) s)", isFailed: step.isFailed)
            return [line] + stepLines(step.activities, path: name + " / ")
        }
    }

    /// The output of the case.
    package var printedText: String { CaseReport.printed(activities).joined(separator: "\n") }

    private static func printed(_ activities: [Activity]) -> [String] {
        activities.flatMap { activity -> [String] in
            switch activity {
            case .step(let step): printed(step.activities)
            case .output(let text): [text]
            default: []
            }
        }
    }

    /// The activities, one per line: steps, requests with their statuses, and output.
    var outputText: String { CaseReport.lines(activities, indentation: "").joined(separator: "\n") }

    private static func lines(_ activities: [Activity], indentation: String) -> [String] {
        activities.flatMap { activity -> [String] in
            switch activity {
            case .step(let step):
                return [indentation + "step \(step.name)"] + lines(step.activities, indentation: indentation + "  ")
            case .command(let command): return [indentation + command.line]
            case .output(let text):
                return text.split(separator: "\n", omittingEmptySubsequences: false).map { indentation + $0 }
            case .attempt(let failure, _): return [indentation + "attempt failed: \(failure.message)"]
            case .held, .failure: return []
            }
        }
    }
}

extension CommandReport {
    /// The request and its result: `POST https://… -> 201 (12 ms)`.
    var line: String {
        let what = request.isEmpty ? name : request
        return "\(what) -> \(result) (\(DurationText.short(duration)))"
    }

    /// The status, or a text for a command without one.
    var result: String {
        if let status { return String(status) }
        if !error.isEmpty { return error }
        return change.isEmpty ? "done" : change
    }
}
