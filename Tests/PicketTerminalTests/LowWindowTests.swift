import TerminalHarness
import Testing

/// Texts that need more rows than libedit's picture of the screen has. Its own drawing is never seen, and must do no harm.
@Suite struct LowWindowTests {
    /// libedit keeps the row of the cursor, which a lower window does not have.
    @Test(arguments: [1, 2]) func survivesALowerWindow(_ rows: Int) throws {
        let terminal = try startProbe(columns: 40)
        let text = "show " + String(repeating: "a", count: 400)
        terminal.type(text)
        try terminal.wait("typed") { $0.screen.column == (text.count + 2) % 40 }
        var pictures = terminal.screen.pictures
        for (size, key) in [(rows, "x"), (12, "y")] {
            terminal.resize(columns: 40, rows: size)
            try terminal.wait("drawn anew") { $0.screen.pictures > pictures }
            terminal.type(key)
            pictures = terminal.screen.pictures
        }
        terminal.type("\r")
        try terminal.wait("the line") { $0.screen.lines.joined().hasSuffix("axy>>") }
    }

    /// libedit's picture of the screen has fewer rows than such a text.
    @Test func survivesTextsOfManyRows() throws {
        let terminal = try startProbe(columns: 40)
        let paste = "\u{1B}[200~" + String(repeating: "a", count: 20_000) + "\u{1B}[201~"
        let (start, end, right, cut, newLine) = ("\u{1}", "\u{5}", "\u{6}", "\u{B}", "\u{1B}\r")
        terminal.type(paste + start + newLine + end + "print " + paste + start + right)
        terminal.type("let a = }" + cut + "show web:help(show webfor i in 1..2 {$last.")
        try terminal.wait("all of it") { $0.screen.lines.joined().hasSuffix("{$last.") }
        terminal.type("\u{3}")
        try terminal.wait("the cut") { $0.screen.lines.contains("interrupted") && $0.screen.lines.last == ">" }
        terminal.type("show 1\r")
        try terminal.wait("the next line") { $0.screen.lines.contains("<show 1>") }
    }
}
