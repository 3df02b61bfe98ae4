import TerminalHarness
import Testing

@Suite struct RecallTests {
    private func probe(_ lines: String...) throws -> (Terminal, TemporaryFolder) {
        let folder = try TemporaryFolder()
        let entries = lines.enumerated().map { "\($0.offset + 1) \($0.element)\n" }.joined()
        return (try startProbe(["PROBE_HISTORY": try folder.file("history", entries)]), folder)
    }

    @Test func upFindsByPrefix() throws {
        let (terminal, _) = try probe("show a", "add b", "show c", "set d")
        terminal.type("sh" + Keys.up)
        try terminal.waitForRow(0, "> show c")
        terminal.type(Keys.up)
        try terminal.waitForRow(0, "> show a")
        terminal.type(Keys.up)
        try terminal.waitForBells(1)
        terminal.type(Keys.down)
        try terminal.waitForRow(0, "> show c")
        terminal.type(Keys.down)
        try terminal.waitForStyled(0, "{32:> }{4;31:sh}{2:ow c}")
        try terminal.waitForCursor(0, 4)
    }

    @Test func recallsABlockWholeAndMovesThroughItFirst() throws {
        let (terminal, _) = try probe("show 0", "start {\\n  show 1\\n}")
        terminal.type(Keys.up)
        try terminal.waitForLines("> start {", ".   show 1", ". }")
        terminal.type(Keys.up + Keys.up)
        try terminal.waitForCursor(0, 3)
        terminal.type(Keys.up)
        try terminal.waitForLines("> show 0")
        terminal.type(Keys.down)
        try terminal.waitForLines("> start {", ".   show 1", ". }")
        terminal.type(Keys.control("P"))
        try terminal.waitForLines("> show 0")
    }

    @Test func keepsALineLongerThanLibeditsHistoryCan() throws {
        let long = "show " + String(repeating: "x", count: 1500)
        let (terminal, _) = try probe("add 1", long)
        terminal.type(Keys.up + Keys.up + Keys.down + Keys.control("A") + "\r")
        try terminal.wait { $0.screen.lines.last == ">" && $0.screen.transcript.count > 20 }
        #expect(terminal.screen.transcript.joined().contains("<\(long)>"))
    }

    @Test func offersTheNewestEntryAsGhostText() throws {
        let (terminal, _) = try probe("show alpha beta", "add 1")
        terminal.type("show")
        try terminal.waitForStyled(0, "{32:> }{1;32:show}{2: alpha beta}")
        try terminal.waitForCursor(0, 6)
        terminal.type(Keys.meta("f"))
        try terminal.waitForStyled(0, "{32:> }{1;32:show} alpha{2: beta}")
        terminal.type(Keys.end)
        try terminal.waitForStyled(0, "{32:> }{1;32:show} alpha beta")
    }

    @Test func ghostTextIsNotHandedOver() throws {
        let (terminal, _) = try probe("show alpha")
        terminal.type("show")
        try terminal.waitForRow(0, "> show alpha")
        terminal.type("\r")
        try terminal.waitForLines("> show", "<show>", ">")
    }

    @Test func searchesAsThePatternGrows() throws {
        let (terminal, _) = try probe("show alpha", "add beta", "set gamma alpha", "stop")
        terminal.type(Keys.control("R"))
        try terminal.waitForRow(0, "search :")
        terminal.type("alp")
        try terminal.waitForStyled(0, "{2:search }{1;33:alp}: {1;32:set} gamma {1;33:alp}ha")
        terminal.type(Keys.control("R"))
        try terminal.waitForRow(0, "search alp: show alpha")
        terminal.type(Keys.control("R"))
        try terminal.waitForBells(1)
        terminal.type("\r")
        try terminal.waitForRow(1, "<show alpha>")
    }

    @Test func searchesFuzzilyAndMarksAMiss() throws {
        let (terminal, _) = try probe("show alpha", "set gamma")
        terminal.type("x" + Keys.control("R") + "swa")
        try terminal.waitForRow(0, "search swa: show alpha")
        terminal.type("q")
        try terminal.waitForStyled(0, "{2:search }{4;31:swaq}: {4;31:x}")
        try terminal.waitForBells(1)
        terminal.type(Keys.backspace)
        try terminal.waitForRow(0, "search swa: show alpha")
        terminal.type(Keys.control("G"))
        try terminal.waitForRow(0, "> x")
    }

    @Test func anotherKeyTakesWhatWasFoundAndActs() throws {
        let (terminal, _) = try probe("show alpha")
        terminal.type(Keys.control("R") + "alp" + Keys.end + "!")
        try terminal.waitForRow(0, "> show alpha!")
    }

    /// libedit's own search takes ć (U+0107) for ^G and stops.
    @Test func searchesForLettersBeyondLatin() throws {
        let (terminal, _) = try probe("show ćevapi", "show other")
        terminal.type(Keys.control("R") + "ć")
        try terminal.waitForRow(0, "search ć: show ćevapi")
    }

    @Test func interruptingASearchGivesUpTheLine() throws {
        let (terminal, _) = try probe("show alpha")
        terminal.type("abc" + Keys.control("R") + "alp")
        try terminal.waitForRow(0, "search alp: show alpha")
        terminal.type(Keys.control("C"))
        try terminal.wait { $0.screen.lines.last == ">" && $0.screen.lines.contains("interrupted") }
    }

    @Test func metaDotInsertsTheLastArgument() throws {
        let (terminal, _) = try probe("show old", "add \"a b\"", "for x {\\n  set c d=(1 + 2)\\n}", "stop")
        terminal.type("add " + Keys.meta("."))
        try terminal.waitForRow(0, "> add stop")
        terminal.type(Keys.meta("."))
        try terminal.waitForRow(0, "> add d=(1 + 2)")
        terminal.type(Keys.meta("."))
        try terminal.waitForRow(0, "> add \"a b\"")
        terminal.type(Keys.meta("."))
        try terminal.waitForRow(0, "> add old")
        terminal.type(Keys.meta("."))
        try terminal.waitForBells(1)
        terminal.type(" x " + Keys.meta("."))
        try terminal.waitForLines("> add old x stop", "add host= port=")
    }
}
