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
        #expect(page.count < 4 << 20)
        let text = String(decoding: page, as: UTF8.self)
        #expect(text.split(separator: "<details class=\"case ").count == 2_001)
        // Passed cases wait for somebody to look at them, failed ones do not.
        #expect(text.split(separator: "<div class=\"body\">").count == 201)
        #expect(try UnfoldedPage(page).bodies.count == 1_800)
    }

    /// What is folded is what stands in the page of a smaller suite, to the byte.
    @Test(arguments: ["smoke", "runbook", "hostile"]) func foldingLosesNothing(_ name: String) throws {
        let report = try name == "hostile" ? HostileReport.report : GoldenTests.suite(name).report(mode: .test)
        let folded = try UnfoldedPage(HTMLReport.bytes(report, deferralLimit: 0))
        let plain = String(decoding: HTMLReport.bytes(report), as: UTF8.self)
        let bodies = plain.split(separator: "<div class=\"body\">").dropFirst()
        #expect(folded.bodies.count == bodies.count)
        for (number, body) in bodies.enumerated() {
            let unfolded = try #require(folded.bodies[String(number)])
            #expect(body.hasPrefix(unfolded + "</div>"), "case \(number)")
        }
    }

    /// Characters of the range that stands for pieces, and texts that look like them.
    @Test func privateCharactersStayThemselves() throws {
        let place = Place(file: "a", line: 1, column: 1, text: "\u{E000}\u{E001}\u{F8FF} \\uE000 &#57344;")
        let item = CaseReport(kind: .test, name: "\u{E000}", activities: [.held(place), .held(place), .held(place)])
        let report = Report(mode: .test, title: "t", version: "1", files: [FileReport(path: "a", cases: [item])])
        let folded = try UnfoldedPage(HTMLReport.bytes(report, deferralLimit: 0))
        let shown = "<span class=\"label\">&#57344;&#57345;&#63743; \\uE000 &amp;#57344;</span>"
        let body = try #require(folded.bodies["0"])
        #expect(body.split(separator: shown, omittingEmptySubsequences: false).count == 4)
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
