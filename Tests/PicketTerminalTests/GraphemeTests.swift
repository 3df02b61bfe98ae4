import TerminalHarness
import Testing

@Suite struct GraphemeTests {
    @Test func movesOverAClusterAsOneKey() throws {
        let terminal = try startProbe()
        terminal.type("e\u{301}x" + Keys.left + Keys.left)
        try terminal.waitForCursor(0, 2)
        terminal.type("q")
        try terminal.waitForRow(0, "> qe\u{301}x")
        terminal.type(Keys.delete)
        try terminal.waitForRow(0, "> qx")
    }

    @Test func deletesAFamilyAtOnce() throws {
        let terminal = try startProbe()
        terminal.type("a👩‍👩‍👧b" + Keys.left + Keys.backspace)
        try terminal.waitForRow(0, "> ab")
        try terminal.waitForCursor(0, 3)
    }

    @Test func wideTextTakesTwoCells() throws {
        let terminal = try startProbe()
        terminal.type("世界x" + Keys.left + Keys.left)
        try terminal.waitForCursor(0, 4)
        try terminal.waitForRow(0, "> 世界x")
    }

    /// libedit's own drawing writes over the prompt here: wide text wraps, then a letter goes in at the front.
    @Test func wideTextThatWrapsLeavesThePromptAlone() throws {
        let terminal = try startProbe(columns: 30, prompt: "probe>", ["PROBE_PROMPT": "probe> "])
        terminal.type("aaaaaaaaaaaaaaaaaaaaaa世界世界" + Keys.home + "b")
        try terminal.waitForLines("probe> baaaaaaaaaaaaaaaaaaaaaa", "世界世界")
        try terminal.waitForCursor(0, 8)
    }

    @Test func aWideClusterDoesNotStraddleTheEdge() throws {
        let terminal = try startProbe(columns: 20)
        terminal.type("abcdefghijklmnopq界")
        try terminal.waitForLines("> abcdefghijklmnopq", "界")
        try terminal.waitForCursor(1, 2)
        terminal.type(Keys.left)
        try terminal.waitForCursor(1, 0)
    }

    @Test func flagsAndSelectorsAreOneKeyEach() throws {
        let terminal = try startProbe()
        terminal.type("🇩🇪🇫🇷❤️x" + Keys.left + Keys.left)
        try terminal.waitForCursor(0, 6)
        terminal.type(Keys.backspace)
        try terminal.waitForRow(0, "> 🇩🇪❤️x")
        terminal.type("\r")
        try terminal.waitForRow(1, "<🇩🇪❤️x>")
    }

    @Test func aMarkTypedLaterJoinsItsBase() throws {
        let terminal = try startProbe()
        terminal.type("e")
        try terminal.waitForRow(0, "> e")
        terminal.type("\u{301}")
        try terminal.waitForRow(0, "> e\u{301}")
        try terminal.waitForCursor(0, 3)
        terminal.type("\r")
        try terminal.waitForRow(1, "<e\u{301}>")
    }

    @Test func takesACharacterWhoseBytesArriveApart() throws {
        let terminal = try startProbe()
        terminal.send([0xE7, 0x95])
        terminal.send([0x8C])
        try terminal.waitForRow(0, "> 界")
    }
}
