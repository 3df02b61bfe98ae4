import PicketPool
import PicketRuntime

/// A plan on standard output.
enum PlanText {
    static func show(_ plan: Shown<Plan>?, asJSON: Bool) {
        guard let plan = plan?.content else { return }
        Console.standard.out(asJSON ? plan.json + "\n" : plan.lines.map { $0 + "\n" }.joined())
    }
}
