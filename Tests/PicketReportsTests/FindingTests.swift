import Foundation
import PicketRuntime
import PicketSyntax
import Schemas
import Testing

@testable import PicketReports

/// Findings in the formats of the services with which people review changes.
@Suite struct FindingTests {
    private static func place(_ name: String) -> ProjectPath { name.hasPrefix("<") ? .noFile(name) : .inside(name) }

    /// The findings of a script, as `picket check` makes them.
    private static func findings(_ script: String, name: String = "a.picket") -> FindingList {
        let source = SourceFile(name: name, text: script)
        let compiler = Compiler(commands: CommandTable())
        compiler.program = "picket"
        let compilation = compiler.compile(source)
        let renderer = DiagnosticRenderer()
        return FindingList(
            version: "1.0.0",
            compilation.diagnostics.map { Finding(renderer.parts($0), in: name, place) })
    }

    private static func shown(_ list: FindingList) -> Shown<FindingList> { Redactor(SecretStore()).show(list) }

    private static func github(_ list: FindingList, namesPlaces: Bool = false) -> String {
        String(decoding: GitHubCommands.bytes(shown(list), namesPlaces: namesPlaces), as: UTF8.self)
    }

    private static func finding(_ region: Finding.Region?, _ text: String = "m") -> Finding {
        Finding(code: "c", severity: .error, title: text, message: text, region: region)
    }

    // MARK: GitHub

    @Test func aCommandHasPlaceTitleAndText() {
        let text = Self.github(Self.findings("let x = 1\nsohw web\nprint $x\n"))
        #expect(
            text
                == "::error title=picket (unknown-command),file=a.picket,line=2,col=1,endLine=2,endColumn=5"
                + "::unknown command `sohw`%0Anot a command%0Ahelp: `picket commands` lists the commands\n")
        let named = Self.github(Self.findings("sohw web\n"), namesPlaces: true)
        #expect(named.contains("::a.picket:1:1: unknown command `sohw`%0A"), "\(named)")
    }

    /// Nothing that a script or an answer holds ends a command, or a property of it.
    @Test(arguments: ["a:b,c%d::e", "one\ntwo\r\nthree", "::error::x", "%0A", "\u{2028}\u{85}\u{0}\u{1B}[31m"])
    func textsAreEscaped(_ text: String) {
        let region = Finding.Region(file: .inside(text), line: 1, column: 1)
        let command = Self.github(FindingList(version: "1", [Self.finding(region, text)]))
        #expect(command.utf8.filter { $0 == UInt8(ascii: "\n") }.count == 1 && command.utf8.last == UInt8(ascii: "\n"))
        let plain = #/::error title=([^:,]*),file=([^:,]*),line=1,col=1::([^\n]*)\n/#
        guard let match = command.wholeMatch(of: plain) else {
            Issue.record("\(command)")
            return
        }
        let back = { (part: Substring) in part.removingPercentEncoding }
        let shown = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.shownInstead ?? $0 }))
        #expect(back(match.1) == shown && back(match.2) == shown && back(match.3) == shown)
    }

    /// GitHub refuses columns of several lines; the end of a line is not the line behind it.
    @Test func columnsAreGivenWithinOneLineOnly() {
        func properties(_ line: Int, _ column: Int) -> String {
            let region = Finding.Region(file: .inside("f"), line: 3, column: 2, end: .init(line: line, column: column))
            return Self.github(FindingList(version: "1", [Self.finding(region)]))
        }
        #expect(properties(3, 9).contains("file=f,line=3,col=2,endLine=3,endColumn=9::"))
        #expect(properties(5, 4).contains("file=f,line=3,endLine=5::"))
        #expect(properties(4, 1).contains("file=f,line=3,col=2,endLine=3::"))
        let nowhere = Finding.Region(file: .noFile("<stdin>"), line: 3, column: 2)
        #expect(Self.github(FindingList(version: "1", [Self.finding(nowhere)])) == "::error title=m::m\n")
    }

    /// GitHub shows ten errors of a step: the first failure of each test comes first, what follows from others never.
    @Test func theMostTellingFailuresComeFirst() {
        func failure(_ line: Int, _ kind: String = "expectation") -> FailureReport {
            FailureReport(kind: kind, code: "x", message: "m\(line)", place: Place(file: "f", line: line, column: 1))
        }
        let file = FileReport(
            path: "f",
            cases: [
                CaseReport(kind: .setUp, name: "set-up", state: .failed, failures: [failure(1)]),
                CaseReport(kind: .test, name: "a", state: .failed, failures: [failure(2), failure(3)]),
                CaseReport(
                    kind: .test, name: "b", state: .failed, reason: "the set-up failed", failures: [failure(4)]),
                CaseReport(kind: .test, name: "c", state: .failed, failures: [failure(5, "no-response")]),
                CaseReport(kind: .test, name: "d", state: .failed, failures: [failure(6)]),
                CaseReport(kind: .test, name: "d", state: .failed, failures: [failure(6)], repetition: 2),
            ])
        let report = Report(mode: .test, title: "t", version: "1", files: [file])
        #expect(report.findings(Self.place).findings.map(\.region?.line) == [2, 6, 1, 5, 3])
    }

    // MARK: GitLab

    private struct QualityIssue: Decodable {
        struct Location: Decodable {
            struct Lines: Decodable {
                var begin: Int
                var end: Int
            }
            var path: String
            var lines: Lines
        }
        private enum CodingKeys: String, CodingKey {
            case description, fingerprint, severity, location
            case rule = "check_name"
        }

        var description: String
        var rule: String
        var fingerprint: String
        var severity: String
        var location: Location
    }

    private static func issues(_ list: FindingList) throws -> [QualityIssue] {
        let bytes = CodeQualityReport.bytes(shown(list))
        #expect(try JSONSchema("Tests/Schemas/code-quality.schema.json").faults(in: bytes) == [])
        return try JSONDecoder().decode([QualityIssue].self, from: Data(bytes))
    }

    /// GitLab compares fingerprints of two branches: an edit above a finding makes no new one of it.
    @Test func fingerprintsDoNotDependOnLinesAndDiffer() throws {
        let script = "sohw web\nsohw web\nlet x = 1\nsohw crm\n"
        let before = try Self.issues(Self.findings(script))
        let after = try Self.issues(Self.findings("# a comment\n\n" + script))
        #expect(before.count == 4 && Set(before.map(\.fingerprint)).count == 4)
        #expect(before.map(\.fingerprint).sorted() == after.map(\.fingerprint).sorted())
        #expect(before.map(\.location.lines.begin) != after.map(\.location.lines.begin))
        let other = try Self.issues(Self.findings(script, name: "b.picket"))
        #expect(Set(before.map(\.fingerprint)).isDisjoint(with: other.map(\.fingerprint)))
        #expect(
            before.filter { $0.severity == "critical" }.map(\.rule)
                == Array(repeating: "unknown-command", count: 3))
        #expect(before.filter { $0.severity == "minor" }.map(\.rule) == ["unused-name"])
        #expect(try Self.issues(FindingList(version: "1")).isEmpty)
    }

    /// A file that two scripts include is found to be faulty once.
    @Test func theSameFindingIsGivenOnce() throws {
        var list = Self.findings("sohw web\n")
        for finding in list.findings { list.add(finding) }
        #expect(list.findings.count == 1)
    }

    // MARK: SARIF

    @Test func sarifIsAsItsSchemaSays() throws {
        let schema = try JSONSchema("Tests/Schemas/sarif.schema.json")
        var list = Self.findings("param a\nparam a\nprint \"🐘\" sohw\nsohw web\n")
        let note = Finding.Note(message: "there", region: .init(file: .inside("b c/%d.picket"), line: 1, column: 1))
        for file in [ProjectPath.inside("a:b/ü.picket"), .outside("/x y.picket"), .noFile("<stdin>")] {
            var finding = Self.finding(Finding.Region(file: file, line: 1, column: 1))
            finding.notes = [note]
            list.add(finding)
        }
        for list in [list, FindingList(version: "1.0.0")] {
            #expect(try schema.faults(in: SARIFReport.bytes(Self.shown(list))) == [])
        }
        let text = String(decoding: SARIFReport.bytes(Self.shown(list)), as: UTF8.self)
        for uri in ["\"a%3Ab/%C3%BC.picket\"", "\"file:///x%20y.picket\"", "\"b%20c/%25d.picket\""] {
            #expect(text.contains("\"uri\": \(uri)"), "\(uri)")
        }
        #expect(text.contains("\"fullyQualifiedName\": \"<stdin>\"") && text.contains("\"unicodeCodePoints\""))
    }

    /// The columns are characters, as `columnKind` says, and the end is the column behind the last one.
    @Test func regionsAreInCharacters() throws {
        let text = String(
            decoding: SARIFReport.bytes(Self.shown(Self.findings("let x = \"🐘é\" + $y\nprint $x\n"))), as: UTF8.self)
        let region = text.replacing(#/\s+/#, with: " ")
        #expect(
            region.contains("{ \"startLine\": 1, \"startColumn\": 17, \"endLine\": 1, \"endColumn\": 18 }"), "\(region)"
        )
    }

    @Test func theSchemasRefuseWhatIsNoReport() throws {
        let schema = try JSONSchema("Tests/Schemas/sarif.schema.json")
        let good = String(decoding: SARIFReport.bytes(Self.shown(Self.findings("sohw web\n"))), as: UTF8.self)
        for (part, other) in [
            ("\"version\": \"2.1.0\"", "\"version\": \"2.0.0\""), ("\"level\": \"error\"", "\"level\": \"critical\""),
            ("\"startLine\": 1", "\"startLine\": \"1\""), ("\"ruleId\"", "\"rule\""),
        ] {
            #expect(good.contains(part))
            #expect(
                try !schema.faults(in: good.replacing(part, with: other, maxReplacements: 1).utf8).isEmpty, "\(part)")
        }
        let quality = try JSONSchema("Tests/Schemas/code-quality.schema.json")
        #expect(try !quality.faults(in: "[{\"description\": \"x\"}]".utf8).isEmpty)
    }
}
