import Foundation
import TerminalHarness
import Testing

@Suite struct ControlTests {
    /// A terminal whose probe takes orders.
    private struct Ordered {
        let terminal: Terminal
        let folder: TemporaryFolder

        init(columns: Int = 60, rows: Int = 12, _ environment: [String: String] = [:]) throws {
            folder = try TemporaryFolder()
            let orders = ["PROBE_ORDERS": folder.fifo("orders")]
            terminal = try startProbe(columns: columns, rows: rows, environment.merging(orders) { $1 })
        }

        func order(_ text: String) throws { try folder.order(text) }
    }

    @Test func controlCGivesUpTheLineFromAnyRow() throws {
        let terminal = try startProbe()
        terminal.type("a {\rb" + Keys.up)
        try terminal.waitForCursor(0, 5)
        terminal.type(Keys.control("C"))
        try terminal.waitForLines("> a {", ".   b^C", "interrupted", ">")
        terminal.type("show 1\r")
        try terminal.waitForRow(4, "<show 1>")
    }

    /// The terminal forgets what was typed before ^C and not read yet, but nothing that comes after it.
    @Test func whatIsTypedRightAfterControlCIsKept() throws {
        let terminal = try startProbe()
        terminal.type("abc")
        try terminal.waitForRow(0, "> abc")
        for row in 1...20 {
            terminal.type(Keys.control("C") + "show \(row)\r")
            try terminal.wait("line \(row)") { $0.screen.transcript.contains("<show \(row)>") }
        }
    }

    @Test func controlCReachesTheCommandThatRuns() throws {
        let terminal = try startProbe()
        terminal.type(":wait\r")
        try terminal.wait("cooked") { !$0.isRaw && $0.screen.lines.last == "waiting" }
        terminal.type(Keys.control("C"))
        try terminal.waitForLines("> :wait", "waiting", "^C", "signal 2", "done", ">")
        terminal.type("show 1\r")
        try terminal.waitForRow(6, "<show 1>")
    }

    @Test func controlZStopsACommandThatRuns() throws {
        let folder = try TemporaryFolder()
        let script = "set -m; '\(probePath)'; echo stopped; read -r line; fg > /dev/null"
        let orders = ["PROBE_ORDERS": folder.fifo("orders")]
        let terminal = try Terminal(
            "/bin/sh", ["-c", script], environment: standardEnvironment.merging(orders) { $1 })
        try terminal.wait("ready") { $0.isRaw && $0.screen.lines.last == ">" }
        terminal.type(":wait\r")
        try terminal.wait("cooked") { !$0.isRaw && $0.screen.lines.last == "waiting" }
        terminal.type(Keys.control("Z"))
        try terminal.wait("stopped") { $0.screen.lines.last?.hasSuffix("stopped") == true }
        terminal.type("\n")
        try folder.order("go")
        try terminal.wait("done") { $0.screen.lines.suffix(2) == ["done", ">"] }
    }

    @Test func controlDEndsAnEmptyLineAndDeletesInAnother() throws {
        let terminal = try startProbe()
        terminal.type("ab" + Keys.left + Keys.left + Keys.control("D"))
        try terminal.waitForRow(0, "> b")
        terminal.type(Keys.control("U") + Keys.delete + Keys.backspace + Keys.control("D"))
        #expect(try terminal.end() == 0)
        #expect(terminal.screen.lines.last == "end")
        #expect(terminal.screen.modes.isEmpty)
    }

    /// Under a shell with job control: the kernel stops no process that nobody could continue.
    @Test func stopsAndGoesOnWithTheLine() throws {
        let script = "set -m; '\(probePath)'; echo stopped; read -r line; fg > /dev/null"
        let terminal = try Terminal("/bin/sh", ["-c", script], environment: standardEnvironment)
        try terminal.wait("ready") { $0.isRaw && $0.screen.lines.last == ">" }
        terminal.type("show web" + Keys.left)
        try terminal.waitForCursor(0, 9)
        terminal.type(Keys.control("Z"))
        try terminal.wait("stopped") {
            !$0.isRaw && $0.screen.modes.isEmpty && $0.screen.lines.last?.hasSuffix("stopped") == true
        }
        terminal.type("\n")
        try terminal.wait("goes on") { $0.isRaw && $0.screen.modes == [2004] && $0.screen.lines.last == "> show web" }
        try terminal.wait("cursor") { $0.screen.row == $0.screen.lines.count - 1 && $0.screen.column == 9 }
        terminal.type("X\r")
        try terminal.wait("the line") { $0.screen.lines.contains("<show weXb>") }
    }

    @Test func goesOnAfterAStopItCouldNotSee() throws {
        let terminal = try startProbe()
        terminal.type("show web")
        try terminal.waitForCursor(0, 10)
        terminal.signal(SIGSTOP)
        try terminal.wait("stopped") { $0.isStopped }
        terminal.signal(SIGCONT)
        try terminal.waitForLines("> show web", "> show web")
        terminal.type("!\r")
        try terminal.waitForRow(2, "<show web!>")
    }

    @Test(arguments: [SIGTERM, SIGHUP]) func aSignalThatEndsRestoresTheTerminal(_ signal: Int32) throws {
        let terminal = try startProbe()
        terminal.type("show web")
        try terminal.waitForCursor(0, 10)
        terminal.signal(signal)
        #expect(try terminal.end() == 3)
        #expect(terminal.screen.lines == ["> show web", "terminated \(signal)"])
        #expect(terminal.screen.modes.isEmpty)
    }

    @Test(arguments: ["abort", "exit"]) func aCrashRestoresTheTerminal(_ order: String) throws {
        let ordered = try Ordered()
        ordered.terminal.type("show web")
        try ordered.terminal.waitForCursor(0, 10)
        try ordered.order(order)
        #expect(try ordered.terminal.end() == (order == "exit" ? 7 : 128 + SIGABRT))
        #expect(ordered.terminal.screen.modes.isEmpty)
        #expect(!ordered.terminal.isRaw)
        #expect(ordered.terminal.screen.column == 0)
    }

    @Test(arguments: [SIGSEGV, SIGQUIT, SIGBUS, SIGXCPU, SIGUSR1])
    func aFaultRestoresTheTerminal(_ signal: Int32) throws {
        let terminal = try startProbe()
        terminal.signal(signal)
        #expect(try terminal.end() == 128 + signal)
        #expect(terminal.screen.modes.isEmpty && !terminal.isRaw)
    }

    @Test func messagesAppearAboveTheLine() throws {
        let ordered = try Ordered()
        let terminal = ordered.terminal
        terminal.type("a {\rshow 1" + Keys.left)
        try terminal.waitForCursor(1, 9)
        try ordered.order("job 1 is done")
        try terminal.waitForLines("job 1 is done", "> a {", ".   show 1")
        try terminal.waitForCursor(2, 9)
        terminal.type("2")
        try terminal.waitForRow(2, ".   show 21")
    }

    @Test func messagesScrollAFullScreen() throws {
        let ordered = try Ordered(columns: 30, rows: 3)
        let terminal = ordered.terminal
        terminal.type("one\rtwo")
        try terminal.waitForLines("> one", "<one>", "> two")
        try ordered.order("first\nsecond")
        try terminal.waitForLines("first", "second", "> two")
        #expect(terminal.screen.transcript == ["> one", "<one>", "first", "second", "> two"])
    }

    @Test func messagesAppearAtOnceWhileACommandRuns() throws {
        let ordered = try Ordered()
        let terminal = ordered.terminal
        terminal.type(":wait\r")
        try terminal.waitForLines("> :wait", "waiting")
        try ordered.order("job 2 is done")
        try terminal.waitForLines("> :wait", "waiting", "job 2 is done")
        try ordered.order("go")
        try terminal.waitForLines("> :wait", "waiting", "job 2 is done", "done", ">")
    }

    @Test func keepsWhatIsTypedAhead() throws {
        let ordered = try Ordered()
        let terminal = ordered.terminal
        terminal.type(":wait\r")
        try terminal.wait("cooked") { !$0.isRaw && $0.screen.lines.last == "waiting" }
        terminal.type("show 1\rshow 2")
        try terminal.wait("echoed") { $0.screen.lines.last == "show 2" }
        try ordered.order("go")
        try terminal.wait("both lines") { $0.screen.lines.last == "> show 2" && $0.screen.lines.contains("<show 1>") }
    }

    @Test func drawsAnewAtAnotherWidth() throws {
        let terminal = try startProbe(columns: 40)
        terminal.type("show one two three four five six")
        try terminal.waitForCursor(0, 34)
        for columns in [20, 13, 25, 60] {
            let pictures = terminal.screen.pictures
            terminal.resize(columns: columns, rows: 12)
            let text = "> show one two three four five six"
            let rows = stride(from: 0, to: text.count, by: columns).map { start in
                let row = text.dropFirst(start).prefix(columns)
                return String(row.last == " " ? row.dropLast() : row)
            }
            try terminal.wait("rows \(rows)") { $0.screen.lines == rows && $0.screen.pictures > pictures }
        }
        terminal.type("!\r")
        try terminal.waitForRow(1, "<show one two three four five six!>")
    }

    @Test func resizesWithTheCursorInABlock() throws {
        let terminal = try startProbe(columns: 40)
        terminal.type("one\ra {\rshow one two three four" + Keys.up + Keys.down + Keys.home)
        try terminal.waitForCursor(3, 2)
        let pictures = terminal.screen.pictures
        terminal.resize(columns: 18, rows: 12)
        try terminal.wait("drawn anew") { $0.screen.pictures > pictures }
        try terminal.waitForLines("> one", "<one>", "> a {", ".   show one two t", "hree four")
        try terminal.waitForCursor(3, 2)
        terminal.resize(columns: 50, rows: 8)
        try terminal.waitForLines("> one", "<one>", "> a {", ".   show one two three four")
    }

    /// The kernel knows what a process waits for: this one for its input, without end.
    @Test func isIdleWhileItWaits() throws {
        let terminal = try startProbe()
        terminal.type("show" + Keys.escape)
        try terminal.waitForCursor(0, 6)
        let path = "/proc/\(terminal.process)/syscall"
        try #require(FileManager.default.isReadableFile(atPath: path))
        try terminal.wait("polls without a time-out") { _ in
            let fields = (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: " ") ?? []
            // poll(fds, 2, -1) on x86-64; ppoll(fds, 2, NULL, …) on AArch64.
            return fields.count > 3 && fields[2] == "0x2"
                && (fields[0] == "7" && fields[3].hasSuffix("ffffffff") || fields[0] == "73" && fields[3] == "0x0")
        }
    }

    @Test func sendsOnePictureAKey() throws {
        let terminal = try startProbe()
        for (count, letter) in "show".enumerated() {
            terminal.type(String(letter))
            try terminal.waitForCursor(0, 3 + count)
        }
        // The prompt and four keys; a key is one write, which one read takes whole.
        #expect(terminal.screen.pictures == 5)
        #expect(terminal.chunks.count == 5)
    }

    @Test func pastesWithoutRunning() throws {
        let terminal = try startProbe()
        terminal.type(Keys.paste("show 1\r\nsh\u{1}ow\t2\n\n"))
        try terminal.waitForLines("> show 1", ". show    2")
        terminal.type("\r")
        try terminal.waitForRow(2, "<show 1⏎show⇥2>")
    }

    @Test func pastesAsOneStepOfUndo() throws {
        let terminal = try startProbe()
        terminal.type("ab" + Keys.paste("show 1\nshow 2"))
        try terminal.waitForLines("> abshow 1", ". show 2")
        terminal.type("\u{1F}")
        try terminal.waitForLines("> ab")
    }

    @Test func takesALargePaste() throws {
        let terminal = try startProbe()
        let line = String(repeating: "x", count: 99)
        terminal.type(Keys.paste(Array(repeating: line, count: 200).joined(separator: "\n")))
        try terminal.wait("the end shows") { $0.screen.lines.last == String(repeating: "x", count: 41) }
        terminal.type(Keys.control("C"))
        try terminal.wait("given up") { $0.screen.lines.last == ">" }
    }

    @Test func interruptsAPasteThatNeverEnds() throws {
        let terminal = try startProbe()
        terminal.type("\u{1B}[200~abc")
        terminal.signal(SIGINT)
        try terminal.waitForLines("> ^C", "interrupted", ">")
    }

    @Test func showsTheRightPromptWhileThereIsRoom() throws {
        let terminal = try startProbe(columns: 20, prompt: ">              12 ms", ["PROBE_RIGHT": "12 ms"])
        try terminal.waitForStyled(0, "{32:> }             {2:12 ms}")
        terminal.type("show 1234567")
        try terminal.waitForStyled(0, "{32:> }{1;32:show} {35:1234567} {2:12 ms}")
        terminal.type("8")
        try terminal.waitForRow(0, "> show 12345678")
        terminal.type("\r")
        try terminal.waitForRow(1, "<show 12345678>")
    }
}
