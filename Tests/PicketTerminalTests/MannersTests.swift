import Foundation
import TerminalHarness
import Testing

@Suite struct MannersTests {
    @Test func noColorDropsColourAlone() throws {
        let terminal = try startProbe(["NO_COLOR": "1"])
        terminal.type("show \"a\" zz # c")
        try terminal.waitForStyled(0, "> {1:show} \"a\" zz {2:# c}")
        terminal.type(Keys.control("U") + "st\t")
        try terminal.waitForRow(1, "  start  starts")
    }

    @Test(arguments: ["dumb", "unknown"]) func aTeleprinterHasNoSequences(_ type: String) throws {
        let terminal = try startTeleprinter(["TERM": type])
        terminal.type("show wb" + Keys.control("B") + "e\r")
        try waitForPrompt(terminal, after: "<show web>")
        terminal.type("sh\t1\r")
        try waitForPrompt(terminal, after: "<show 1>")
        terminal.type("st\t")
        try terminal.wait("listed") {
            $0.screen.transcript.suffix(4) == ["> st", "  start  starts", "  stop   stops", "> st"]
        }
        terminal.type(Keys.control("C"))
        try waitForPrompt(terminal, after: "interrupted")
        terminal.type("a {\rb\r}\r")
        try waitForPrompt(terminal, after: "<a {⏎  b⏎}>")
        #expect(terminal.screen.modes.isEmpty)
    }

    private func waitForPrompt(_ terminal: Terminal, after row: String) throws {
        try terminal.wait("prompt after \(row)") {
            $0.isRaw && $0.screen.lines.last == ">" && $0.screen.transcript.contains(row)
        }
    }

    private func startTeleprinter(_ environment: [String: String]) throws -> Terminal {
        let terminal = try Terminal(probePath, environment: standardEnvironment.merging(environment) { $1 })
        try terminal.wait("ready") { $0.isRaw && $0.screen.lines.last == ">" }
        return terminal
    }

    @Test func messagesGoBetweenTheLinesOfATeleprinter() throws {
        let folder = try TemporaryFolder()
        let terminal = try startTeleprinter(["TERM": "dumb", "PROBE_ORDERS": folder.fifo("orders")])
        terminal.type("show we")
        try terminal.wait("typed") { $0.screen.lines.last == "> show we" }
        try folder.order("job 1 is done")
        try terminal.wait("shown") { $0.screen.lines == ["> show we", "job 1 is done", "> show we"] }
        terminal.type("b\r")
        try waitForPrompt(terminal, after: "<show web>")
    }

    @Test func understandsUTF8InThePlainLocale() throws {
        let terminal = try startProbe(["LC_ALL": "C"])
        terminal.type("héllo 界\r")
        try terminal.waitForLines("> héllo 界", "<héllo 界>", ">")
    }

    @Test func readsAPipeLineByLine() throws {
        let folder = try TemporaryFolder()
        let input = try folder.file("input", "show 1\nstart {\n  show 2\n}\nshow 3")
        let output = try run("exec '\(probePath)' < '\(input)'")
        #expect(output == "<show 1>\n<start {⏎  show 2⏎}>\n<show 3>\nend\n")
    }

    @Test func givesABlockThatAPipeCutsOff() throws {
        let folder = try TemporaryFolder()
        let input = try folder.file("input", "start {\n  show 2\n")
        #expect(try run("exec '\(probePath)' < '\(input)'") == "<start {⏎  show 2>\nend\n")
    }

    @Test func aPipeKeepsNoHistory() throws {
        let folder = try TemporaryFolder()
        let input = try folder.file("input", "show 1\n")
        _ = try run("PROBE_HISTORY='\(folder.path)/history' exec '\(probePath)' < '\(input)'")
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/history"))
    }

    private func run(_ script: String) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        process.environment = standardEnvironment
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    @Test func secretsShowAsDots() throws {
        let folder = try TemporaryFolder()
        let terminal = try startProbe(["PROBE_HISTORY": folder.path + "/history"])
        terminal.type(":secret\r")
        try terminal.wait("asked") { $0.isRaw && $0.screen.lines.last == "password:" && $0.screen.modes == [2004] }
        terminal.type("hü\u{7F}unteq" + Keys.backspace + Keys.paste("r2"))
        try terminal.waitForRow(1, "password: •••••••")
        terminal.type("\r")
        try terminal.waitForLines("> :secret", "password: •••••••", "secret line(\"hunter2\")", ">")
        terminal.type(Keys.up)
        try terminal.waitForRow(3, "> :secret")
        #expect(try !String(contentsOfFile: folder.path + "/history", encoding: .utf8).contains("hunter"))
    }

    @Test func controlCGivesUpASecret() throws {
        let terminal = try startProbe()
        terminal.type(":secret\r")
        try terminal.wait("asked") { $0.isRaw && $0.screen.lines.last == "password:" && $0.screen.modes == [2004] }
        terminal.type("abc")
        try terminal.waitForRow(1, "password: •••")
        terminal.type(Keys.control("C"))
        try terminal.waitForLines("> :secret", "password: •••", "secret interrupted", ">")
    }

    @Test func aTeleprinterHidesSecrets() throws {
        let terminal = try startTeleprinter(["TERM": "dumb"])
        terminal.type(":secret\r")
        try terminal.wait("asked") { $0.screen.lines.last == "password:" }
        terminal.type("hunter2\n")
        try terminal.wait("taken") { $0.screen.transcript.contains("secret line(\"hunter2\")") }
        #expect(!terminal.screen.transcript.joined().contains("password: h"))
    }

    @Test func whatCarriesASecretIsNotKept() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/history"
        let terminal = try startProbe(["PROBE_HISTORY": path])
        terminal.type("show 1\r show 2\radd password=x\rshow 1\r")
        try terminal.wait("four lines") { $0.screen.lines.filter { $0.hasPrefix("<") }.count == 4 }
        terminal.type(Keys.up)
        try terminal.waitForRow(8, "> show 1")
        let texts = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
            $0.drop { $0 != " " }
        }
        #expect(texts == [" show 1"])
    }

    @Test func twoSessionsShareAHistory() throws {
        let folder = try TemporaryFolder()
        let environment = ["PROBE_HISTORY": folder.path + "/state/history"]
        let (first, second) = (try startProbe(environment), try startProbe(environment))
        first.type("show 1\r")
        try waitForPrompt(first, after: "<show 1>")
        second.type("show 2\r")
        try second.waitForRow(1, "<show 2>")
        first.type("show 3\r")
        try waitForPrompt(first, after: "<show 3>")
        let third = try startProbe(environment)
        third.type(Keys.up + Keys.up)
        try third.waitForRow(0, "> show 2")
        third.type(Keys.up)
        try third.waitForRow(0, "> show 1")
    }

    @Test func saysOnceThatTheHistoryCannotBeKept() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("file", "") + "/history"
        let terminal = try startProbe(columns: 200, ["PROBE_HISTORY": path])
        terminal.type("show 1\rshow 2\r")
        try terminal.wait("both") { $0.screen.lines.last == ">" && $0.screen.lines.contains("<show 2>") }
        #expect(terminal.screen.lines.filter { $0.contains("cannot") && $0.contains(path) }.count == 1)
    }
}
