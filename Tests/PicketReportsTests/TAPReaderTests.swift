import PicketRuntime
import Schemas
import Testing

@testable import PicketReports

/// R18: version 14 of TAP, as a strict reader of its specification reads it.
@Suite struct TAPReaderTests {
    /// A file and a reason whose names would be something else for a reader of TAP.
    private static var misleading: Report {
        let cases = [
            CaseReport(kind: .test, name: "a # TODO \\# b\\", state: .skipped, reason: "c # d \\# e \\"),
            CaseReport(kind: .test, name: "7", state: .passed), CaseReport(kind: .test, name: "ok 1", state: .passed),
        ]
        return Report(
            mode: .test, title: "t", version: "1",
            files: [FileReport(path: "Subtest: a # SKIP b.picket", cases: cases)])
    }

    private static func report(_ name: String) throws -> Report {
        switch name {
        case "hostile": HostileReport.report
        case "misleading": misleading
        case "attempts": AttemptTests.report
        case "empty": Report(mode: .test, title: "t", version: "1", files: [])
        default: try GoldenTests.suite(name).report(mode: name == "runbook" ? .run : .test)
        }
    }

    @Test(arguments: ["smoke", "runbook", "differences", "hostile", "misleading", "attempts", "empty"])
    func everyReportIsReadAsItWasMeant(_ name: String) throws {
        let shown = Redactor(SecretStore()).show(try Self.report(name))
        let document = try TAPDocument(TAPReport.bytes(shown, version: .v14))
        let items = shown.content.files.flatMap { file in file.counted.map { (file: file, item: $0) } }
        #expect(document.warnings == [])
        #expect(document.plan == items.count && document.points.map(\.number) == Array(1...items.count + 1).dropLast())
        #expect(document.planReason == (items.isEmpty ? "SKIP no tests" : nil))
        for (point, (file, item)) in zip(document.points, items) {
            #expect(point.isOK == (item.state != .failed) && point.subtest == nil)
            #expect(point.description == Self.line("\(file.path): \(item.title)"))
            #expect(point.directive == (item.state == .skipped ? .init(.skip, Self.line(item.reason)) : nil))
            try Self.compare(point.diagnostics, with: item)
        }
    }

    private static func compare(_ diagnostics: YAMLNode?, with item: CaseReport) throws {
        guard item.state != .skipped else {
            #expect(diagnostics == nil)
            return
        }
        let node = try #require(diagnostics)
        #expect(node["flaky"] == (item.isFlaky ? .boolean(true) : nil))
        let earlier = item.attempts.compactMap(\.failures.first?.message)
        let messages = earlier.map { YAMLNode.map([.init("message", text($0))]) }
        #expect(node["earlier_attempts"] == (earlier.isEmpty ? nil : .list(messages)))
        compare(node, with: item.failures.first)
        guard case .list(let others)? = node["others"] else {
            #expect(item.failures.count < 2)
            return
        }
        #expect(others.count == item.failures.count - 1)
        for (other, failure) in zip(others, item.failures.dropFirst()) { compare(other, with: failure) }
    }

    private static func compare(_ node: YAMLNode, with failure: FailureReport?) {
        let texts = [
            ("message", failure?.message), ("code", failure?.code), ("because", failure?.because),
            ("expected", failure?.expected), ("actual", failure?.actual),
        ]
        for (key, value) in texts { #expect(node[key] == value.map { text($0) }, "\(key)") }
        for (key, value) in [("request", failure?.request), ("response", failure?.response), ("help", failure?.help)] {
            #expect(node[key] == value.flatMap { $0.isEmpty ? nil : text($0) }, "\(key)")
        }
        #expect(node["at"]?["file"] == (failure?.place).map { text($0.file) })
        #expect(node["at"]?["line"] == (failure?.place).map { .number("\($0.line)") })
    }

    /// A text without the characters that no report holds.
    private static func text(_ text: String) -> YAMLNode {
        .text(String(String.UnicodeScalarView(text.unicodeScalars.map { $0.shownInstead ?? $0 })))
    }

    /// A text in one line, without blanks at its end.
    private static func line(_ text: String) -> String {
        var scalars = text.unicodeScalars.map { $0 == "\n" || $0 == "\t" ? " " : $0.shownInstead ?? $0 }
        while scalars.last == " " { scalars.removeLast() }
        return String(String.UnicodeScalarView(scalars))
    }

    // MARK: The reader

    /// Examples of the specification.
    @Test(arguments: [
        ("TAP version 14\n1..2\n\nok 1 - hello # todo\nok 2 - hello \\# todo\n", "hello todo() | hello # todo"),
        ("TAP version 14\nok 1 - hello # todo hash \\# character\n1..1\n", "hello todo(hash # character)"),
        ("TAP version 14\n1..1\nok 1 - hello \\\\\\\\\\\\\\# todo\n", "hello \\\\\\# todo"),
        ("TAP version 14\n1..1\nok 1 - # SKIP no /sys directory\n", " skip(no /sys directory)"),
        ("TAP version 14\n1..0 # SKIP WWW::Mechanize not installed\n", ""),
        (
            "TAP version 14\n# Subtest: foo.tap\n    1..2\n    ok 1 - a\n    not ok 2 - b\n      ---\n      at:\n"
                + "        file: test/bar.ts\n        line: 43\n      found: false\n      ...\nnot ok 1 - foo.tap\n1..1\n",
            "foo.tap{a | b}"
        ),
        (
            "TAP version 14\n        ok 1 - twice\n        1..1\n    ok 1 - parent\n    1..1\nok 1 - double\n1..1\n",
            "double{parent{twice}}"
        ),
        ("TAP version 14\npragma +strict\n1..3\nok 2 - b\nok 3 - c\nok 1 - a\n", "b | c | a"),
    ]) func theReaderReads(_ text: String, _ points: String) throws {
        func shown(_ document: TAPDocument) -> String {
            document.points.map { point in
                let directive = point.directive.map { " \($0.kind)(\($0.reason))" } ?? ""
                return point.description + directive + (point.subtest.map { "{\(shown($0))}" } ?? "")
            }.joined(separator: " | ")
        }
        let document = try TAPDocument(text.utf8)
        #expect(shown(document) == points && document.warnings == [])
    }

    @Test(arguments: [
        "TAP version 13\n1..0\n", "TAP version 14\n", "TAP version 14\n1..0", "TAP version 14\nok 1 - a\n",
        "TAP version 14\n1..2\nok 1 - a\n", "TAP version 14\n1..1\nok 2 - a\n",
        "TAP version 14\n1..1\n1..1\nok 1 - a\n",
        "TAP version 14\n1..2\nok 1 - a\nok 1 - a\n", "TAP version 14\nok 1 - a\n1..2\nok 2 - b\n",
        "TAP version 14\n1..1\nok 1 - a\nhello\n", "TAP version 14\n1..1\nokay 1 - a\n",
        "TAP version 14\n1..1\nok 1 - a\n  ---\n  x: 1\n", "TAP version 14\n1..1\nok 1 - a\n  ---\nx: 1\n  ...\n",
        "TAP version 14\n1..1\nok 1 - a\n  ---\n  x: \"a\n  ...\n", "TAP version 14\n1..1\nok 1 - a\n  x: 1\n",
        "TAP version 14\n1..1\nok 1 - a\n  ---\n  x: \"\\q\"\n  ...\n",
        "TAP version 14\n1..1\nok 1 - a\n  ---\n  x: \"\u{1}\"\n  ...\n",
        "TAP version 14\n1..1\nok 1 - a\n  ---\n  x: 1\n  x: 2\n  ...\n",
        "TAP version 14\n1..1\nok 1 - a\n  ---\n  x: a: b\n  ...\n",
        "TAP version 14\n# Subtest: a\n    1..0\nok 1 - b\n1..1\n", "TAP version 14\n1..1\n    1..0\n",
        "TAP version 14\n# Subtest: a.picket\nok 1 - a.picket: b\n1..1\n",
    ]) func theReaderRefuses(_ text: String) {
        #expect(throws: TAPDocument.Fault.self) { try TAPDocument(text.utf8) }
    }

    @Test(arguments: ["ok - a", "ok 1 a", "ok 1 - a # b", "ok 1 - a\\b", "ok 1 - a # SKIP b # c"])
    func theReaderWarns(_ point: String) throws {
        #expect(try !TAPDocument("TAP version 14\n1..1\n\(point)\n".utf8).warnings.isEmpty)
    }
}
