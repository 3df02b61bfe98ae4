import Foundation
import TerminalHarness
import Testing

@Suite struct InitFileTests {
    private func probe(_ lines: String, rows: Int = 12, lastRow: String = ">") throws -> (Terminal, TemporaryFolder) {
        let folder = try TemporaryFolder()
        let path = try folder.file("editrc", lines)
        return (try startProbe(columns: 100, rows: rows, prompt: lastRow, ["EDITRC": path]), folder)
    }

    @Test func bindsKeysAndMacros() throws {
        let (terminal, _) = try probe(
            "bind \"^T\" edit-kill-line-start\nprobe:bind -s \"^O\" \"show 7\"\nother:bind \"^A\" edit-undo\n")
        terminal.type("abc" + Keys.control("T") + Keys.control("O"))
        try terminal.waitForRow(0, "> show 7")
        terminal.type(Keys.control("A") + "x\r")
        try terminal.waitForRow(1, "<xshow 7>")
    }

    @Test func ourCommandsStandForLibeditsOwn() throws {
        let (terminal, _) = try probe("bind \"^O\" ed-move-to-beg\nbind \"\\e[15~\" ed-kill-line\n")
        terminal.type("a" + Keys.metaEnter + "bcd" + Keys.control("O"))
        try terminal.waitForCursor(1, 2)
        terminal.type("\u{1B}[15~")
        try terminal.waitForLines("> a", ".")
    }

    @Test func namesTheLinesThatAreWrong() throws {
        let (terminal, folder) = try probe("# fine\nbind \"^T\" no-such\n\nnonsense 1\nbind \"^O\" edit-undo\n")
        let path = folder.path + "/editrc"
        try terminal.wait("two problems") { $0.screen.lines.count == 3 }
        #expect(terminal.screen.line(0).hasPrefix("\(path):2: "))
        #expect(terminal.screen.line(0).contains("no-such"))
        #expect(terminal.screen.line(1).hasPrefix("\(path):4: "))
        #expect(terminal.screen.line(1).contains("nonsense"))
    }

    @Test func editOffLeavesTheEditingToTheTerminal() throws {
        let folder = try TemporaryFolder()
        let terminal = try Terminal(
            probePath,
            environment: standardEnvironment.merging(["EDITRC": try folder.file("editrc", "edit off\nnonsense\n")]) {
                $1
            }, columns: 200)
        try terminal.wait("prompt") { $0.screen.lines.last == ">" }
        #expect(!terminal.isRaw)
        #expect(terminal.screen.transcript.first?.hasPrefix("\(folder.path)/editrc:2: ") == true)
        terminal.type("show 1\na {\n}\n")
        try terminal.wait("both") { $0.screen.transcript.contains { $0.hasSuffix("<a {⏎}>") } }
        terminal.type("abc" + Keys.control("C"))
        try terminal.wait("interrupted") { $0.screen.transcript.contains("interrupted") }
        terminal.type(Keys.control("D"))
        #expect(try terminal.end() == 0)
    }

    @Test func viMovesChangesAndUndoes() throws {
        let (terminal, _) = try probe("bind -v\n")
        terminal.type("show one two" + Keys.escape)
        try terminal.waitForCursor(0, 13)
        terminal.type("0dw")
        try terminal.waitForRow(0, "> one two")
        terminal.type("A three" + Keys.escape)
        try terminal.waitForRow(0, "> one two three")
        terminal.type("bD")
        try terminal.waitForRow(0, "> one two")
        terminal.type("u")
        try terminal.waitForRow(0, "> one two three")
        terminal.type("\r")
        try terminal.waitForRow(1, "<one two three>")
    }

    @Test func arrowsWorkInBothModesOfVi() throws {
        let (terminal, _) = try probe("bind -v\n")
        terminal.type("show one" + Keys.left + Keys.home)
        try terminal.waitForCursor(0, 2)
        terminal.type("X")
        try terminal.waitForRow(0, "> Xshow one")
        terminal.type(Keys.escape)
        try terminal.waitForCursor(0, 2)
        terminal.type(Keys.right + Keys.right + "x")
        try terminal.waitForRow(0, "> Xsow one")
        terminal.type("k")
        try terminal.waitForBells(1)
    }

    @Test func viHasBlocksHistoryCompletionAndPaste() throws {
        let (terminal, _) = try probe("bind -v\n")
        terminal.type("sh\t1\ra {\rb\r}\r")
        try terminal.wait("both") { $0.screen.lines.last == ">" && $0.screen.lines.contains("<a {⏎  b⏎}>") }
        terminal.type(Keys.escape)
        terminal.type("k")
        try terminal.waitForRow(6, "> a {")
        terminal.type("kkk")
        try terminal.waitForRow(6, "> show 1")
        terminal.type("A " + Keys.paste("x\ny") + "\r")
        try terminal.waitForRow(8, "<show 1 x⏎y>")
    }

    @Test func bindingsAfterTheChangeOfEditorStand() throws {
        let (terminal, _) = try probe("bind -v\nbind \"^O\" edit-kill-line-start\n")
        terminal.type("abc" + Keys.control("O") + "x\r")
        try terminal.waitForRow(1, "<x>")
    }

    @Test func aCommandsNameIsNeverAskedForInTheText() throws {
        let (terminal, _) = try probe("")
        terminal.type(Keys.meta("x"))
        try terminal.waitForBells(1)
        try terminal.waitForRow(0, ">")
    }
}
