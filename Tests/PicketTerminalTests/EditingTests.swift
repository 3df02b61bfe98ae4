import Foundation
import TerminalHarness
import Testing

@Suite struct EditingTests {
    @Test func returnsTheLineAndPromptsAgain() throws {
        let terminal = try startProbe()
        terminal.type("show web\r")
        try terminal.waitForLines("> show web", "<show web>", ">")
        try terminal.waitForCursor(2, 2)
    }

    @Test func coloursWhatIsTyped() throws {
        let terminal = try startProbe()
        terminal.type("show \"a\" 12 $v x=1 # c")
        try terminal.waitForStyled(
            0, "{32:> }{1;32:show} {33:\"a\"} {35:12} {34:$v} {36:x=}{35:1} {2:# c}")
    }

    @Test func marksAnUnknownCommand() throws {
        let terminal = try startProbe()
        terminal.type("sho")
        try terminal.waitForStyled(0, "{32:> }{4;31:sho}")
        terminal.type("w")
        try terminal.waitForStyled(0, "{32:> }{1;32:show}")
    }

    @Test func marksTheBracketsAtTheCursor() throws {
        let terminal = try startProbe()
        terminal.type("show (1)")
        try terminal.waitForStyled(0, "{32:> }{1;32:show} {1;4:(}{35:1}{1;4:)}")
        terminal.type(Keys.left + Keys.left)
        try terminal.waitForCursor(0, 8)
        try terminal.waitForStyled(0, "{32:> }{1;32:show} {1;4:(}{35:1}{1;4:)}")
        terminal.type(Keys.home)
        try terminal.waitForStyled(0, "{32:> }{1;32:show} ({35:1})")
    }

    @Test func leavesBracketsInStringsAlone() throws {
        let terminal = try startProbe()
        terminal.type("show \")\" (")
        try terminal.waitForStyled(0, "{32:> }{1;32:show} {33:\")\"} (")
    }

    @Test func movesAndEditsInTheMiddle() throws {
        let terminal = try startProbe()
        terminal.type("show wb" + Keys.left + "e")
        try terminal.waitForRow(0, "> show web")
        terminal.type(Keys.home + Keys.delete + "S" + Keys.end + Keys.backspace + "B\r")
        try terminal.waitForRow(1, "<Show weB>")
    }

    @Test func ringsWhereNothingCanBeDone() throws {
        let terminal = try startProbe()
        terminal.type(Keys.backspace)
        try terminal.waitForBells(1)
        terminal.type(Keys.left)
        try terminal.waitForBells(2)
    }

    @Test func cutsWordsAndYanksThem() throws {
        let terminal = try startProbe()
        terminal.type("one two three" + Keys.control("W") + Keys.control("W"))
        try terminal.waitForRow(0, "> one")
        terminal.type(Keys.control("Y"))
        try terminal.waitForRow(0, "> one two three")
        terminal.type(Keys.control("U") + Keys.control("Y") + Keys.control("Y"))
        try terminal.waitForRow(0, "> one two threeone two three")
    }

    @Test func yanksWhatWasCutBefore() throws {
        let terminal = try startProbe()
        terminal.type("one" + Keys.control("U") + "two" + Keys.control("U") + Keys.control("Y"))
        try terminal.waitForRow(0, "> two")
        terminal.type(Keys.meta("y"))
        try terminal.waitForRow(0, "> one")
    }

    @Test func backspaceDoesNotChangeWhatIsYanked() throws {
        let terminal = try startProbe()
        terminal.type("one two" + Keys.control("W") + Keys.backspace + Keys.control("Y"))
        try terminal.waitForRow(0, "> onetwo")
    }

    @Test func exchangesLettersAndMovesByWords() throws {
        let terminal = try startProbe()
        terminal.type("shwo web" + Keys.meta("b") + Keys.left + Keys.control("T"))
        try terminal.waitForRow(0, "> shw oweb")
        terminal.type(Keys.control("A") + Keys.meta("f") + "!" + Keys.control("A") + Keys.meta("d"))
        try terminal.waitForRow(0, "> ! oweb")
    }

    @Test func undoesAndRedoes() throws {
        let terminal = try startProbe()
        terminal.type("show web")
        try terminal.waitForRow(0, "> show web")
        terminal.type(Keys.control("W"))
        try terminal.waitForRow(0, "> show")
        terminal.type("\u{1F}")
        try terminal.waitForRow(0, "> show web")
        terminal.type(Keys.meta("_"))
        try terminal.waitForRow(0, "> show")
        terminal.type("\u{1F}\u{1F}\u{1F}\u{1F}\u{1F}\u{1F}\u{1F}\u{1F}\u{1F}\u{1F}\u{1F}")
        try terminal.waitForRow(0, ">")
        #expect(terminal.screen.bells > 0)
    }

    @Test func quotesAKey() throws {
        let terminal = try startProbe()
        terminal.type(Keys.control("V") + Keys.control("A"))
        try terminal.waitForRow(0, "> ^A")
        terminal.type(Keys.backspace + "x\r")
        try terminal.waitForRow(1, "<x>")
    }

    @Test func keepsControlSAndQAsKeys() throws {
        let terminal = try startProbe()
        terminal.type(Keys.control("S") + "a" + Keys.control("Q") + "b\r")
        try terminal.wait { $0.screen.lines.last == ">" && $0.screen.lines.count > 2 }
        #expect(terminal.screen.line(1).hasPrefix("<a"))
    }

    @Test func clearsTheScreenAndKeepsTheLine() throws {
        let terminal = try startProbe()
        terminal.type("one\rshow web" + Keys.control("L"))
        try terminal.waitForLines("> show web")
        try terminal.waitForCursor(0, 10)
    }

    @Test func opensTheLineInAnEditor() throws {
        let folder = try TemporaryFolder()
        let script = try folder.file(
            "edit.sh",
            "case $1 in *.toy) ;; *) exit 1;; esac\ncat $1 > $1.seen; printf 'show {\\n  2\\n}\\n' > $1; mv $1.seen \(folder.path)/seen\n"
        )
        let terminal = try startProbe(["VISUAL": "sh \(script)"])
        terminal.type("show 1" + Keys.control("X") + Keys.control("E"))
        try terminal.waitForLines("> show {", ".   2", ". }")
        #expect(try String(contentsOfFile: "\(folder.path)/seen", encoding: .utf8) == "show 1\n")
        terminal.type("\r")
        try terminal.waitForRow(3, "<show {⏎  2⏎}>")
    }

    @Test func keepsTheLineWhenTheEditorFails() throws {
        let terminal = try startProbe(["VISUAL": "false"])
        terminal.type("show 1" + Keys.control("X") + Keys.control("E"))
        try terminal.waitForBells(1)
        try terminal.waitForRow(0, "> show 1")
    }

    /// P27: Ctrl-Space is bound to nothing.
    @Test func controlSpaceDoesNothing() throws {
        let terminal = try startProbe()
        terminal.type("ab\0" + Keys.control("A") + "\0" + Keys.right + "x\r")
        try terminal.waitForRow(1, "<axb>")
        #expect(terminal.screen.bells == 0)
    }

    @Test(arguments: ["\u{1B}[3;5~", "\u{1B}[3;3~", "\u{1B}[3^"]) func controlDeleteCutsTheNextWord(_ key: String)
        throws
    {
        let terminal = try startProbe()
        terminal.type("one two three" + Keys.meta("b") + Keys.meta("b") + key)
        try terminal.waitForLines("> one  three")
        terminal.type(Keys.control("Y"))
        try terminal.waitForLines("> one two three")
    }

    /// P35: a Tab before the text of a line indents.
    @Test func tabIndentsAtTheStartOfALine() throws {
        let terminal = try startProbe()
        terminal.type("\t")
        try terminal.waitForCursor(0, 6)
        terminal.type("st\t")
        try terminal.waitForLines(">     st", "  start  starts", "  stop   stops")
        terminal.type(Keys.control("U") + "a {\r\t")
        try terminal.waitForCursor(1, 6)
        terminal.type(Keys.backTab)
        try terminal.waitForCursor(1, 2)
        terminal.type(Keys.backTab)
        try terminal.waitForBells(1)
        #expect(terminal.screen.lines == ["> a {", "."])
    }
}
