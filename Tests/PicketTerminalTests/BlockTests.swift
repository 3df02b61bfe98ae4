import TerminalHarness
import Testing

@Suite struct BlockTests {
    @Test func indentsUntilTheBlockIsComplete() throws {
        let terminal = try startProbe()
        terminal.type("start {\rshow 1\r}")
        try terminal.waitForLines("> start {", ".   show 1", ". }")
        terminal.type("\r")
        try terminal.waitForRow(3, "<start {⏎  show 1⏎}>")
    }

    @Test func aClosingBracketGoesBackByALevel() throws {
        let terminal = try startProbe()
        terminal.type("a {\rb {\r}")
        try terminal.waitForLines("> a {", ".   b {", ".   }")
        terminal.type("\r}\r")
        try terminal.waitForRow(4, "<a {⏎  b {⏎  }⏎}>")
    }

    @Test func metaEnterAlwaysBreaksTheLine() throws {
        let terminal = try startProbe()
        terminal.type("show 1" + Keys.metaEnter + "show 2")
        try terminal.waitForLines("> show 1", ". show 2")
        terminal.type("\r")
        try terminal.waitForRow(2, "<show 1⏎show 2>")
    }

    @Test func upAndDownKeepTheColumn() throws {
        let terminal = try startProbe()
        terminal.type("show 123456" + Keys.metaEnter + "x" + Keys.metaEnter + "show 123" + Keys.left)
        try terminal.waitForCursor(2, 9)
        terminal.type(Keys.up)
        try terminal.waitForCursor(1, 3)
        terminal.type(Keys.up)
        try terminal.waitForCursor(0, 9)
        terminal.type(Keys.down + Keys.down)
        try terminal.waitForCursor(2, 9)
    }

    @Test func lineKeysStayInTheLine() throws {
        let terminal = try startProbe()
        terminal.type("aa bb" + Keys.metaEnter + "cc dd" + Keys.metaEnter + "ee ff" + Keys.up)
        try terminal.waitForCursor(1, 7)
        terminal.type(Keys.control("A"))
        try terminal.waitForCursor(1, 2)
        terminal.type(Keys.control("E"))
        try terminal.waitForCursor(1, 7)
        terminal.type(Keys.left + Keys.left + Keys.control("K"))
        try terminal.waitForLines("> aa bb", ". cc", ". ee ff")
        terminal.type(Keys.control("U"))
        try terminal.waitForLines("> aa bb", ".", ". ee ff")
    }

    @Test func cutsOverTheEndOfALine() throws {
        let terminal = try startProbe()
        terminal.type("a" + Keys.metaEnter + "b" + Keys.up + Keys.control("K"))
        try terminal.waitForLines("> ab")
        terminal.type(Keys.metaEnter + Keys.control("U"))
        try terminal.waitForLines("> ab")
    }

    @Test func breaksAnIncompleteBlockAtTheCursor() throws {
        let terminal = try startProbe()
        terminal.type("start { ab" + Keys.left + "\r")
        try terminal.waitForLines("> start { a", ".   b")
        try terminal.waitForCursor(1, 4)
    }

    @Test func returnsAWholeBlockFromAnyLine() throws {
        let terminal = try startProbe()
        terminal.type("a {\r}" + Keys.up + Keys.enter)
        try terminal.waitForRow(2, "<a {⏎}>")
    }

    @Test func showsTheTextThatIsTallerThanTheScreen() throws {
        let terminal = try startProbe(columns: 30, rows: 5)
        let lines = (1...9).map { "line\($0)" }
        terminal.type(lines.joined(separator: Keys.metaEnter))
        try terminal.waitForLines(". line5", ". line6", ". line7", ". line8", ". line9")
        terminal.type(String(repeating: Keys.up, count: 8))
        try terminal.waitForLines("> line1", ". line2", ". line3", ". line4", ". line5")
        try terminal.waitForCursor(0, 7)
        terminal.type(Keys.down + Keys.down + "x")
        try terminal.waitForRow(2, ". line3x")
        terminal.type("\r")
        try terminal.wait("all lines stay readable") { terminal in
            Array(terminal.screen.transcript.suffix(11)) == ["> line1", ". line2", ". line3x"]
                + lines[3...].map { ". \($0)" }
                + ["<line1⏎line2⏎line3x⏎line4⏎line", "5⏎line6⏎line7⏎line8⏎line9>"].prefix(2)
                || terminal.screen.transcript.contains(". line3x") && terminal.screen.lines.last == ">"
        }
        let shown = terminal.screen.transcript
        for (index, line) in lines.enumerated() where index != 2 {
            #expect(shown.filter { $0.hasSuffix(" \(line)") }.count >= 1, "\(line) in \(shown)")
        }
    }

    @Test func aLineLongerThanTheScreenFollowsTheCursor() throws {
        let terminal = try startProbe(columns: 20, rows: 3)
        terminal.type(String(repeating: "abcdefghij", count: 10))
        try terminal.wait("the end shows") { $0.screen.row == 2 && $0.screen.column == 2 }
        terminal.type(Keys.home)
        try terminal.waitForRow(0, "> abcdefghijabcdefgh")
        try terminal.waitForCursor(0, 2)
    }

    @Test func aRowThatIsExactlyFullPutsTheCursorBelow() throws {
        let terminal = try startProbe(columns: 20, rows: 6)
        terminal.type("abcdefghijklmnopqr")
        try terminal.waitForCursor(1, 0)
        try terminal.waitForLines("> abcdefghijklmnopqr")
        terminal.type("\r")
        try terminal.waitForLines("> abcdefghijklmnopqr", "<abcdefghijklmnopqr>", ">")
    }
}
