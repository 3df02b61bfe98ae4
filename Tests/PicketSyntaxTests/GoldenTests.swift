import Foundation
import Testing

@testable import PicketSyntax

/// One behaviour a file: what is reported about `NAME.picket` stands in `NAME.expected`.
///
/// With `PICKET_RECORD=1` the expected texts are written anew, and the run fails, so that none passes by accident.
@Suite struct GoldenTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/syntax")

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".picket") }.map { String($0.dropLast(7)) }.sorted()
    }()

    @Test func someExist() {
        #expect(GoldenTests.names.count > 20)
    }

    @Test(arguments: names)
    func reportsAsExpected(_ name: String) throws {
        let script = GoldenTests.folder.appending(path: name + ".picket")
        let expected = GoldenTests.folder.appending(path: name + ".expected")
        let observed = GoldenTests.folder.appending(path: name + ".observed")
        let text = report(on: SourceFile(name: name + ".picket", bytes: try Data(contentsOf: script)))
        if ProcessInfo.processInfo.environment["PICKET_RECORD"] == "1" {
            try Data(text.utf8).write(to: expected)
            Issue.record("recorded \(expected.lastPathComponent); run again without PICKET_RECORD")
            return
        }
        let wanted = (try? String(contentsOf: expected, encoding: .utf8)) ?? ""
        guard text != wanted else {
            try? FileManager.default.removeItem(at: observed)
            return
        }
        try Data(text.utf8).write(to: observed)
        Issue.record("\(name) differs; see \(observed.lastPathComponent)\n\(lineDifference(wanted, text))")
    }

    private func report(on source: SourceFile) -> String {
        var parser = Parser(source)
        _ = parser.parseScript()
        let renderer = DiagnosticRenderer()
        return parser.diagnostics.map(renderer.render).joined(separator: "\n")
    }
}

/// Lines that only `old` has after `-`, those that only `new` has after `+`.
func lineDifference(_ old: String, _ new: String) -> String {
    let oldLines = old.split(separator: "\n", omittingEmptySubsequences: false)
    let newLines = new.split(separator: "\n", omittingEmptySubsequences: false)
    let changes = newLines.difference(from: oldLines)
    return changes.map { change in
        switch change {
        case .remove(let line, let text, _): return "-\(line + 1): \(text)"
        case .insert(let line, let text, _): return "+\(line + 1): \(text)"
        }
    }.joined(separator: "\n")
}

extension GoldenTests {
    /// Every code of the page is shown by a golden or an example, but for the one that takes a text of 4 GiB.
    @Test func everyCodeIsShown() {
        var shown = Set(GrammarPage.examples.compactMap(\.error))
        for name in GoldenTests.names {
            let file = GoldenTests.folder.appending(path: name + ".expected")
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            shown.formUnion(SyntaxCode.allCases.map(\.rawValue).filter { text.contains("[\($0)]:") })
        }
        #expect(SyntaxCode.allCases.map(\.rawValue).filter { !shown.contains($0) } == ["source-too-large"])
    }
}
