import PicketPool
import PicketRuntime

/// A plan on standard output.
enum PlanText {
    static func show(_ plan: Shown<Plan>?, asJSON: Bool) {
        guard let plan else { return }
        Console.standard.out(plan.map { asJSON ? $0.json + "\n" : $0.lines.map { $0 + "\n" }.joined() })
    }
}
