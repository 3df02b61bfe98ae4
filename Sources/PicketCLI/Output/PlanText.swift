import PicketPool

/// A plan on standard output.
enum PlanText {
    static func show(_ plan: Plan?, asJSON: Bool) {
        guard let plan else { return }
        Console.standard.out(asJSON ? plan.json + "\n" : plan.lines.map { $0 + "\n" }.joined())
    }
}
