package import PicketRuntime
import PicketSyntax

/// A plan with what its readers must know besides: whether the scripts ran to their end, and what they did with answers that
/// a plan does not know.
package struct PlanDocument: Sendable {
    package let plan: Shown<Plan>
    package let unknowns: UnknownAnswers
    /// Whether every script ran to its end.
    package let isOfWholeRun: Bool
    /// What the scripts printed.
    package let output: [Shown<String>]

    package init(
        _ plan: Shown<Plan>, _ unknowns: UnknownAnswers, isOfWholeRun: Bool, output: [Shown<String>]
    ) {
        (self.plan, self.unknowns, self.isOfWholeRun, self.output) = (plan, unknowns, isOfWholeRun, output)
    }

    /// Whether a run would do nothing else.
    package var isComplete: Bool { isOfWholeRun && plan.content.isWhole }

    /// Lines for people, without the scripts' output.
    package var text: Shown<String> {
        var text = plan.map { $0.lines.map { $0 + "\n" }.joined() }
        for line in unknownLines { text += line + "\n" }
        if !isOfWholeRun { text += "the plan is not complete: the script ended early\n" }
        return text
    }

    /// A table for a review comment, without the scripts' output.
    package var markdown: Shown<String> {
        var text = plan.map(\.markdown)
        for line in unknownLines { text += "- " + line + "\n" }
        if !isOfWholeRun { text += "- **the plan is not complete: the script ended early**\n" }
        return text
    }

    /// One JSON object, which includes the scripts' output.
    package var json: Shown<String> {
        var value = plan.map(\.value)
        if unknowns.passedOver > 0 { value["expectations_passed_over"] = .number(Int64(unknowns.passedOver)) }
        if unknowns.reads > 0 { value["unknown_answers_read"] = .number(Int64(unknowns.reads)) }
        value["complete"] = .boolean(isComplete)
        value["output"] = .list(output.map(\.value))
        return value.map { Value.map($0).wireJSONText + "\n" }
    }

    /// Lines about the answers that a plan does not know.
    private var unknownLines: [Shown<String>] {
        var lines: [Shown<String>] = []
        if unknowns.passedOver > 0 {
            let what: Shown<String> =
                unknowns.passedOver == 1 ? "1 expectation was" : "\(unknowns.passedOver) expectations were"
            lines.append("\(what) skipped: the answers of requests that are not sent are not known")
        }
        if unknowns.reads > 0 {
            let what: Shown<String> = unknowns.reads == 1 ? "once" : "\(unknowns.reads) times"
            lines.append("the script used such an answer \(what): from there on, a run may do something else")
        }
        return lines
    }
}
