import TerminalHarness
import Testing

/// What a terminal learns beside the text: where prompts, typed texts and outputs are, and which rows are one line.
@Suite struct PromptMarkTests {
    private func marks(_ terminal: Terminal) -> [String] { terminal.screen.marks.map(\.text) }

    @Test func promptTextAndOutputAreMarked() throws {
        let terminal = try startProbe()
        #expect(marks(terminal) == ["A", "B"] && terminal.screen.marks.map(\.column) == [0, 2])
        terminal.type("show 1\r")
        try terminal.waitForLines("> show 1", "<show 1>", ">")
        #expect(marks(terminal) == ["A", "B", "C", "D;0", "A", "B"])
        terminal.type("abc")
        try terminal.waitForRow(2, "> abc")
        terminal.type(Keys.control("C"))
        try terminal.waitForLines("> show 1", "<show 1>", "> abc^C", "interrupted", ">")
        #expect(marks(terminal).dropFirst(6) == ["D", "A", "B"])
        terminal.type(Keys.control("D"))
        #expect(try terminal.end() == 0)
    }

    /// A question during a command is a part of its output.
    @Test func aQuestionHasNoMarks() throws {
        let terminal = try startProbe()
        terminal.type(":secret\r")
        try terminal.wait("asked") { $0.isRaw && $0.screen.lines.last == "password:" && $0.screen.modes == [2004] }
        #expect(marks(terminal) == ["A", "B", "C"])
    }

    @Test(arguments: ["linux", "vt100", "vt220"]) func anOldTerminalGetsNone(_ type: String) throws {
        let terminal = try startProbe(["TERM": type])
        terminal.type("show 1\r")
        try terminal.waitForLines("> show 1", "<show 1>", ">")
        #expect(marks(terminal).isEmpty)
    }

    // MARK: Copying

    /// P26: the rows of a line that is too long for one are joined when they are copied.
    @Test func theFinalTextRunsOnFromRowToRow() throws {
        let terminal = try startProbe(columns: 20)
        let text = "show 1234567890 1234567890 1234567890"
        terminal.type(text)
        try terminal.waitForLines("> show 1234567890 12", "34567890 1234567890")
        #expect(terminal.screen.rows.prefix(2).map(\.runsOn) == [false, false])
        terminal.type(Keys.home + "\r")
        try terminal.wait("the line") { $0.screen.lines.last == ">" && $0.screen.lines.count > 3 }
        #expect(terminal.screen.line(0) == "> show 1234567890 12" && terminal.screen.line(1) == "34567890 1234567890")
        #expect(terminal.screen.rows.prefix(2).map(\.runsOn) == [true, false])
        #expect(terminal.screen.styled(0).hasPrefix("{32:> }{1;32:show} {35:1234567890}"))
    }

    @Test func aRowThatIsJustFullEndsThere() throws {
        let terminal = try startProbe(columns: 20)
        terminal.type("a {\rshow 12345678901234567890123\r}\r")
        try terminal.wait("the block") {
            $0.screen.lines.last == ">" && $0.screen.lines.contains { $0.hasPrefix("<a {⏎") }
        }
        #expect(terminal.screen.lines.prefix(4) == ["> a {", ".   show 12345678901", "234567890123", ". }"])
        #expect(terminal.screen.rows.prefix(4).map(\.runsOn) == [false, true, false, false])
        terminal.type("show 1234567890123\r")
        try terminal.wait("the line") {
            $0.screen.lines.last == ">" && $0.screen.lines.contains("<show 1234567890123>")
        }
        let row = terminal.screen.lines.firstIndex(of: "> show 1234567890123")
        #expect(row.map { terminal.screen.rows[$0].runsOn } == false)
    }

    @Test func aWideCharacterAtTheEdgeRunsOn() throws {
        let terminal = try startProbe(columns: 20)
        terminal.type("show 123456789012界x\r")
        try terminal.wait("the line") { $0.screen.lines.last == ">" && $0.screen.lines.count > 3 }
        #expect(terminal.screen.lines.prefix(2) == ["> show 123456789012", "界x"])
        #expect(terminal.screen.rows[0].runsOn)
    }
}
