import Foundation
import TerminalHarness
import Testing

/// How a session at a terminal ends, what a broken block leaves, and where the history stays.
@Suite struct PromptEndTests {
    private static let slowly = "defer { for i in 1..8 { sleep 20ms; print \"deferred $i\" } }; print started; sleep 1h"

    /// The terminal closes under a shell: the signal comes twice, and TERM besides.
    @Test(arguments: [SIGHUP, SIGTERM]) func signalsThatComeAgainCutNoDeferredBlock(_ signal: Int32) throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type(Self.slowly + "\r")
        try prompt.see("started")
        for row in ["deferred 1", "deferred 3", "deferred 5"] {
            prompt.terminal.signal(signal)
            try prompt.see(row)
        }
        prompt.terminal.signal(SIGTERM)
        #expect(try prompt.terminal.end() == 128 + signal)
        #expect(prompt.terminal.screen.transcript.contains("deferred 8"))
    }

    @Test func aJobEndsItsDeferredBlocksAfterTwoSignals() throws {
        let prompt = try PromptTerminal()
        try prompt.run(":job " + Self.slowly)
        try prompt.seeJob("[1] started")
        try prompt.ready()
        prompt.terminal.signal(SIGHUP)
        try prompt.seeJob("[1] deferred 1")
        prompt.terminal.signal(SIGHUP)
        try prompt.seeJob("[1] deferred 3")
        prompt.terminal.signal(SIGINT)
        #expect(try prompt.terminal.end() == 129)
        #expect(prompt.jobRows.contains("[1] deferred 8"))
    }

    @Test func onlyASecondControlCCutsAfterASignal() throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type("defer { print deferred; sleep 1h }; print started; sleep 1h\r")
        try prompt.see("started")
        prompt.terminal.signal(SIGTERM)
        try prompt.see("deferred")
        // Two that wait at once would be one signal.
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.seePart("^C")
        try prompt.wait("the handled signal") { !$0.isPending(SIGINT) }
        prompt.terminal.type(PromptTerminal.controlC)
        #expect(try prompt.terminal.end() == 143)
    }

    @Test func aDefOverTwoLinesGoesOnAtThePrompt() throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type("def wipe(name,\rother) {\rprint \"executed $name\"\r}\rprint after\r")
        try prompt.see("after")
        try prompt.ready()
        #expect(!prompt.terminal.screen.transcript.contains { $0.hasPrefix("executed") || $0.hasPrefix("error") })
    }

    @Test func whatIsPastedBehindABrokenBlockIsDropped() throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type("if false {\rlet = 1\rprint executed\r}\rprint after\r")
        try prompt.seePart("error[")
        try prompt.ready()
        prompt.terminal.type("print later\r")
        try prompt.see("later")
        #expect(!prompt.terminal.screen.transcript.contains("executed"))
    }

    @Test(arguments: [
        ("history = false\n", ""), ("[defaults]\nhistory = false\n", ""), ("", "0"), ("history = true\n", "no"),
    ])
    func aHistoryThatIsNotWantedIsNotKept(_ configuration: String, _ variable: String) throws {
        let prompt = try PromptTerminal(configuration: configuration, environment: ["PICKET_HISTORY": variable])
        try prompt.run("print kept")
        prompt.terminal.type(PromptTerminal.up)
        try prompt.see("\(PromptTerminal.local) print kept")
        #expect(!FileManager.default.fileExists(atPath: prompt.historyPath))
    }
}
