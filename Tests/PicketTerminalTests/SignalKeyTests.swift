import Foundation
import TerminalHarness
import Testing

@testable import PicketTerminal

/// The keys that make signals, while a line is edited.
@Suite struct SignalKeyTests {
    private static let keys = SignalKeys(interrupt: 0x03, stop: 0x1A, quit: 0x1C)

    @Test func aKeyDropsWhatWasTypedBeforeIt() {
        var decoder = KeyDecoder()
        #expect(decoder.feed(Array("ab\u{3}c\u{3}d".utf8), Self.keys) == [.interrupt, .interrupt])
        #expect(decoder.next() == .scalar(0x64) && decoder.next() == .none)
        #expect(decoder.feed(Array("e\u{1A}fg\r".utf8), Self.keys) == [.stop])
        #expect(decoder.next() == .none)
        #expect(decoder.feed(Array("\u{1C}".utf8), Self.keys) == [.quit])
    }

    @Test func aKeyThatTheTerminalDoesNotHaveIsContent() {
        var decoder = KeyDecoder()
        #expect(decoder.feed([0x03, 0x1A, 0x00], SignalKeys(interrupt: 0x07)).isEmpty)
        #expect(decoder.feed([0x03]).isEmpty)
        #expect(decoder.feed([0x07], SignalKeys(interrupt: 0x07)) == [.interrupt])
    }

    /// The marks of a paste may come in pieces.
    @Test func inAPasteKeysAreContent() {
        let bytes = Array("a\u{1B}\u{1B}[200~b\u{3}\u{1A}\u{1C}\u{1B}[20\u{3}\u{1B}[201~c".utf8)
        for cut in 0...bytes.count {
            var decoder = KeyDecoder()
            let found = decoder.feed(Array(bytes[..<cut]), Self.keys) + decoder.feed(Array(bytes[cut...]), Self.keys)
            #expect(found.isEmpty, "\(cut)")
            #expect(decoder.feed([0x03], Self.keys) == [.interrupt], "\(cut)")
        }
    }

    // MARK: At a terminal

    @Test(arguments: ["C", "Z", "\\"]) func nothingOfAPasteRunsByItself(_ letter: Character) throws {
        let terminal = try startProbe()
        terminal.type(Keys.paste("show \"a\(Keys.control(letter))show 1\rshow 2 "))
        try terminal.waitForLines("> show \"ashow 1", ". show 2")
        terminal.type("x\"\r")
        try terminal.waitForRow(2, "<show \"ashow 1⏎show 2 x\">")
    }

    @Test func aPasteInPiecesStaysOne() throws {
        let terminal = try startProbe()
        terminal.type("x")
        try terminal.waitForRow(0, "> x")
        let paste = Keys.paste("one\u{3}two\r\u{1A}three")
        for byte in Array(paste.utf8) { terminal.send([byte]) }
        try terminal.waitForLines("> xonetwo", ". three")
        terminal.type(Keys.control("C"))
        try terminal.waitForLines("> xonetwo", ". three^C", "interrupted", ">")
    }

    @Test(arguments: ["C", "Z", "\\"]) func aPasteIntoAHiddenQuestionIsThePassword(_ letter: Character) throws {
        let terminal = try startProbe()
        terminal.type(":secret\r")
        try terminal.wait("the question") { $0.screen.lines.last == "password:" }
        terminal.type(Keys.paste("hun\(Keys.control(letter))ter"))
        try terminal.wait("the dots") { $0.screen.lines.last == "password: ••••••" }
        terminal.type("\r")
        try terminal.wait("the password") { $0.screen.lines.contains("secret line(\"hunter\")") }
    }

    /// As from the terminal's driver, a key drops what was typed and is not read yet.
    @Test func whatWasTypedBeforeControlCDoesNotRun() throws {
        let terminal = try startProbe()
        terminal.type("show 1\r" + Keys.control("C") + "show 2\r")
        try terminal.wait("the line after it") { $0.screen.transcript.contains("<show 2>") }
        #expect(terminal.screen.transcript.contains("interrupted"))
        #expect(!terminal.screen.transcript.contains("<show 1>"), "\(terminal.dump)")
    }

    @Test func theTerminalsOwnSettingsNameTheKeys() throws {
        let terminal = try Terminal(
            "/bin/sh", ["-c", "stty intr ^O quit undef; exec '\(probePath)'"], environment: standardEnvironment)
        try terminal.wait("ready") { $0.isRaw && $0.screen.lines.last == ">" }
        terminal.type("a" + Keys.control("C") + Keys.control("\\") + "b")
        try terminal.waitForRow(0, "> ab")
        terminal.type(Keys.control("O"))
        try terminal.waitForLines("> ab^C", "interrupted", ">")
        terminal.type(":wait\r")
        try terminal.wait("cooked") { !$0.isRaw && $0.screen.lines.last == "waiting" }
        terminal.type(Keys.control("O"))
        try terminal.wait("the signal") { $0.screen.lines.contains("signal 2") }
    }

    /// The whole process group stops, and all of it goes on, as with the driver.
    @Test func controlZStopsTheProcessGroup() throws {
        let folder = try TemporaryFolder()
        let (path, beside) = ("\(folder.path)/pid", folder.fifo("beside"))
        let group = try folder.file("group", "read -r x < '\(beside)' & echo $! > '\(path)'\nexec '\(probePath)'\n")
        let script = "set -m; sh '\(group)'; echo stopped; read -r line; fg > /dev/null"
        let terminal = try Terminal("/bin/sh", ["-c", script], environment: standardEnvironment)
        try terminal.wait("ready") { $0.isRaw && $0.screen.lines.last == ">" }
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let other = try #require(Int32(text.split(separator: "\n").first ?? ""))
        defer { kill(other, SIGKILL) }
        let isStopped = { () -> Bool in
            let status = (try? String(contentsOfFile: "/proc/\(other)/stat", encoding: .utf8)) ?? ""
            return status.split(separator: ")").last?.split(separator: " ").first == "T"
        }
        terminal.type(Keys.control("Z"))
        try terminal.wait("stopped") { $0.screen.lines.last?.hasSuffix("stopped") == true && isStopped() }
        terminal.type("\n")
        try terminal.wait("goes on") { $0.isRaw && $0.screen.lines.last == ">" && !isStopped() }
    }
}
