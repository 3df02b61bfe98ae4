import PicketPool
import PicketRuntime

/// Prints a plan on standard output.
struct PlanText {
    private let session: RunSession

    init(_ session: RunSession) { self.session = session }

    /// Prints lines for people.
    func show() {
        guard let plan = session.plan else { return }
        Console.standard.out(plan.map { $0.lines.map { $0 + "\n" }.joined() })
        for line in unknowns { Console.standard.out(line + "\n") }
        if !session.isComplete { Console.standard.out("the plan is not complete: the script ended early\n") }
    }

    /// Prints a table for a review comment. The script's own output goes to standard error.
    func showMarkdown() {
        guard let plan = session.plan else { return }
        for line in session.output { Console.standard.error(line + "\n") }
        Console.standard.out(plan.map(\.markdown))
        for line in unknowns { Console.standard.out("- " + line + "\n") }
        if !session.isComplete { Console.standard.out("- **the plan is not complete: the script ended early**\n") }
    }

    /// Prints one JSON object, which includes the script's own output.
    func showJSON() {
        guard let plan = session.plan else { return }
        var value = plan.map(\.value)
        let unknowns = session.unknowns
        if unknowns.passedOver > 0 { value["expectations_passed_over"] = .number(Int64(unknowns.passedOver)) }
        if unknowns.reads > 0 { value["unknown_answers_read"] = .number(Int64(unknowns.reads)) }
        value["complete"] = .boolean(session.isComplete && plan.content.isWhole)
        value["output"] = .list(session.output.map(\.value))
        Console.standard.out(value.map { Value.map($0).wireJSONText + "\n" })
    }

    /// Lines about the answers that a plan does not know.
    private var unknowns: [Shown<String>] {
        let unknowns = session.unknowns
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
