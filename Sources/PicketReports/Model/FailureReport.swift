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
        fileprivate enum Location: Sendable, Equatable {
            case steps([Failure.Difference.Step])
            /// As another report has it.
            case path(String)
        }

        private var location: Location
        /// The expected value; nil if there should be none.
        package var expected: String?
        /// The actual value; nil if there is none.
        package var actual: String?

        /// The parts of the path; empty if another report has it as a text.
        package var steps: [Failure.Difference.Step] { if case .steps(let steps) = location { steps } else { [] } }

        /// A path such as `tags.environment`, `[3]` or `["a key"]`.
        package var path: String {
            switch location {
            case .steps(let steps): Failure.Difference.text(of: steps)
            case .path(let path): path
            }
        }

        package init(steps: [Failure.Difference.Step], expected: String?, actual: String?) {
            self.init(at: .steps(steps), expected, actual)
        }

        /// - Parameter path: as another report has it.
        init(readPath path: String, expected: String?, actual: String?) {
            self.init(at: .path(path), expected, actual)
        }

        private init(at location: Location, _ expected: String?, _ actual: String?) {
            self.location = location
            self.expected = expected
            self.actual = actual
        }

        /// Returns the same with other texts. The keys of a path are changed one by one, before they are quoted.
        func map(_ change: (String) -> String) -> Difference {
            let location: Location =
                switch self.location {
                case .steps(let steps):
                    .steps(steps.map { step in if case .key(let key) = step { .key(change(key)) } else { step } })
                case .path(let path): .path(change(path))
                }
            return Difference(at: location, expected.map(change), actual.map(change))
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
