package import PicketRuntime

/// What went wrong, in the parts that a reader looks for.
package struct FailureReport: Sendable, Equatable {
    /// A line of the source around the fault.
    package struct Line: Sendable, Equatable {
        package var number: Int
        package var before: String
        /// What the caret is under; empty in lines of context.
        package var focus: String
        package var after: String
        package var isFault: Bool
    }

    /// One place where two containers differ.
    package struct Difference: Sendable, Equatable {
        package var steps: [Failure.Difference.Step]
        /// Nil where nothing is due.
        package var expected: String?
        /// Nil where nothing is.
        package var actual: String?

        /// Such as `tags.environment`, `[3]` or `["a key"]`.
        package var path: String { Failure.Difference.text(of: steps) }

        package init(steps: [Failure.Difference.Step], expected: String?, actual: String?) {
            self.steps = steps
            self.expected = expected
            self.actual = actual
        }
    }

    package struct Note: Sendable, Equatable {
        package var message: String
        /// Whether it is what follows `because` in a script.
        package var isReason: Bool
        package var place: Place?

        package init(_ message: String, isReason: Bool = false, place: Place? = nil) {
            self.message = message
            self.isReason = isReason
            self.place = place
        }
    }

    /// Of `Failure.Kind`: `expectation`, `command`, `no-response`, …
    package var kind: String
    /// Whether an expectation failed because no answer came.
    package var lacksAnswer = false
    /// What stands behind `because`.
    package var because: String?
    /// The diagnostic's, such as `expectation-failed`.
    package var code: String
    package var message: String
    /// What stands beside the caret.
    package var label: String
    package var place: Place?
    package var lines: [Line]
    package var expected: String?
    package var actual: String?
    package var differences: [Difference]
    /// What was sent and what came back, if the fault concerns it; empty otherwise.
    package var request: String
    package var response: String
    package var notes: [Note]
    package var help: String
    /// The whole diagnostic as a terminal shows it.
    package var text: String

    package init(kind: String, code: String, message: String, place: Place? = nil) {
        self.kind = kind
        self.code = code
        self.message = message
        self.place = place
        label = ""
        lines = []
        differences = []
        request = ""
        response = ""
        notes = []
        help = ""
        text = ""
    }
}
