import PicketPool
import PicketRuntime

/// Prints a plan on standard output.
struct PlanText {
    private let document: PlanDocument?

    init(_ session: RunSession) {
        document = session.plan.map {
            PlanDocument($0, session.unknowns, isOfWholeRun: session.isComplete, output: session.output)
        }
    }

    /// Prints lines for people.
    func show() {
        if let document { Console.standard.out(document.text) }
    }

    /// Prints a table for a review comment. The script's own output goes to standard error.
    func showMarkdown() {
        guard let document else { return }
        for line in document.output { Console.standard.error(line + "\n") }
        Console.standard.out(document.markdown)
    }

    /// Prints one JSON object, which includes the script's own output.
    func showJSON() {
        if let document { Console.standard.out(document.json) }
    }
}
