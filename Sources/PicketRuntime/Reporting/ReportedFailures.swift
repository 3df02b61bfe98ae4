import PicketSyntax

/// Finds the failures that the events of a run report for the first time.
///
/// A failed `check` is reported at once, and is reported again as the result of its test.
package struct ReportedFailures: Sendable {
    /// The recorded failures of the current test; nil outside of tests.
    private var recorded: [Diagnostic]?

    package init() {}

    /// Returns the failure of an event; nil if the event has none, or one that was already reported.
    package mutating func next(in event: Event) -> Failure? {
        switch event {
        case .testStarted: recorded = []
        case .recorded(let failure):
            recorded?.append(failure.diagnostic)
            return failure
        case .testEnded(_, let result):
            defer { recorded = nil }
            if case .failed(let failure) = result, recorded?.contains(failure.diagnostic) != true { return failure }
        default: break
        }
        return nil
    }
}
