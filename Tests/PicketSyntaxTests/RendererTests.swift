import Foundation
import Testing

@testable import PicketSyntax

@Suite struct RendererTests {
    private func location(_ text: String, of part: String, in name: String = "a.picket") -> Place {
        let source = SourceFile(name: name, text: text)
        let start = text.range(of: part)?.lowerBound ?? text.startIndex
        let offset = text.utf8.distance(from: text.utf8.startIndex, to: start)
        return Place(source: source, span: SourceSpan(offset, offset + part.utf8.count))
    }

    @Test func showsPlaceLabelAndHelp() {
        let diagnostic = Diagnostic(
            code: "unknown-command", message: "unknown command `sohw`", at: location("ping\nsohw x\n", of: "sohw"),
            label: "not a command", help: "did you mean `show`?")
        #expect(
            DiagnosticRenderer().render(diagnostic) == """
                error[unknown-command]: unknown command `sohw`
                  --> a.picket:2:1
                   |
                 2 | sohw x
                   | ^^^^ not a command
                   |
                   = help: did you mean `show`?

                """)
    }

    @Test func showsFirstAndLastOfManyLines() {
        let text = "let x = [\n  1,\n  2\n]\n"
        let diagnostic = Diagnostic(
            code: "c", severity: .warning, message: "m", at: location(text, of: "[\n  1,\n  2\n]"), label: "l",
            notes: [.init("no place"), .init("a place", at: location("é x", of: "x", in: "b"))])
        #expect(
            DiagnosticRenderer().render(diagnostic) == """
                warning[c]: m
                  --> a.picket:1:9
                   |
                 1 | let x = [
                   |         ^
                 ...
                 4 | ]
                   | ^ l
                   |
                   = note: no place
                note: a place
                  --> b:1:3
                   |
                 1 | é x
                   |   ^

                """)
    }

    @Test func showsWhatHasNoPlace() {
        let diagnostic = Diagnostic(code: "c", message: "m", at: nil, help: "h")
        #expect(DiagnosticRenderer().render(diagnostic) == "error[c]: m\n  = help: h\n")
    }

    @Test func hidesWhatTheCallerNames() {
        var renderer = DiagnosticRenderer()
        renderer.hidden = { _ in [SourceSpan(6, 13)] }
        let text = "login hunter2 oops"
        let diagnostic = Diagnostic(
            code: "c", message: "`hunter2` and `oops`", at: location(text, of: "oops"), label: "hunter2!",
            notes: [.init("hunter2")],
            help: "hunter2")
        let rendered = renderer.render(diagnostic)
        #expect(!rendered.contains("hunter2"))
        #expect(rendered.contains("1 | login ••• oops\n   |           ^^^^ •••!"))
        #expect(!renderer.json(diagnostic).contains("hunter2"))
    }

    @Test(arguments: [
        ("add x password=abc", "add x password=•••"), ("add x password=\"a b\" port=1", "add x password=••• port=1"),
        ("add x password='a b'", "add x password=•••"), ("add x password=$pw port=1", "add x password=$pw port=1"),
        ("add x PG_PASSWORD=a=b,c)", "add x PG_PASSWORD=•••)"),
        ("f(password = \"x\", port = 1)", "f(password = •••, port = 1)"),
        ("let m = {password: x, port: 1}", "let m = {password: •••, port: 1}"),
        ("let m = {\"api-token\": 'x'}", "let m = {\"api-token\": •••}"),
        ("secret pw = \"abc\"", "secret pw = •••"), ("secret pw = env(\"PW\")", "secret pw = env(\"PW\")"),
        ("secret pw = abc-def", "secret pw = •••"),
        ("let x = secret(\"abc\")", "let x = secret(•••)"),
        ("let x_secret = $a.b + \"c\"", "let x_secret = $a.b + •••"),
        ("expect body.password == hunter2 and ok", "expect body.password == ••• and •••"),
        ("set m[\"password\"] = x", "set m[\"password\"] = •••"),
        ("print password", "print password"), ("add x password=\"unclosed abc", "add x password=•••"),
        ("add x password=\"a\"b", "add x password=•••"),
        ("# password=old", "# password=•••"), ("{ add x password=abc; ping }", "{ add x password=•••; ping }"),
        ("login token=[a, \"b\"]", "login token=[•••, •••]"),
    ])
    func hidesLiteralsThatLookSecret(_ text: String, _ shown: String) {
        let source = SourceFile(name: "a", text: text)
        let diagnostic = Diagnostic(code: "c", message: "m", at: Place(source: source, span: SourceSpan(0, 1)))
        let lines = DiagnosticRenderer().render(diagnostic).split(separator: "\n")
        #expect(lines[3] == " 1 | \(shown)")
    }

    @Test func controlCharactersAreShownAsPictures() {
        let diagnostic = Diagnostic(code: "c", message: "`\u{1B}[2J`", at: location("x \u{1B}[2J \u{202E}", of: "x"))
        let rendered = DiagnosticRenderer().render(diagnostic)
        #expect(!rendered.unicodeScalars.contains("\u{1B}"))
        #expect(!rendered.unicodeScalars.contains("\u{202E}"))
        #expect(rendered.contains("x ␛[2J"))
    }

    /// Terminals give a whole grapheme cluster one or two columns, and the caret must stand below it.
    @Test(arguments: [
        ("👩‍👩‍👧 oops", 3), ("ก็ที่ oops", 3), ("e\u{301} oops", 2), ("🇩🇪 oops", 3), ("✈️ oops", 3), ("日本 oops", 5),
    ])
    func theCaretStandsBehindClusters(_ text: String, _ columns: Int) {
        let diagnostic = Diagnostic(code: "c", message: "m", at: location(text, of: "oops"))
        let lines = DiagnosticRenderer().render(diagnostic).split(separator: "\n")
        #expect(lines[4] == "   | \(String(repeating: " ", count: columns))^^^^")
    }

    @Test func everyRoleIsStyled() {
        var renderer = DiagnosticRenderer()
        renderer.style = { text, role in "<\(role) \(text)>" }
        let place = location("sohw", of: "sohw")
        let diagnostic = Diagnostic(
            code: "c", message: "m", at: place, label: "l", notes: [.init("n", at: place)], help: "h")
        let warning = Diagnostic(code: "c", severity: .warning, message: "m", at: nil)
        let rendered = renderer.render(diagnostic) + renderer.render(warning)
        for role in DiagnosticRenderer.Role.allCases { #expect(rendered.contains("<\(role) ")) }
    }

    @Test func writesJSON() {
        let diagnostic = Diagnostic(
            code: "c", message: "a \"b\"\u{1}", at: location("é\nsohw", of: "sohw"), label: "l", notes: [.init("n")],
            help: nil)
        #expect(
            DiagnosticRenderer().json(diagnostic)
                == #"{"code":"c","severity":"error","message":"a \"b\"␁","file":"a.picket","line":2,"column":1,"endLine":2,"endColumn":5,"label":"l","help":null,"notes":[{"message":"n","file":null,"line":null,"column":null,"endLine":null,"endColumn":null}]}"#
        )
    }

    @Test func columnsCountScalars() {
        let place = location("é日x", of: "x")
        #expect(place.position == (1, 3))
        #expect(place.endPosition == (1, 4))
    }
}
