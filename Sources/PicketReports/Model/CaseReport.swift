/// A row of a report: a test, or a step, set-up, script or look at the run's end.
package struct CaseReport: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case test, step
        /// The top-level statements of a file with tests.
        case setUp = "set-up"
        /// The top-level statements of a runbook.
        case script
        /// The look at the connections whose writes were in doubt, after the last test of a file.
        case end
    }

    package enum State: String, Sendable, CaseIterable {
        case passed, failed, skipped
    }

    package var kind: Kind
    package var name: String
    package var tags: [String]
    package var place: Place?
    package var state: State
    /// Why it was skipped, or failed without having begun; empty for none.
    package var reason: String
    package var start: Int64
    package var duration: Int64
    package var activities: [Activity]
    /// All failures, the cause first. They include the failures in the activities.
    package var failures: [FailureReport]
    /// The number of the repetition, counted from 1; 0 without repetitions.
    package var repetition: Int
    /// The earlier attempts, in order, each of which failed; empty for a case that ran once.
    package var attempts: [CaseReport] = []

    package init(
        kind: Kind, name: String, tags: [String] = [], place: Place? = nil, state: State = .passed, reason: String = "",
        start: Int64 = 0, duration: Int64 = 0, activities: [Activity] = [], failures: [FailureReport] = [],
        repetition: Int = 0
    ) {
        self.kind = kind
        self.name = name
        self.tags = tags
        self.place = place
        self.state = state
        self.reason = reason
        self.start = start
        self.duration = duration
        self.activities = activities
        self.failures = failures
        self.repetition = repetition
    }

    /// Whether it passed only after a failed attempt.
    package var isFlaky: Bool { state == .passed && !attempts.isEmpty }

    /// The number of the attempt that decided, counted from 1.
    package var attempt: Int { attempts.count + 1 }

    /// The name, with the number of the repetition if there is one.
    package var title: String { repetition == 0 ? name : "\(name) (\(repetition))" }
}

/// A place in a script.
package struct Place: Sendable, Equatable {
    package var file: String
    /// The line, counted from 1.
    package var line: Int
    /// The column in Unicode scalars, counted from 1.
    package var column: Int
    /// The text at the place, up to the end of its line.
    package var text: String

    package init(file: String, line: Int, column: Int, text: String = "") {
        self.file = file
        self.line = line
        self.column = column
        self.text = text
    }

    /// The place as `file:line:column`.
    package var description: String { "\(file):\(line):\(column)" }
}
