import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax
import PicketSystem

/// Collects what happens in every file, and writes the reports that were asked for.
final class ReportWriter {
    private let options: ReportOptions
    private let mode: Report.Mode
    private let secrets: SecretStore
    /// Which files the run reads: none of them is written.
    let uses: FileUses
    private let started = WallClock.millisecondsSince1970
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var files: [Int: FileReport] = [:]
    private var lines: LineFile?

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

    /// Nanoseconds since the run began.
    var now: Int64 {
        let components = (clock.now - start).components
        return components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }

    /// Whether a report wants more than failures and output.
    var wantsEverything: Bool {
        mode == .test || !options.files.isEmpty
    }

    /// What collects one file; `position` says where its report goes.
    func collector(of script: CheckedScript, position: Int, repetition: Int = 0) -> Collection {
        let places = SourceSecrets(script.compiler.commands.secretNames)
        let hidden: (SourceFile) -> [SourceSpan] = { places.places(in: $0).spans }
        let path = script.file.source.name
        let events = EventLines(hidden: hidden)
        lines?.write(show(events.fileStarted(path, at: now)).bytes(EventLines.bytes))
        return Collection(
            writer: self, position: position, path: path,
            collector: FileCollector(
                path: path, identity: script.identity, mode: mode, hasTests: !script.tests.isEmpty,
                repetition: repetition, start: now, hidden: hidden), lines: events)
    }

    /// The events of one file.
    final class Collection {
        private let writer: ReportWriter
        private let position: Int
        private let path: String
        private var collector: FileCollector
        private var lines: EventLines
        /// When the file began, on the clock of the whole run.
        private let start: Int64

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

        /// Takes an event whose moment counts from the file's beginning; returns the case of a test that it ends.
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

        /// The file's report; it may hold secrets.
        func finish(_ outcome: Outcome, notRun: [DeclaredTest] = []) -> FileReport {
            let report = collector.finish(outcome, at: writer.now, notRun: notRun)
            writer.files[position] = report
            tellNotRun(report, notRun)
            guard writer.lines != nil else { return report }
            let hasFailed = report.cases.contains { $0.state == .failed }
            write(lines.fileEnded(path, outcome, hasFailed: hasFailed, at: writer.now))
            return report
        }

        /// The report of a file that never began.
        func leaveOut(_ tests: [DeclaredTest]) -> FileReport {
            let report = collector.leaveOut(tests, at: writer.now)
            writer.files[position] = report
            tellNotRun(report, tests)
            write(lines.fileLeftOut(path, at: writer.now))
            return report
        }

        private func tellNotRun(_ report: FileReport, _ tests: [DeclaredTest]) {
            let skipped = report.cases.suffix(tests.count).filter { $0.state == .skipped }
            guard skipped.count == tests.count else { return }
            for test in tests { write(lines.notRun(test, file: path, at: writer.now)) }
        }

        private func write(_ line: EventLine) {
            writer.lines?.write(writer.show(line).bytes(EventLines.bytes))
        }
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
        return show(report)
    }

    /// Writes every report that was asked for, says which could not be written, and returns what they are made of.
    ///
    /// - Parameters:
    ///   - status: the exit status that the run ends with, unless a report cannot be written.
    ///   - tally: of the executor; nil if nothing ran.
    func finish(
        platform: String, seed: UInt64?, status: Int32, _ tally: Tally? = nil
    ) -> (report: Shown<Report>, isWritten: Bool) {
        let changes = (tally?.entries ?? []).map {
            ChangeReport(name: $0.name, change: $0.change, fields: $0.fields, step: $0.step ?? "")
        }
        let report = report(platform: platform, seed: seed, status: status, changes)
        if let lines {
            lines.write(report.bytes { EventLines.end($0, at: now) })
        }
        let version = options.tapVersion
        let writers: [Setting: (Shown<Report>) -> [UInt8]] = [
            .reportJunit: JUnitReport.bytes, .reportTap: { TAPReport.bytes($0, version: version) },
            .reportJson: JSONReport.bytes, .reportHtml: HTMLReport.bytes,
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
        if let lines, !Entry.attempt({ try lines.close() }) { isWritten = false }
        return (report, isWritten)
    }
}

extension Shown {
    /// What a report's writer makes of it, and of it alone: the writer takes nothing else.
    fileprivate func bytes(_ write: (Shown) -> [UInt8]) -> Shown<[UInt8]> { map { _ in write(self) } }
}
