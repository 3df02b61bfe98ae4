import TerminalHarness
import Testing

@Suite struct CompletionTests {
    @Test func theOnlyCandidateGoesInWithABlank() throws {
        let terminal = try startProbe()
        terminal.type("sh\t1\r")
        try terminal.waitForRow(1, "<show 1>")
    }

    @Test func theCommonPrefixGoesInFirstAndTheMenuHasNotes() throws {
        let terminal = try startProbe()
        terminal.type("st\t")
        try terminal.waitForLines("> st", "  start  starts", "  stop   stops")
        try terminal.waitForStyled(1, "  start{2:  starts}")
        try terminal.waitForCursor(0, 4)
    }

    @Test func tabCyclesAndBackTabGoesBack() throws {
        let terminal = try startProbe()
        terminal.type("st\t\t")
        try terminal.waitForRow(0, "> start")
        try terminal.waitForStyled(1, "  {7:start}{2:  starts}")
        terminal.type("\t")
        try terminal.waitForRow(0, "> stop")
        terminal.type("\t")
        try terminal.waitForRow(0, "> start")
        terminal.type(Keys.backTab)
        try terminal.waitForStyled(2, "  {7:stop}{2:   stops}")
        try terminal.waitForRow(0, "> stop")
    }

    @Test func theMenuIsGoneAtTheNextKey() throws {
        let terminal = try startProbe()
        terminal.type("st\t\t")
        try terminal.waitForRow(1, "  start  starts")
        terminal.type("x")
        try terminal.waitForLines("> startx")
    }

    @Test func enterTakesTheSelectionAndControlGGivesItUp() throws {
        let terminal = try startProbe()
        terminal.type("st\t\t\r")
        try terminal.waitForLines("> start")
        terminal.type(Keys.control("U") + "st\t\t" + Keys.control("G"))
        try terminal.waitForLines("> st")
    }

    @Test func aLongMenuScrolls() throws {
        let terminal = try startProbe(rows: 12)
        terminal.type("show n\t")
        try terminal.waitForRow(5, "  1–4 of 30")
        terminal.type(String(repeating: "\t", count: 6))
        try terminal.waitForRow(4, "  n15  number 15")
        try terminal.waitForRow(5, "  3–6 of 30")
        terminal.type(Keys.control("G") + "\t" + Keys.backTab)
        try terminal.waitForRow(4, "  n39  number 39")
    }

    @Test func noCandidateRings() throws {
        let terminal = try startProbe()
        terminal.type("zz\t")
        try terminal.waitForBells(1)
    }

    @Test func controlDListsAtTheEnd() throws {
        let terminal = try startProbe()
        terminal.type("st" + Keys.control("D"))
        try terminal.waitForLines("> st", "  start  starts", "  stop   stops")
    }

    @Test func completesInTheMiddle() throws {
        let terminal = try startProbe()
        terminal.type("sh 1" + Keys.left + Keys.left + "\t")
        try terminal.waitForRow(0, "> show 1")
        try terminal.waitForCursor(0, 7)
    }

    @Test func showsTheParametersUnderTheLine() throws {
        let terminal = try startProbe()
        terminal.type("add x")
        try terminal.waitForLines("> add x", "add host= port=")
        try terminal.waitForStyled(1, "add {1:host}= port=")
        terminal.type("\r")
        try terminal.waitForLines("> add x", "<add x>", ">")
    }

    @Test func offersTheGrammarsHint() throws {
        let terminal = try startProbe()
        terminal.type("add ")
        try terminal.waitForStyled(0, "{32:> }{1;32:add} {2:host=NAME}")
        try terminal.waitForCursor(0, 6)
        terminal.type(Keys.right)
        try terminal.waitForStyled(0, "{32:> }{1;32:add} {36:host=}NAME")
    }
}
