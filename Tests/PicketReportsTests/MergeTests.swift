import Foundation
import PicketRuntime
import Schemas
import Testing

@testable import PicketReports

/// Reports are read back as they were written, and the shards of a suite become its report.
@Suite struct MergeTests {
    private static func read(_ report: Report) throws -> Report { try ReportReader.report(JSONReport.bytes(report)) }

    // MARK: Reading

    /// Every form of a report is the same before and after it was read.
    @Test(arguments: ["smoke", "runbook", "differences", "hostile"]) func aReportIsReadAsItWasWritten(_ name: String)
        throws
    {
        var report =
            name == "hostile"
            ? HostileReport.report : try GoldenTests.suite(name).report(mode: name == "runbook" ? .run : .test)
        report.exitStatus = 3
        report.shard = ShardReport(
            parts: ["1/3", "2/3"],
            others: [.init(file: "a", name: "1"), .init(file: "b", name: "2"), .init(file: "b", name: "3")])
        report.changes = [ChangeReport(name: "web", change: "updated", fields: ["port", "tags"], step: "s")]
        report.startedMilliseconds = CalendarTime.milliseconds(of: report.started)
        if name != "hostile" {
            #expect(try JSONSchema("docs/report.schema.json").faults(in: JSONReport.bytes(report)) == [])
        }
        let read = try Self.read(report)
        #expect(
            String(decoding: JSONReport.bytes(read), as: UTF8.self)
                == String(decoding: JSONReport.bytes(report), as: UTF8.self))
        #expect(JUnitReport.bytes(read) == JUnitReport.bytes(report))
        #expect(TAPReport.bytes(read) == TAPReport.bytes(report))
        #expect(HTMLReport.bytes(read) == HTMLReport.bytes(report))
        #expect(MarkdownReport.bytes(read.shown) == MarkdownReport.bytes(report.shown))
    }

    /// Members may be added within a version.
    @Test func unknownMembersArePassedOver() throws {
        let report = try GoldenTests.suite("smoke").report(mode: .test)
        let good = String(decoding: JSONReport.bytes(report), as: UTF8.self)
        let newer = good.replacing("\"kind\":", with: "\"mood\": [{}], \"kind\":")
        #expect(newer != good)
        #expect(JSONReport.bytes(try ReportReader.report(Array(newer.utf8))) == Array(good.utf8))
    }

    /// A body that was cut is not cut again.
    @Test func aCutBodyStaysAsItIs() throws {
        var command = CommandReport(name: "show", place: Place(file: "f", line: 1, column: 1), status: 200)
        command.responseBody = .string(String(repeating: "x", count: BodyText.limit + 1_000))
        let item = CaseReport(kind: .test, name: "t", activities: [.command(command)])
        let report = Report(mode: .test, title: "t", version: "1", files: [FileReport(path: "f", cases: [item])])
        #expect(JSONReport.bytes(try Self.read(report)) == JSONReport.bytes(report))
    }

    @Test(arguments: [
        ("[]", ReportProblem.otherSchema), ("{}", .otherSchema), ("{\"schema\": \"picket-report/9\"}", .otherSchema),
        ("{\"schema\": \"picket-report/1\"}", .malformed(path: "mode", expected: "there")),
        ("\"files\": [", .malformed(path: "files", expected: "a list")),
        ("\"line\": 8", .malformed(path: "files[0].cases[1].place.line", expected: "a number from 1 to 2147483647")),
        ("\"state\": \"failed\"", .malformed(path: "files[0].cases[2].state", expected: "a known word")),
    ])
    func whatIsNoReportIsToldWithItsPlace(_ part: String, _ problem: ReportProblem) throws {
        let good = String(decoding: JSONReport.bytes(try GoldenTests.suite("smoke").report(mode: .test)), as: UTF8.self)
        let changes = [
            "\"files\": [": "\"files\": 5, \"old\": [", "\"line\": 8": "\"line\": -8",
            "\"state\": \"failed\"": "\"state\": \"lost\"",
        ]
        let text = changes[part].map { good.replacing(part, with: $0, maxReplacements: 1) } ?? part
        let found = #expect(throws: ReportProblem.self) { try ReportReader.report(Array(text.utf8)) }
        #expect(found == problem)
    }

    @Test func textThatIsNoJSONIsToldWithItsByte() {
        let found = #expect(throws: ReportProblem.self) { try ReportReader.report(Array("{\"schema\": x}".utf8)) }
        #expect(found?.message == "this is not JSON from `x` on (byte 11)")
    }

    /// No number of a report stops the program.
    @Test(arguments: ["9223372036854775807", "-1", "1e99", "null", "\"5\""]) func timesAreChecked(_ number: String)
        throws
    {
        let report = try GoldenTests.suite("smoke").report(mode: .test)
        let good = String(decoding: JSONReport.bytes(report), as: UTF8.self)
        let text = good.replacing(#/"durationNanoseconds": \d+/#, with: "\"durationNanoseconds\": \(number)")
        #expect(throws: ReportProblem.self) { try ReportReader.report(Array(text.utf8)) }
    }

    // MARK: Merging

    private static let tests = (0..<60).map { TestIdentity(file: "f\($0 / 10).picket", name: "t\($0 % 10)") }

    private static func item(_ test: TestIdentity, state: CaseReport.State = .passed) -> CaseReport {
        let line = Int(test.name.dropFirst()) ?? 0
        return CaseReport(
            kind: .test, name: test.name, place: Place(file: test.file, line: line + 1, column: 1), state: state,
            start: 5, duration: 7)
    }

    private static func file(_ name: String, _ cases: [CaseReport]) -> FileReport {
        FileReport(path: name, duration: Int64(cases.count * 7), cases: cases)
    }

    private static func whole(_ tests: [TestIdentity], state: CaseReport.State = .passed) -> Report {
        var report = Report(mode: .test, title: "picket test", version: "1", duration: 1_000, files: [])
        for name in Set(tests.map(\.file)).sorted() {
            report.files.append(file(name, tests.filter { $0.file == name }.map { item($0, state: state) }))
        }
        report.exitStatus = 0
        return report
    }

    private static func shards(_ count: Int) -> [Report] {
        (1...count).map { index in
            let part = ShardPlan(tests, count: count)[index]
            var report = whole(tests.filter(part.contains))
            report.shard = ShardReport(parts: ["\(index)/\(count)"], others: tests.filter { !part.contains($0) })
            return report
        }
    }

    private static func merged(_ reports: [Report]) throws -> Report {
        var merge = ReportMerge(version: "2")
        for (position, report) in reports.enumerated() { merge.add(try read(report), from: "\(position).json") }
        return try merge.merged()
    }

    private static func problem(_ reports: [Report]) -> MergeProblem? {
        #expect(throws: MergeProblem.self) { try merged(reports) }
    }

    @Test(arguments: [1, 2, 7, 100]) func theShardsAreTheSuite(_ count: Int) throws {
        // Whatever their order is.
        let merged = try Self.merged(Self.shards(count).reversed())
        #expect(merged == Self.whole(Self.tests))
    }

    @Test func aMissingShardIsRefused() throws {
        var shards = Self.shards(3)
        let lost = shards.remove(at: 1)
        let missing = lost.files.flatMap { file in file.cases.map { TestIdentity(file: file.path, name: $0.name) } }
        #expect(Self.problem(shards) == .missing(missing, shards: ["1/3", "3/3"]))
        let message = Self.problem(shards)?.message ?? ""
        #expect(
            message.hasPrefix("\(missing.count) tests of the suite are in none of the reports (`\(missing[0].file): t"),
            "\(message)")
        #expect(message.hasSuffix("give the reports of all shards; these are 1/3, 3/3"), "\(message)")
    }

    @Test func aShardIsGivenOnce() throws {
        var shards = Self.shards(3)
        shards.append(shards[0])
        guard case .twice(_, "0.json", "3.json")? = Self.problem(shards) else {
            Issue.record("\(String(describing: Self.problem(shards)))")
            return
        }
    }

    /// Shards of two commits, or of two selections, are not one suite.
    @Test func shardsOfAnotherSuiteAreRefused() throws {
        var shards = Self.shards(2)
        let new = TestIdentity(file: "new.picket", name: "n")
        shards[1].shard?.others.append(new)
        #expect(Self.problem(shards) == .otherSuites(new, of: "1.json", unknownTo: "0.json"))
        var other = Self.shards(2)
        other[0].shard?.others.append(new)
        #expect(Self.problem(other) == .otherSuites(new, of: "0.json", unknownTo: "1.json"))
    }

    @Test func onlyReportsOfTestsAreMerged() throws {
        var shards = Self.shards(2)
        shards[1].mode = .run
        #expect(Self.problem(shards) == .notOfTests("1.json"))
    }

    /// Whole suites may be put together if they have no test in common.
    @Test func wholeSuitesAreMerged() throws {
        let other = Self.whole([TestIdentity(file: "f0.picket", name: "other")])
        let merged = try Self.merged([Self.whole(Self.tests), other])
        #expect(merged.files.map(\.path) == ["f0.picket", "f0.picket"] + (1...5).map { "f\($0).picket" })
        #expect(merged.totals.passed == 61)
        guard case .twice? = Self.problem([Self.whole(Self.tests), Self.whole(Array(Self.tests.prefix(1)))]) else {
            Issue.record("a test in two suites is not refused")
            return
        }
    }

    @Test(arguments: [
        ([0, 0], 0), ([0, 3], 3), ([3, 0], 3), ([3, 1], 1), ([1, 3], 1), ([1, 143], 143), ([3, 3], 3), ([0, 1], 1),
    ])
    func theStatusIsThatOfOneRun(_ statuses: [Int], _ status: Int) throws {
        var shards = Self.shards(2)
        for index in 0..<2 { shards[index].exitStatus = statuses[index] }
        #expect(try Self.merged(shards).exitStatus == status)
    }

    /// Times count from the beginning of the first shard.
    @Test func timesAreThoseOfTheFirstShard() throws {
        var shards = Self.shards(2)
        (shards[0].started, shards[1].started) = ("2026-10-12T04:05:08.000Z", "2026-10-12T04:05:06.500Z")
        var attempt = shards[0].files[0].cases[0]
        attempt.state = .failed
        shards[0].files[0].cases[0].attempts = [attempt]
        let merged = try Self.merged(shards)
        #expect(merged.files.flatMap(\.cases).flatMap(\.attempts).map(\.start) == [1_500_000_005])
        #expect(merged.started == "2026-10-12T04:05:06.500Z" && merged.duration == 1_500_001_000)
        #expect(Set(merged.files.flatMap(\.cases).map(\.start)) == [5, 1_500_000_005])
        shards[1].started = "1970-01-01T00:00:00.000Z"
        #expect(try Self.merged(shards).totals.passed == 60)
    }

    /// A platform that all have is that of the suite; a local one differs in each.
    @Test func whatTheShardsHaveInCommonIsKept() throws {
        var shards = Self.shards(2)
        for index in 0..<2 { (shards[index].platform, shards[index].seed) = ("https://a", 4) }
        let same = try Self.merged(shards)
        #expect(same.platform == "https://a" && same.seed == 4 && same.version == "1")
        (shards[1].platform, shards[1].seed, shards[1].version) = ("https://b", 5, "3")
        let other = try Self.merged(shards)
        #expect(other.platform == "" && other.seed == nil && other.version == "2")
    }
}
