import PicketPool
import PicketRuntime

/// A plan on standard output.
enum PlanText {
    static func show(_ plan: Plan?, asJSON: Bool) {
        guard let plan else { return }
        if asJSON { return Console.standard.out(Door.show(plan.json) + "\n") }
        for line in plan.lines { Console.standard.out(Door.show(line) + "\n") }
    }
}
