/// What a run of scripts came to, as plain values: every report is made of this and of nothing else.
///
/// Files hold cases, cases hold activities. Times are nanoseconds since the run began, durations are nanoseconds. What writes
/// a report takes a shown one, which a redactor makes when it is written: a secret may become known late.
package struct Report: Sendable, Equatable {
    package enum Mode: String, Sendable {
        /// `picket test`: a case is a `test` block.
        case test
        /// `picket run`: a case is a step, and what stands outside of steps.
        case run
    }

    package var mode: Mode
    /// What a reader calls the run, such as `smoke tests`.
    package var title: String
    /// Of picket itself.
    package var version: String
    /// In UTC (ISO 8601), to the millisecond; empty if unknown.
    package var started: String
    /// The same moment in milliseconds since 1970; nil if unknown.
    package var startedMilliseconds: Int64?
    package var duration: Int64
    /// The platform's address; empty for none.
    package var platform: String
    /// The seed that the run can be repeated with; nil if it was drawn.
    package var seed: UInt64?
    package var files: [FileReport]
    /// What the commands did to connections, in the order in which they ended.
    package var changes: [ChangeReport]
    /// The exit status that the run ends with, as far as it is known when the report is written; nil if nobody knows.
    package var exitStatus: Int?

    package init(
        mode: Mode, title: String, version: String, started: String = "", duration: Int64 = 0, platform: String = "",
        seed: UInt64? = nil, files: [FileReport] = [], changes: [ChangeReport] = []
    ) {
        self.changes = changes
        self.mode = mode
        self.title = title
        self.version = version
        self.started = started
        self.duration = duration
        self.platform = platform
        self.seed = seed
        self.files = files
    }
}

/// What one command did.
package struct ChangeReport: Sendable, Equatable {
    /// Of the connection; empty for a write that concerns none.
    package var name: String
    /// `created`, `updated`, `deleted`, `unchanged`, `as-meant` (by whose request is not known), `other`, `failed`, or
    /// `untold` where nobody knows whether it took effect.
    package var change: String
    /// The fields that were updated.
    package var fields: [String]
    /// The step in which it happened; empty outside of steps.
    package var step: String

    package init(name: String, change: String, fields: [String] = [], step: String = "") {
        self.name = name
        self.change = change
        self.fields = fields
        self.step = step
    }
}

/// One file of a run.
package struct FileReport: Sendable, Equatable {
    /// As the user wrote it.
    package var path: String
    /// What it is known by from run to run: its path below the folder that was named.
    package var identity: String
    package var start: Int64
    package var duration: Int64
    package var cases: [CaseReport]

    package init(
        path: String, identity: String? = nil, start: Int64 = 0, duration: Int64 = 0, cases: [CaseReport] = []
    ) {
        self.path = path
        self.identity = identity ?? path
        self.start = start
        self.duration = duration
        self.cases = cases
    }
}
