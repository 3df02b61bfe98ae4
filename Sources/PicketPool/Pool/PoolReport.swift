import Picket
import PicketReports
import PicketRuntime
import PicketSyntax

/// The report of a run: its tests or steps, and what became of each. Secrets are hidden in all of it.
///
///     let result = await pool.run(program, options, report: .tests("smoke tests"))
///     if let report = result.report {
///         try report.rendered(as: .junit).write(toFile: "smoke.xml", atomically: true, encoding: .utf8)
///     }
public struct PoolReport: Sendable {
    /// What a report is made of.
    public struct Request: Sendable {
        let mode: Report.Mode
        let title: String

        /// A case for each `test` of the script.
        public static func tests(_ title: String = "picket test") -> Request { Request(mode: .test, title: title) }

        /// A case for each `step` of the script, and one for what stands outside of them.
        public static func steps(_ title: String = "picket run") -> Request { Request(mode: .run, title: title) }
    }

    /// The form in which a report becomes text.
    public enum Format: Sendable, CaseIterable {
        /// Lines for people: a line for each test, each failure as a diagnostic, the totals.
        case text
        /// JUnit's XML, which most services for continuous integration read.
        case junit
        /// The Test Anything Protocol, version 13.
        case tap
        /// One JSON document, as `docs/report.schema.json` describes it.
        case json
        /// One page of HTML, which needs no other file.
        case html
        /// GitHub's Markdown, for comments.
        case markdown
    }

    /// What became of a case.
    public enum State: Sendable {
        /// Nothing failed.
        case passed
        /// It failed, or could not begin.
        case failed
        /// It did not run.
        case skipped
    }

    /// A failure of a case.
    public struct Problem: Sendable, Equatable {
        /// The code of the diagnostic, such as `expectation-failed`.
        public let code: String
        /// What happened, in one sentence.
        public let message: String
        /// The name of the text with the place; nil for a failure without one.
        public let file: String?
        /// The line of the place, counted from 1; nil for a failure without one.
        public let line: Int?
        /// The whole diagnostic as lines for people.
        public let text: String
    }

    /// A test, a step, or what stands outside of them.
    public struct Case: Sendable, Equatable {
        /// The name.
        public let name: String
        /// The name of the script.
        public let file: String
        /// The tags of a test.
        public let tags: [String]
        /// What became of it.
        public let state: State
        /// Why it was skipped, or failed without having begun; empty for none.
        public let reason: String
        /// How long it took.
        public let duration: Duration
        /// Its failures, the cause first.
        public let problems: [Problem]
    }

    let shown: Shown<Report>

    /// The title.
    public var title: String { shown.content.title }
    /// The cases that count, in order. A set-up counts only if it failed.
    public var cases: [Case] {
        shown.content.files.flatMap { file in file.counted.map { Case($0, in: file.path) } }
    }
    /// How long the run took.
    public var duration: Duration { .nanoseconds(shown.content.duration) }
    /// The number of executed commands.
    public var commands: Int { shown.content.totals.commands }
    /// Whether nothing failed.
    public var isSuccess: Bool { shown.content.isSuccess }

    /// Returns the number of cases in a state.
    public func count(_ state: State) -> Int { cases.count { $0.state == state } }

    /// Returns the report as a text, as the programs `picket run` and `picket test` write it.
    public func rendered(as format: Format) -> String {
        switch format {
        case .text: lines.content
        case .junit: String(decoding: JUnitReport.bytes(shown), as: UTF8.self)
        case .tap: String(decoding: TAPReport.bytes(shown), as: UTF8.self)
        case .json: String(decoding: JSONReport.bytes(shown), as: UTF8.self)
        case .html: String(decoding: HTMLReport.bytes(shown), as: UTF8.self)
        case .markdown: String(decoding: MarkdownReport.bytes(shown), as: UTF8.self)
        }
    }

    private var lines: Shown<String> {
        let summary = SummaryText()
        var text = Shown<String>.own("")
        for index in shown.content.files.indices {
            let path = shown.map { $0.files[index].path }
            for position in shown.content.files[index].counted.indices {
                let item = shown.map { $0.files[index].counted[position] }
                switch item.content.state {
                case .failed: text += summary.failures(item, in: path) + summary.failedSteps(item)
                case .passed, .skipped: text += summary.line(item, in: path) + "\n"
                }
            }
        }
        return summary.total(shown).map { text + $0 + "\n" } ?? text
    }
}

extension PoolReport.Case {
    init(_ item: CaseReport, in file: String) {
        (name, self.file, tags, reason) = (item.title, file, item.tags, item.reason)
        state =
            switch item.state {
            case .passed: .passed
            case .failed: .failed
            case .skipped: .skipped
            }
        duration = .nanoseconds(item.duration)
        problems = item.failures.map { failure in
            PoolReport.Problem(
                code: failure.code, message: failure.message, file: failure.place?.file, line: failure.place?.line,
                text: failure.text)
        }
    }
}

extension ChangeReport {
    /// Creates the report of what one command did.
    package init(_ entry: Tally.Entry) {
        self.init(name: entry.name, change: entry.change, fields: entry.fields, step: entry.step ?? "")
    }
}
