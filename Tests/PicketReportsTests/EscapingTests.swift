import PicketRuntime
import PicketSyntax
import Testing

@testable import PicketReports

@Suite struct EscapingTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func markupHoldsNoMarkup() {
        var text = ReportText()
        text.markup("<a href=\"x\">&'\u{1}\r\u{202E}\n")
        #expect(self.text(text.bytes) == "&lt;a href=&quot;x&quot;&gt;&amp;&#39;␁␍\u{FFFD}\n")
        var attribute = ReportText()
        attribute.attribute("title", "a\tb\nc\"")
        #expect(self.text(attribute.bytes) == " title=\"a&#9;b&#10;c&quot;\"")
    }

    @Test func jsonEscapesWhatItMust() {
        var json = JSONWriter()
        json.string("\"\\\n\u{1}\u{7F}\u{2028}é")
        #expect(text(json.bytes) == #""\"\\\n\u0001\u007f\u2028é""#)
    }

    @Test func thePageHoldsNoScriptButItsOwn() {
        let page = text(HTMLReport.bytes(HostileReport.report))
        #expect(page.split(separator: "<script").count == 2)
        #expect(!page.contains("onload='"))
        #expect(page.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" || $0 == "\t" })
    }

    /// What could load something, or a link that leads away.
    @Test func thePageAsksForNothing() throws {
        let page = text(HTMLReport.bytes(try GoldenTests.suite("smoke").report(mode: .test)))
        for mark in ["src=", "@import", "url(", "fetch(", "XMLHttpRequest", "href=\"http", "<iframe", "<img"] {
            #expect(!page.contains(mark), "\(mark)")
        }
        #expect(page.contains("default-src 'none'"))
    }

    @Test func everyTapLineIsOneLine() {
        let lines = text(TAPReport.bytes(HostileReport.report)).split(separator: "\n", omittingEmptySubsequences: false)
        for line in lines where !line.isEmpty {
            let known = ["TAP version 13", "1..", "ok ", "not ok ", "# ", "  "]
            #expect(known.contains { line.hasPrefix($0) }, "\(line)")
        }
    }
}
