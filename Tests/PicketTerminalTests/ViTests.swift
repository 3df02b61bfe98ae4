import TerminalHarness
import Testing

/// The operators of vi in a block: they work on lines.
@Suite struct ViTests {
    private func probe(_ environment: [String: String] = [:]) throws -> (Terminal, TemporaryFolder) {
        let folder = try TemporaryFolder()
        let path = try folder.file("editrc", "bind -v\n")
        return (try startProbe(environment.merging(["EDITRC": path]) { $1 }), folder)
    }

    /// A block of four lines in command mode, with the cursor on `h` of `two three`.
    private func block() throws -> (Terminal, TemporaryFolder) {
        let (terminal, folder) = try probe()
        terminal.type("a {\rone\rtwo three\r}" + Keys.escape)
        try terminal.waitForLines("> a {", ".   one", ".   two three", ". }")
        try terminal.waitForCursor(3, 2)
        terminal.type("k")
        try terminal.waitForCursor(2, 2)
        terminal.type("wwl")
        try terminal.waitForCursor(2, 9)
        return (terminal, folder)
    }

    @Test func ddDeletesALineAndPPutsItBack() throws {
        let (terminal, _) = try block()
        terminal.type("dd")
        try terminal.waitForLines("> a {", ".   one", ". }")
        try terminal.waitForCursor(2, 2)
        terminal.type("kP")
        try terminal.waitForLines("> a {", ".   two three", ".   one", ". }")
        try terminal.waitForCursor(1, 4)
        terminal.type("u")
        try terminal.waitForLines("> a {", ".   one", ". }")
        terminal.type("u")
        try terminal.waitForLines("> a {", ".   one", ".   two three", ". }")
    }

    @Test(arguments: ["cc", "S"]) func changesALine(_ keys: String) throws {
        let (terminal, _) = try block()
        terminal.type(keys + "new")
        try terminal.waitForLines("> a {", ".   one", ". new", ". }")
        terminal.type(Keys.escape + "u\r")
        try terminal.wait { $0.screen.lines.last == ">" }
    }

    @Test func deletesAndChangesToTheEndOfTheLine() throws {
        let (terminal, _) = try block()
        terminal.type("D")
        try terminal.waitForLines("> a {", ".   one", ".   two t", ". }")
        try terminal.waitForCursor(2, 8)
        terminal.type("C" + "x")
        try terminal.waitForLines("> a {", ".   one", ".   two x", ". }")
        terminal.type(Keys.escape + "d0")
        try terminal.waitForLines("> a {", ".   one", ". x", ". }")
    }

    @Test func movesWithinTheLine() throws {
        let (terminal, _) = try block()
        terminal.type("0")
        try terminal.waitForCursor(2, 2)
        terminal.type("$")
        try terminal.waitForCursor(2, 12)
        terminal.type("^")
        try terminal.waitForCursor(2, 4)
        terminal.type("A!" + Keys.escape + "I?" + Keys.escape)
        try terminal.waitForLines("> a {", ".   one", ".   ?two three!", ". }")
        terminal.type("$a." + Keys.escape)
        try terminal.waitForLines("> a {", ".   one", ".   ?two three!.", ". }")
    }

    @Test func countsAndMotions() throws {
        let (terminal, _) = try block()
        terminal.type("k2dd")
        try terminal.waitForLines("> a {", ". }")
        terminal.type("u0ct o" + Keys.escape)
        try terminal.waitForLines("> a {", ". o one", ".   two three", ". }")
        terminal.type("j02l3x")
        try terminal.waitForLines("> a {", ". o one", ".    three", ". }")
        terminal.type("dw.")
        try terminal.waitForLines("> a {", ". o one", ".", ". }")
    }

    @Test func oneLineKeepsItsTextForPutting() throws {
        let (terminal, _) = try probe()
        terminal.type("show one" + Keys.escape + "dd")
        try terminal.waitForRow(0, ">")
        terminal.type("p")
        try terminal.waitForRow(0, "> show one")
        terminal.type("byw$p")
        try terminal.waitForRow(0, "> show oneone")
        terminal.type("xp\r")
        try terminal.waitForRow(1, "<show oneone>")
    }

    /// P17: Enter ends the pattern. A second one runs the found command.
    @Test(arguments: ["/", "?"]) func enterAfterAPatternRunsNothing(_ key: String) throws {
        let folder = try TemporaryFolder()
        let entries = "1 stop alpha\n2 show alpha\n3 add beta\n"
        let (terminal, _) = try probe(["PROBE_HISTORY": try folder.file("history", entries)])
        terminal.type("start 1" + Keys.escape + key + "alp\r")
        try terminal.waitForLines("> show alpha")
        try terminal.waitForCursor(0, 7)
        terminal.type("n")
        try terminal.waitForLines("> stop alpha")
        terminal.type("N")
        try terminal.waitForLines("> show alpha")
        terminal.type("\r")
        try terminal.waitForLines("> show alpha", "<show alpha>", ">")
        terminal.type(Keys.escape + "n")
        try terminal.waitForRow(2, "> show alpha")
    }
}
