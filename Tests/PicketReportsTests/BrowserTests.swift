import Foundation
import Testing

@testable import PicketReports

/// The page in a real browser, where there is one: it is written to a file and opened from disk.
@Suite(.enabled(if: Tool.browser != nil)) struct BrowserTests {
    /// The document after its script has run, and what the browser had to say about it.
    private func open(_ page: [UInt8], fragment: String = "") throws -> (document: String, complaints: [Substring]) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-page-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "page.html")
        try Data(page).write(to: file)
        let output = try #require(Tool.browser).run(
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0",
                "--user-data-dir=\(folder.path)/profile", "--dump-dom", "file://\(file.path)#\(fragment)",
            ], files: [:]
        ).output
        return (output, output.split(separator: "\n").filter { $0.contains("CONSOLE") })
    }

    private func hiddenCases(_ document: String) -> [Bool] {
        document.split(separator: "<details class=\"case ").dropFirst().map {
            $0.prefix { $0 != ">" }.contains(" hidden=")
        }
    }

    @Test func filtersWorkAndNothingIsComplainedOf() throws {
        let page = HTMLReport.bytes(try GoldenTests.suite("smoke").report(mode: .test))
        let (whole, complaints) = try open(page)
        #expect(complaints == [])
        #expect(hiddenCases(whole) == [false, false, false, false, false, false])
        let (failed, _) = try open(page, fragment: "state=failed")
        #expect(hiddenCases(failed) == [true, true, false, false, false, true])
        #expect(failed.contains("3 of 5 shown"))
        let (tagged, _) = try open(page, fragment: "tag=smoke&tag=pool")
        #expect(hiddenCases(tagged) == [true, false, true, true, true, true])
        let (found, _) = try open(page, fragment: "q=checks")
        #expect(hiddenCases(found) == [true, true, true, false, true, true])
        let (none, _) = try open(page, fragment: "q=nowhere")
        #expect(hiddenCases(none).allSatisfy { $0 })
    }

    @Test func hostileTextsStayTexts() throws {
        let (document, complaints) = try open(HTMLReport.bytes(HostileReport.report))
        #expect(complaints == [])
        #expect(document.split(separator: "<script").count == 2)
        #expect(hiddenCases(document).count == 2)
    }

    @Test func aFoldedCaseOfALargeSuiteIsMadeWhenItOpens() throws {
        let page = HTMLReport.bytes(try SizeTests.large())
        let (document, complaints) = try open(page, fragment: "c1")
        let cases = document.split(separator: "<details class=\"case ")
        #expect(complaints == [])
        #expect(cases[2].contains("<div class=\"body\">"))
        #expect(cases[2].contains("<div class=\"flow\">"))
        #expect(cases[3].contains("<script type=\"text/plain\" class=\"body\">"))
    }

    @Test func aLinkOpensItsCase() throws {
        let page = HTMLReport.bytes(try GoldenTests.suite("smoke").report(mode: .test))
        let (document, _) = try open(page, fragment: "c1")
        let tag = document.split(separator: "<details class=\"case ")[2].prefix { $0 != ">" }
        #expect(tag.contains("id=\"c1\""))
        #expect(tag.contains(" open="))
    }
}
