import PicketRuntime
import Testing

@testable import PicketReports

@Suite struct SizeTests {
    /// A suite of 2 000 tests in 200 files, every tenth failing.
    static func large() throws -> Report {
        let base = try GoldenTests.suite("smoke").report(mode: .test)
        let cases = base.files[0].cases.filter { $0.kind == .test }
        let (passed, failed) = (cases[0], cases[1])
        let files = (0..<200).map { file in
            FileReport(
                path: "suite/part-\(file).picket", duration: 1_000_000_000,
                cases: (0..<10).map { number in
                    var item = number == 7 ? failed : passed
                    item.name = "test \(number) of file \(file)"
                    return item
                })
        }
        return Report(mode: .test, title: "a large suite", version: "1.0.0", duration: 60_000_000_000, files: files)
    }

    @Test func aLargePageIsBounded() throws {
        let report = try SizeTests.large()
        #expect(report.totals == Totals(passed: 1_800, failed: 200, skipped: 0, commands: 5_800))
        let page = HTMLReport.bytes(report)
        #expect(page.count < 16 << 20)
        let text = String(decoding: page, as: UTF8.self)
        #expect(text.split(separator: "<details class=\"case ").count == 2_001)
        // Passed cases wait for somebody to look at them, failed ones do not.
        #expect(text.split(separator: "<script type=\"text/plain\" class=\"body\">").count == 1_801)
    }

    @Test func longBodiesAreCut() {
        var command = CommandReport(name: "show", place: Place(file: "a", line: 1, column: 1))
        command.responseBody = .string(String(repeating: "x", count: 1 << 20))
        let item = CaseReport(kind: .test, name: "long", activities: [.command(command)])
        let report = Report(mode: .test, title: "t", version: "1", files: [FileReport(path: "a", cases: [item])])
        let page = String(decoding: HTMLReport.bytes(report), as: UTF8.self)
        #expect(page.utf8.count < 100_000)
        #expect(page.contains("1040384 bytes more"))
    }
}
