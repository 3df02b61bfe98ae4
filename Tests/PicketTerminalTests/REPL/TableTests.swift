import PicketRuntime
import PicketSyntax
import PicketTerminal
import Testing

/// Tables on a terminal of a given width.
@Suite struct TableTests {
    private static func view(_ columns: Int?, isWide: Bool = false, colors: Bool = false) -> ResponseView {
        var view = ResponseView(colors: colors)
        view.showsTiming = false
        view.isWide = isWide
        view.columns = { columns }
        return view
    }

    private static func exchange(_ body: Value) -> Exchange {
        Exchange(
            command: "show",
            location: SourceLocation(source: SourceFile(name: "", text: ""), span: SourceSpan(start: 0, end: 0)),
            response: Response(status: 200), responseBody: body, isSuccess: true)
    }

    private static func rows(_ view: ResponseView, _ body: Value) -> [String] {
        view.text(exchange(body)).content.split(separator: "\n").dropFirst().map(String.init)
    }

    private static let fleet: Value = [
        ["name": "web", "note": "the first of many", "port": 5432, "up": true],
        ["name": "sales-production-1", "note": "second", "port": 1, "up": false],
    ]

    @Test func numbersStandAtTheRight() {
        #expect(
            Self.rows(Self.view(80), Self.fleet) == [
                "name                note               port  up",
                "web                 the first of many  5432  true",
                "sales-production-1  second                1  false",
            ])
    }

    @Test func wideColumnsAreCutAndNumbersAreNot() {
        #expect(
            Self.rows(Self.view(36), Self.fleet) == [
                "name         note        port  up",
                "web          the first…  5432  true",
                "sales-prod…  second         1  false",
            ])
    }

    @Test func everyWidthHoldsTheTable() {
        for columns in 1...60 {
            for row in Self.rows(Self.view(columns), Self.fleet) where !row.hasPrefix("…") || columns > 60 {
                #expect(DisplayWidth.columns(of: row) <= columns, "\(columns): \(row)")
            }
        }
    }

    @Test func columnsThatDoNotFitAreCounted() {
        let rows = Self.rows(Self.view(20), Self.fleet)
        #expect(rows.first == "name       note")
        #expect(rows.last == "… 2 columns more: `:wide` shows them")
        #expect(
            Self.rows(Self.view(28), Self.fleet).last == "… 1 column more: `:wide` shows it")
    }

    @Test func noGraphemeIsSplit() {
        let body: Value = [
            ["n": "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧"], ["n": "界界界界界界"],
            ["n": "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}"],
        ]
        #expect(
            Self.rows(Self.view(8), body) == [
                "n", "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧…", "界界界…", "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}…",
            ])
    }

    @Test func recordsHaveARowForEachKeyAndAreWhole() {
        #expect(
            Self.rows(Self.view(20, isWide: true), Self.fleet).prefix(6) == [
                "record 1", "name  web", "note  the first of many", "port  5432", "up    true", "record 2",
            ])
    }

    @Test func aMapIsCutToTheWindow() {
        #expect(
            Self.rows(Self.view(20), ["name": "web", "note": "the first of many others"]) == [
                "name  web", "note  the first of …",
            ])
        #expect(
            Self.rows(Self.view(20, isWide: true), ["note": "the first of many others"]) == [
                "note  the first of many others"
            ])
    }

    /// A name that leaves its value no room is cut, and a number is not.
    @Test func aLongNameIsCutToTheWindow() {
        let record: Value = [
            "query-monitoring-min-calls": 2, "table-monitoring": true, "tags": "team=web", "total": 1_234_567,
        ]
        #expect(
            Self.rows(Self.view(20), record) == [
                "query-mon…  2", "table-mon…  true", "tags        team=web", "total       1234567",
            ])
        #expect(Self.rows(Self.view(36), record)[0] == "query-monitoring-min-calls  2")
        for columns in 1...60 {
            let rows = Self.rows(Self.view(columns), record)
            for row in rows { #expect(DisplayWidth.columns(of: row) <= columns, "\(columns): \(row)") }
            #expect(columns < 10 || rows.last?.hasSuffix("  1234567") == true, "\(columns): \(rows)")
        }
    }

    @Test func withoutATerminalNothingIsCutOrMoved() {
        #expect(
            Self.rows(Self.view(nil), Self.fleet) == [
                "name                note               port  up",
                "web                 the first of many  5432  true",
                "sales-production-1  second             1     false",
            ])
    }

    // MARK: Expressions

    private static func expression(_ view: ResponseView, _ text: String, _ value: Value) -> String {
        view.text(text, of: Redactor(SecretStore()).show(value)).content
    }

    @Test func anExpressionIsShownAsAnAnswerIs() {
        let value: Value = [["n": 1, "s": "a"], ["n": 12, "s": "b"]]
        #expect(Self.expression(Self.view(80), "[…]", value) == " n  s\n 1  a\n12  b")
        #expect(Self.expression(Self.view(80), "{…}", ["name": "web", "port": 1]) == "name  web\nport  1")
        #expect(Self.expression(Self.view(80), "[a, b]", ["a", "b"]) == "[a, b]")
        #expect(Self.expression(Self.view(80, colors: true), "3", 3) == "\u{1B}[35m3\u{1B}[0m")
        #expect(Self.expression(Self.view(80, colors: true), "true", true) == "\u{1B}[32mtrue\u{1B}[0m")
    }

    @Test func withoutATerminalAnExpressionIsItsText() {
        #expect(Self.expression(Self.view(nil), "{name: web}", ["name": "web"]) == "{name: web}")
    }

    @Test func anExpressionMovesNoCursor() {
        #expect(Self.expression(Self.view(80), "a\u{1B}]0;x\u{7}\nb", "a\u{1B}]0;x\u{7}\nb") == "a\\u{1b}]0;x\\u{7}\nb")
        #expect(!Self.expression(Self.view(80), "", ["k": "\u{1B}[2J"]).contains("\u{1B}"))
    }

    @Test func aSecretOfAnExpressionIsHidden() {
        let secrets = SecretStore()
        let known = Redactor(secrets).show(Value.map(["a": "is hunter22", "p": .secret("1234")]))
        secrets.add("hunter22")
        var view = ResponseView(colors: false, secrets: secrets)
        view.columns = { 80 }
        #expect(view.text("", of: known) == "a  is •••\np  •••")
    }

    // MARK: Changes

    @Test func changedRowsAreMarked() {
        let view = Self.view(80)
        let marks = view.marks(Self.exchange(["name": "web", "up": true, "port": 1]))
        let text = view.text(Self.exchange(["name": "web", "up": false, "port": 1]), since: marks)
        #expect(text.content == "200 OK\n  name  web\n* up    false\n  port  1")
        let fleet = view.marks(Self.exchange([["name": "a", "up": true], ["name": "b", "up": true]]))
        let changed = view.text(Self.exchange([["name": "a", "up": true], ["name": "b", "up": false]]), since: fleet)
        #expect(changed.content == "200 OK\n  name  up\n  a     true\n* b     false")
    }

    // MARK: Differences

    @Test func recordsDifferInTheirFields() {
        let left: ValueMap = ["host": "a", "port": 1, "password": "•••", "tags": ["x": 1], "only": true]
        let right: ValueMap = ["host": "b", "port": 1, "password": "•••", "tags": ["x": 1], "more": 2]
        let difference = RecordDifference(("web", left), ("crm", right)) { $0 == "password" }
        #expect(
            difference.rows == [
                ["field": "host", "web": "a", "crm": "b"], ["field": "only", "web": true, "crm": ""],
                ["field": "more", "web": "", "crm": 2],
            ])
        #expect(difference.hidden == ["password"])
        let masked = RecordDifference(("a", ["note": "is •••"]), ("field", ["note": "is x"])) { _ in false }
        #expect(masked.rows == [] && masked.hidden == ["note"])
    }

    @Test func theScreenHoldsAShortText() {
        let screen = ScreenSize(columns: 10, rows: 4)
        #expect(screen.holds("a\nb\nc") && !screen.holds("a\nb\nc\nd"))
        #expect(screen.holds("0123456789\nb") && !screen.holds("01234567890\nb\nc"))
        #expect(screen.holds("\u{1B}[32m0123456789\u{1B}[0m\nb\nc"))
    }
}
