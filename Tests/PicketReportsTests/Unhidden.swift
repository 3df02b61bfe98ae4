import PicketRuntime

@testable import PicketReports

/// What the tests write: shown by what is secret, or by nothing where that is not asked for.
extension Report {
    init(
        mode: Mode, title: String, version: String, started: String = "", duration: Int64 = 0, platform: String = "",
        seed: UInt64? = nil, files: [FileReport], redactor: Redactor
    ) {
        let report = Report(
            mode: mode, title: title, version: version, started: started, duration: duration, platform: platform,
            seed: seed, files: files)
        self = redactor.show(report).content
    }

    /// For a report without secrets.
    var shown: Shown<Report> { Redactor(SecretStore()).show(self) }
}

extension JUnitReport {
    static func bytes(_ report: Report) -> [UInt8] { bytes(report.shown) }
}

extension TAPReport {
    static func bytes(_ report: Report) -> [UInt8] { bytes(report.shown) }
}

extension JSONReport {
    static func bytes(_ report: Report) -> [UInt8] { bytes(report.shown) }
}

extension HTMLReport {
    static func bytes(_ report: Report) -> [UInt8] { bytes(report.shown) }
    static func bytes(_ report: Report, deferralLimit: Int) -> [UInt8] {
        bytes(report.shown, deferralLimit: deferralLimit)
    }
}

extension SummaryText {
    func line(_ item: CaseReport, in path: String) -> String {
        line(Redactor(SecretStore()).show(item), in: Redactor(SecretStore()).show(path)).content
    }

    func failures(_ item: CaseReport, in path: String) -> String {
        failures(Redactor(SecretStore()).show(item), in: Redactor(SecretStore()).show(path)).content
    }

    func total(_ report: Report) -> String? { total(report.shown)?.content }
}

extension EventLines {
    func head(_ report: Report) -> [UInt8] { Self.head(report.shown) }

    func end(_ totals: Totals, at time: Int64) -> [UInt8] { Self.end(totals, at: time) }

    func fileStarted(_ path: String, at time: Int64) -> [UInt8] {
        let line: EventLine = fileStarted(path, at: time)
        return Self.bytes(Redactor(SecretStore()).show(line))
    }

    mutating func fileEnded(_ path: String, _ outcome: Outcome, at time: Int64, redactor: Redactor) -> [UInt8] {
        Self.bytes(redactor.show(fileEnded(path, outcome, at: time)))
    }

    mutating func event(_ timed: TimedEvent, file: String, redactor: Redactor) -> [UInt8] {
        Self.bytes(redactor.show(line(of: timed, file: file)))
    }
}

extension FailedTests {
    mutating func update(with report: Report) { update(with: report.shown) }
}

extension FailureReport.Difference {
    init(path: String, expected: String?, actual: String?) {
        self.init(steps: [.key(path)], expected: expected, actual: actual)
    }
}

extension FailureReport.Note {
    init(message: String, place: Place?) { self.init(message, place: place) }
}

extension Response.Header {
    init(name: String, value: String) { self.init(name, value) }
}
