import PicketRuntime
import PicketSyntax

/// The open steps of a running script, so that a failure can name its step.
struct StepTrail {
    private var open: [String] = []

    /// The innermost step; nil between steps.
    var current: String? { open.last }

    mutating func take(_ event: Event) {
        switch event {
        case .stepStarted(let name, _): open.append(name)
        case .stepEnded: _ = open.popLast()
        default: break
        }
    }

    /// Returns the failure with the names of the steps that it happened in, open or already left.
    func place(_ failure: Failure) -> Failure {
        let steps = open + failure.steps
        guard !steps.isEmpty else { return failure }
        var failure = failure
        failure.fault.notes.append(Diagnostic.Note("in step " + steps.map { "`\($0)`" }.joined(separator: " / ")))
        return failure
    }
}
