import Foundation
import PicketRuntime
import Testing

@testable import PicketReports

/// R41: the page for everyone.
@Suite struct PageTests {
    private static func luminance(_ colour: Substring) -> Double {
        let parts = stride(from: 1, to: 7, by: 2).map { start -> Double in
            let digits = colour.dropFirst(start).prefix(2)
            let part = Double(UInt8(digits, radix: 16) ?? 0) / 255
            return part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    /// WCAG 2.1, 1.4.3: 4.5 to 1 for text.
    @Test func textStandsOutFromEveryGround() throws {
        let page = String(
            decoding: HTMLReport.bytes(try GoldenTests.suite("smoke").report(mode: .test)), as: UTF8.self)
        let themes = page.matches(of: #/--ground: #[0-9a-f]{6};.*?color-scheme/#.dotMatchesNewlines())
        #expect(themes.count >= 2)
        for theme in themes {
            var colours: [String: Double] = [:]
            for match in theme.0.matches(of: #/--([a-z-]+): (#[0-9a-f]{6});/#) {
                colours[String(match.1)] = Self.luminance(match.2)
            }
            let grounds = ["ground", "sheet", "sunk"]
            let pairs =
                ["ink", "soft", "faint", "passed", "failed", "skipped", "accent"].flatMap { text in
                    grounds.map { (text, $0) }
                } + ["passed", "failed", "skipped", "accent"].map { ($0, "\($0)-wash") }
            for (text, ground) in pairs {
                let (one, other) = (try #require(colours[text]), try #require(colours[ground]))
                let contrast = (max(one, other) + 0.05) / (min(one, other) + 0.05)
                #expect(contrast >= 4.5, "\(text) on \(ground): \(contrast)")
            }
        }
    }

    /// Where a policy forbids style sheets the drawings keep their size and colours.
    @Test func drawingsHaveASizeOfTheirOwn() throws {
        let page = String(
            decoding: HTMLReport.bytes(try GoldenTests.suite("smoke").report(mode: .test)), as: UTF8.self)
        let drawings = page.matches(of: #/<svg [^>]*>/#)
        #expect(drawings.count >= 2)
        for drawing in drawings {
            #expect(drawing.0.contains(" width=\"") && drawing.0.contains(" height=\""), "\(drawing.0)")
        }
        for circle in page.matches(of: #/<circle [^>]*>/#) { #expect(circle.0.contains(" stroke=\""), "\(circle.0)") }
    }

    @Test func anchorsAreNamesAndEachIsOne() throws {
        func report(_ names: [String]) -> Report {
            let cases = names.map { CaseReport(kind: .test, name: $0) }
            return Report(
                mode: .test, title: "", version: "",
                files: [FileReport(path: "/a/s/b.picket", identity: "s/b.picket", cases: cases)])
        }
        #expect(HTMLReport.anchors(of: report(["a b", "c"])) == ["case-s-b.picket-a-b", "case-s-b.picket-c"])
        // A test before it moves no other.
        #expect(
            HTMLReport.anchors(of: report(["new", "a b", "c"])).suffix(2) == [
                "case-s-b.picket-a-b", "case-s-b.picket-c",
            ])
        let hostile = HTMLReport.anchors(of: report(["a b", "a  b", "a\"b", "<b>", "é"]))
        #expect(Set(hostile).count == 5)
        for anchor in hostile { #expect(anchor.wholeMatch(of: #/[\w.-]+/#) != nil, "\(anchor)") }
    }
}
