import Foundation
import PicketRuntime
import Testing

@testable import PicketReports

/// The reports as other programs read them.
@Suite struct ConsumerTests {
    static let schema = GoldenTests.folder.appending(path: "junit.xsd")

    @Test(.enabled(if: Tool.find("xmllint") != nil), arguments: ["smoke", "runbook", "differences", "hostile"])
    func junitIsValid(_ name: String) throws {
        let report =
            name == "hostile"
            ? HostileReport.report : try GoldenTests.suite(name).report(mode: name == "runbook" ? .run : .test)
        let files = ["report.xml": JUnitReport.bytes(report), "junit.xsd": Array(try Data(contentsOf: Self.schema))]
        let (status, output) = try #require(Tool.find("xmllint")).run(
            ["--noout", "--schema", "junit.xsd", "report.xml"], files: files)
        #expect(status == 0, "\(output)")
    }

    @Test(.enabled(if: Tool.find("xmllint") != nil)) func theSchemaRefusesWhatIsNoReport() throws {
        let files: [String: [UInt8]] = [
            "report.xml": Array("<testsuites><testsuite name=\"x\"/></testsuites>".utf8),
            "junit.xsd": Array(try Data(contentsOf: Self.schema)),
        ]
        let arguments = ["--noout", "--schema", "junit.xsd", "report.xml"]
        #expect(try #require(Tool.find("xmllint")).run(arguments, files: files).status != 0)
    }

    /// `prove` of Debian 12 knows version 13 only.
    @Test(
        .enabled(if: Tool.find("prove") != nil && Tool.find("cat") != nil),
        arguments: ["smoke", "differences", "hostile"])
    func tapIsRead(_ name: String) throws {
        let report = name == "hostile" ? HostileReport.report : try GoldenTests.suite(name).report(mode: .test)
        let tap = TAPReport.bytes(report)
        let (_, output) = try #require(Tool.find("prove")).run(
            ["--exec", "cat", "suite.t"], files: ["suite.t": tap])
        let totals = report.totals
        #expect(output.contains("Failed \(totals.failed)/\(totals.cases) subtests"), "\(output)")
        #expect(!output.contains("Parse errors"), "\(output)")
        if totals.skipped > 0 { #expect(output.contains("less \(totals.skipped) skipped"), "\(output)") }
    }

    @Test(arguments: ["smoke", "runbook", "hostile"]) func jsonIsReadBack(_ name: String) throws {
        let report =
            name == "hostile"
            ? HostileReport.report : try GoldenTests.suite(name).report(mode: name == "smoke" ? .test : .run)
        let value = try Value(json: JSONReport.bytes(report))
        guard case .map(let document) = value, case .list(let files)? = document["files"] else {
            Issue.record("no files")
            return
        }
        #expect(document["schema"] == "picket-report/1")
        #expect(document["title"] == .string(report.title))
        #expect(files.count == report.files.count)
    }

    @Test(arguments: ["smoke", "runbook"]) func everyEventIsALine(_ name: String) throws {
        let run = try GoldenTests.suite(name)
        let bytes = run.eventLines(mode: .test)
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        #expect(bytes.last == UInt8(ascii: "\n"))
        #expect(lines.count == run.events.count + 4)
        var last: Int64 = 0
        for line in lines.dropFirst() {
            guard case .map(let event) = try Value(json: Array(line)),
                case .integer(let time)? = event["timeNanoseconds"]
            else {
                Issue.record("\(String(decoding: line, as: UTF8.self))")
                return
            }
            #expect(time >= last)
            last = time
        }
    }

    /// What scripts read JUnit's XML with (`pip install junitparser`).
    @Test(.enabled(if: Tool.hasModule("junitparser")), arguments: ["smoke", "runbook", "hostile"])
    func junitparserReadsWhatWasWritten(_ name: String) throws {
        let report = try Self.report(name)
        let program = """
            from junitparser import JUnitXml
            cases = [case for suite in JUnitXml.fromfile("report.xml") for case in suite]
            print(len(cases), sum(case.is_failure for case in cases), sum(case.is_error for case in cases),
                sum(case.is_skipped for case in cases))
            """
        let (status, output) = try #require(Tool.find("python3")).run(
            ["-c", program], files: ["report.xml": JUnitReport.bytes(report)])
        let totals = report.totals
        #expect(
            status == 0
                && output == "\(totals.cases) \(totals.failed - totals.errors) \(totals.errors) \(totals.skipped)\n",
            "\(output)")
    }

    /// It makes a page of JUnit's XML (`pip install junit2html`).
    @Test(.enabled(if: Tool.find("junit2html") != nil), arguments: ["smoke", "runbook", "hostile"])
    func junit2htmlMakesAPage(_ name: String) throws {
        let report = try Self.report(name)
        let (status, output) = try #require(Tool.find("junit2html")).run(
            ["report.xml", "--summary-matrix"], files: ["report.xml": JUnitReport.bytes(report)])
        #expect(status == 0 && !output.contains("Traceback"), "\(output)")
        for item in report.files.flatMap(\.counted) where name != "hostile" {
            #expect(output.contains(item.title), "\(output)")
        }
    }

    private static func report(_ name: String) throws -> Report {
        name == "hostile"
            ? HostileReport.report : try GoldenTests.suite(name).report(mode: name == "smoke" ? .test : .run)
    }
}
