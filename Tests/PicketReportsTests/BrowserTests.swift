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
        #expect(!cases[3].contains("class=\"body\""))
    }

    /// A page whose own script is followed by one that does what a reader does.
    private func using(_ page: [UInt8], _ actions: String) throws -> (document: String, complaints: [Substring]) {
        let script = "<script nonce=\"picket\">\(actions)</script>"
        return try open(page + Array(script.utf8))
    }

    private func cases(_ document: String) -> [Substring] {
        Array(document.split(separator: "<details class=\"case ").dropFirst())
    }

    /// Folded and filtered away or not, each body is what a small page has from the start.
    @Test func unfoldingALargeSuiteGivesWhatASmallOneHas() throws {
        let report = try GoldenTests.suite("smoke").report(mode: .test)
        let unfold = "document.getElementById('unfold').click();"
        let (plain, _) = try using(HTMLReport.bytes(report), unfold)
        let (folded, complaints) = try using(HTMLReport.bytes(report, deferralLimit: 0), unfold)
        #expect(complaints == [])
        let bodies = [plain, folded].map { document in
            cases(document).map { $0.split(separator: "<div class=\"body\">").last?.split(separator: "<footer>").first }
        }
        #expect(bodies[0].count == 6)
        #expect(bodies[0].map { $0?.prefix { $0 != "\n" } } == bodies[1].map { $0?.prefix { $0 != "\n" } })
    }

    @Test func printingUnfoldsTheFailuresThatAreShown() throws {
        let report = try GoldenTests.suite("smoke").report(mode: .test)
        let (document, complaints) = try using(
            HTMLReport.bytes(report, deferralLimit: 0), "dispatchEvent(new Event('beforeprint'));")
        #expect(complaints == [])
        let unfolded = cases(document).map { $0.contains("<div class=\"body\">") }
        #expect(unfolded == cases(document).map { $0.hasPrefix("failed") })
    }

    @Test func keysWalkAndUnfoldALargeSuite() throws {
        let keys = "for (const key of ['n', 'n', '2', 'j', 't']) dispatchKey(key);"
        let press = """
            const dispatchKey = key => document.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
            """
        let page = HTMLReport.bytes(try SizeTests.large())
        let (document, complaints) = try using(page, press + keys + "document.activeElement.dataset.here = 'yes';")
        #expect(complaints == [])
        #expect(document.contains("200 of 2000 shown"))
        #expect(document.contains("data-theme=\"dark\""))
        let here = cases(document).firstIndex { $0.contains("data-here") }
        // The second failure, and one step on among those that are shown.
        #expect(here == 27)
        #expect(cases(document).filter { $0.prefix { $0 != ">" }.contains(" open=") }.count == 2)
    }

    @Test func theMapOfALargeSuiteLeadsToItsCases() throws {
        let click = """
            const map = document.getElementById('map');
            const box = map.getBoundingClientRect();
            map.dispatchEvent(new MouseEvent('click', { clientX: box.left + 8 * 5 + 2, clientY: box.top + 2 }));
            """
        let (document, complaints) = try using(HTMLReport.bytes(try SizeTests.large()), click)
        #expect(complaints == [])
        #expect(cases(document).indices.filter { cases(document)[$0].prefix { $0 != ">" }.contains(" open=") } == [5])
        #expect(cases(document)[5].contains("<div class=\"flow\">"))
    }

    /// R41: links go by names, which a later run has, too.
    @Test func aLinkByNameOpensItsCase() throws {
        let page = HTMLReport.bytes(try GoldenTests.suite("smoke").report(mode: .test))
        let (document, _) = try open(page, fragment: "case-smoke.picket-tags-survive-an-update")
        let tags = document.split(separator: "<details class=\"case ").dropFirst().map { $0.prefix { $0 != ">" } }
        #expect(tags.count { $0.contains("id=\"c2\"") && $0.contains(" open=") } == 1, "\(tags)")
    }

    @Test func aLinkOpensItsCase() throws {
        let page = HTMLReport.bytes(try GoldenTests.suite("smoke").report(mode: .test))
        let (document, _) = try open(page, fragment: "c1")
        let tag = document.split(separator: "<details class=\"case ")[2].prefix { $0 != ">" }
        #expect(tag.contains("id=\"c1\""))
        #expect(tag.contains(" open="))
    }
}
