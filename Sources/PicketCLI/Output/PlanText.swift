import PicketPool
import PicketRuntime

/// A plan on standard output.
enum PlanText {
    /// Lines for people.
    ///
    /// - Parameter isComplete: whether the script came to its end.
    static func show(_ plan: Shown<Plan>?, isComplete: Bool) {
        guard let plan else { return }
        Console.standard.out(plan.map { $0.lines.map { $0 + "\n" }.joined() })
        if !isComplete { Console.standard.out("the plan is not complete: the script ended early\n") }
    }

    /// One JSON object, with what the script printed.
    static func showJSON(_ plan: Shown<Plan>?, isComplete: Bool, output: [Shown<String>]) {
        guard let plan else { return }
        var value = plan.map(\.value)
        value["complete"] = .boolean(isComplete)
        value["output"] = .list(output.map(\.value))
        Console.standard.out(value.map { Value.map($0).wireJSONText + "\n" })
    }
}
