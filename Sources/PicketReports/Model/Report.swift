/// The result of a run as plain values. Every report is made from this alone.
///
/// Files contain cases, and cases contain activities. Times are nanoseconds since the run began, durations are
/// nanoseconds. Writers take a shown report, which a redactor makes at the end, because a secret may become known late.
package struct Report: Sendable, Equatable {
    package enum Mode: String, Sendable {
        /// `picket test`: a case is a `test` block.
        case test
        /// `picket run`: a case is a step, or the statements outside of steps.
        case run
    }

    package var mode: Mode
    /// The name of the run for readers, such as `smoke tests`.
    package var title: String
    /// The version of picket.
    package var version: String
    /// The start in UTC (ISO 8601), to the millisecond; empty if unknown.
    package var started: String
    /// The start in milliseconds since 1970; nil if unknown.
    package var startedMilliseconds: Int64?
    package var duration: Int64
    /// The platform's address; empty for none.
    package var platform: String
    /// The seed that repeats the run; nil if it was random.
    package var seed: UInt64?
    package var files: [FileReport]
    /// The changes of connections, in the order in which the commands ended.
    package var changes: [ChangeReport]
    /// The exit status of the run, as far as it is known when the report is written; nil if unknown.
    package var exitStatus: Int?
    /// Which part of a suite was run; nil for a whole one.
    package var shard: ShardReport?

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

/// A part of a suite, and what is not in it.
package struct ShardReport: Sendable, Equatable {
    /// Its names, such as `2/5`.
    package var parts: [String]
    /// The tests of the suite that other parts have.
    package var others: [TestIdentity]

    package init(parts: [String], others: [TestIdentity]) {
        self.parts = parts
        self.others = others
    }
}

/// The change that one command made.
package struct ChangeReport: Sendable, Equatable {
    /// The name of the connection; empty for a write that is not about one.
    package var name: String
    /// `created`, `updated`, `deleted`, `unchanged`, `as-meant` (it is unknown whose request did it), `other`,
    /// `failed`, `untold` if it is unknown whether the write took effect, or `overtaken` if that is unknown but the state
    /// of the connection is known since.
    package var change: String
    /// The fields that were updated.
    package var fields: [String]
    /// The step of the change; empty outside of steps.
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
    /// The path as the user wrote it.
    package var path: String
    /// The identity of the file across runs: its path below the named folder.
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
