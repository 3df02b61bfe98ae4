import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax
import PicketSystem

/// Collects the events of all files, and writes the requested reports.
final class ReportWriter {
    private let options: ReportOptions
    private let mode: Report.Mode
    private let secrets: SecretStore
    /// The files that the run reads. None of them is written.
    let uses: FileUses
    private let started = WallClock.millisecondsSince1970
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var files: [Int: FileReport] = [:]
    private var lines: LineFile?
    /// Which part of a suite is run; nil for a whole one.
    var shard: ShardReport?

    init(_ options: ReportOptions, mode: Report.Mode, secrets: SecretStore, uses: FileUses) throws {
        self.uses = uses
        self.options = options
        self.mode = mode
        self.secrets = secrets
        start = clock.now
        if let path = options[.reportJsonl] {
            let lines = try LineFile(path)
            lines.write(report(platform: "", seed: nil, []).bytes(EventLines.head))
            self.lines = lines
        }
    }

    /// The nanoseconds since the run began.
    var now: Int64 {
        let components = (clock.now - start).components
        return components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }

    /// Whether a report needs more than failures and output.
    var wantsEverything: Bool {
        mode == .test || !options.files.isEmpty || options.annotations != nil
    }

    /// Returns the report of a file that has ended; nil if it has not.
    func report(at position: Int) -> FileReport? { files[position] }

    /// Returns the collector for one file; `position` is the place of its report.
    ///
    /// - Parameter attempt: The number of the attempt. In later ones only tests run that failed before.
    func collector(of script: CheckedScript, position: Int, repetition: Int = 0, attempt: Int = 1) -> Collection {
        let places = SourceSecrets(script.compiler.commands.secretNames)
        let hidden: (SourceFile) -> [SourceSpan] = { places.places(in: $0).spans }
        let path = script.file.source.name
        let events = EventLines(attempt: attempt, hidden: hidden)
        lines?.write(show(events.fileStarted(path, at: now)).bytes(EventLines.bytes))
        return Collection(
            writer: self, position: position, path: path,
            collector: FileCollector(
                path: path, identity: script.identity, mode: mode,
                hasTests: !script.tests.isEmpty || script.file.isSetUp, repetition: repetition, start: now,
                earlier: attempt > 1 ? files[position] : nil, hidden: hidden), lines: events)
    }

    /// The events of one file.
    final class Collection {
        private let writer: ReportWriter
        private let position: Int
        private let path: String
        private var collector: FileCollector
        private var lines: EventLines
        /// When the file began, on the clock of the whole run.
        let start: Int64

        fileprivate init(
            writer: ReportWriter, position: Int, path: String, collector: FileCollector, lines: EventLines
        ) {
            self.writer = writer
            self.position = position
            self.path = path
            self.collector = collector
            self.lines = lines
            start = writer.now
        }

        /// Takes an event, with its time since the file began. Returns the case of a test that it ends.
        @discardableResult
        func take(_ event: TimedEvent) -> CaseReport? {
            let timed = TimedEvent(event.event, at: start + event.time)
            collector.take(timed)
            if let file = writer.lines {
                file.write(writer.show(lines.line(of: timed, file: path)).bytes(EventLines.bytes))
            }
            guard case .testEnded = event.event else { return nil }
            return collector.latestCase
        }

        /// How many cases have ended.
        var endedCount: Int { collector.endedCount }

        /// Returns the file's report, which may contain secrets.
        func finish(_ outcome: Outcome, notRun: [DeclaredTest] = []) -> FileReport {
            let report = collector.finish(outcome, at: writer.now, notRun: notRun)
            writer.keep(report, at: position)
            writeNotRun(report, notRun)
            guard writer.lines != nil else { return report }
            let hasFailed = report.cases.contains { $0.state == .failed }
            write(lines.fileEnded(path, outcome, hasFailed: hasFailed, at: writer.now))
            return report
        }

        /// Returns the report of a file that never began.
        func leaveOut(_ tests: [DeclaredTest]) -> FileReport {
            let report = collector.leaveOut(tests, at: writer.now)
            writer.files[position] = report
            writeNotRun(report, tests)
            write(lines.fileLeftOut(path, at: writer.now))
            return report
        }

        private func writeNotRun(_ report: FileReport, _ tests: [DeclaredTest]) {
            let skipped = report.cases.suffix(tests.count).filter { $0.state == .skipped }
            guard skipped.count == tests.count else { return }
            for test in tests { write(lines.notRun(test, file: path, at: writer.now)) }
        }

        private func write(_ line: EventLine) {
            writer.lines?.write(writer.show(line).bytes(EventLines.bytes))
        }
    }

    /// Stores the report of a file, or adds a later attempt to it.
    private func keep(_ report: FileReport, at position: Int) {
        if files[position] == nil { files[position] = report } else { files[position]?.take(report) }
    }

    private func show<Content: Showable>(_ content: Content) -> Shown<Content> { Redactor(secrets).show(content) }

    private func report(platform: String, seed: UInt64?, status: Int32? = nil, _ changes: [ChangeReport] = []) -> Shown<
        Report
    > {
        var report = Report(
            mode: mode, title: mode == .test ? "picket test" : "picket run", version: ProgramCommand.version,
            started: CalendarTime.text(secondsSince1970: started / 1_000, milliseconds: started % 1_000), duration: now,
            platform: platform, seed: seed, files: files.keys.sorted().compactMap { files[$0] }, changes: changes)
        report.startedMilliseconds = started
        report.exitStatus = status.map { Int($0) }
        report.shard = shard
        return show(report)
    }

    /// Writes all requested reports, reports write errors, and returns the report that they are made from.
    ///
    /// - Parameters:
    ///   - status: The exit status of the run, unless a report cannot be written.
    ///   - tally: The tally of the executor; nil if nothing ran.
    func finish(
        platform: String, seed: UInt64?, status: Int32, _ tally: Tally? = nil
    ) -> (report: Shown<Report>, isWritten: Bool) {
        let changes = (tally?.entries ?? []).map { ChangeReport($0) }
        let report = report(platform: platform, seed: seed, status: status, changes)
        if let lines {
            lines.write(report.bytes { EventLines.end($0, at: now) })
        }
        var isWritten = Self.write(report, options, uses)
        if let lines, !Entry.attempt({ try lines.close() }) { isWritten = false }
        return (report, isWritten)
    }

    /// Shows the failures of a finished run to those who review a change, if this is wanted.
    func annotate(_ report: Shown<Report>) { options.annotations?.show(report) }

    /// Writes a report in all requested forms. Returns false after reporting each that could not be written.
    static func write(_ report: Shown<Report>, _ options: ReportOptions, _ uses: FileUses) -> Bool {
        let version = options.tapVersion
        let writers: [Setting: (Shown<Report>) -> [UInt8]] = [
            .reportJunit: JUnitReport.bytes, .reportTap: { TAPReport.bytes($0, version: version) },
            .reportJson: JSONReport.bytes, .reportHtml: HTMLReport.bytes, .reportMarkdown: MarkdownReport.bytes,
        ]
        var isWritten = true
        for (setting, path) in options.files {
            guard let bytes = writers[setting] else { continue }
            let isThisWritten = Entry.attempt {
                if let problem = uses.problem(writing: path) { throw problem }
                try OutputFile(path).replace(with: report.bytes(bytes))
            }
            isWritten = isWritten && isThisWritten
        }
        if let summary = options.jobSummary, !Entry.attempt({ try summary.add(report) }) { isWritten = false }
        return isWritten
    }
}

extension Shown {
    /// Returns the output of a report's writer, which only gets the shown report.
    fileprivate func bytes(_ write: (Shown) -> [UInt8]) -> Shown<[UInt8]> { map { _ in write(self) } }
}
