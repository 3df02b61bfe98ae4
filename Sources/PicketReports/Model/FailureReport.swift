package import PicketRuntime

/// A failure, in the parts that a reader looks for.
package struct FailureReport: Sendable, Equatable {
    /// A line of the source around the fault.
    package struct Line: Sendable, Equatable {
        package var number: Int
        package var before: String
        /// The text above the caret; empty in lines of context.
        package var focus: String
        package var after: String
        package var isFault: Bool
    }

    /// A place where two containers differ.
    package struct Difference: Sendable, Equatable {
        package var steps: [Failure.Difference.Step]
        /// The expected value; nil if there should be none.
        package var expected: String?
        /// The actual value; nil if there is none.
        package var actual: String?

        /// A path such as `tags.environment`, `[3]` or `["a key"]`.
        package var path: String { Failure.Difference.text(of: steps) }

        package init(steps: [Failure.Difference.Step], expected: String?, actual: String?) {
            self.steps = steps
            self.expected = expected
            self.actual = actual
        }
    }

    package struct Note: Sendable, Equatable {
        package var message: String
        /// Whether the note is the reason after `because` in a script.
        package var isReason: Bool
        package var place: Place?

        package init(_ message: String, isReason: Bool = false, place: Place? = nil) {
            self.message = message
            self.isReason = isReason
            self.place = place
        }
    }

    /// The kind from `Failure.Kind`: `expectation`, `command`, `no-response`, …
    package var kind: String
    /// Whether an expectation failed because no answer came.
    package var lacksAnswer = false
    /// The reason after `because`.
    package var because: String?
    /// The code of the diagnostic, such as `expectation-failed`.
    package var code: String
    package var message: String
    /// The text beside the caret.
    package var label: String
    package var place: Place?
    package var lines: [Line]
    package var expected: String?
    package var actual: String?
    package var differences: [Difference]
    /// The request and its response, if they matter for the failure; empty otherwise.
    package var request: String
    package var response: String
    package var notes: [Note]
    package var help: String
    /// The whole diagnostic as on a terminal.
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
