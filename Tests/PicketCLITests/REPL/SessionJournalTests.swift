import Foundation
import Schemas
import TerminalHarness
import Testing

/// What a session records of its writes, and how it tells it.
@Suite struct SessionJournalTests {
    private static func events(_ path: String) throws -> [String] {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        return lines.compactMap { $0.firstMatch(of: #/"event":"([a-z]+)"/#).map { String($0.1) } }
    }

    private static let lines = """
        add web host=h port=1 user=u password=hunter22
        show web
        update web port=2; disable web
        delete web
        delete web
        for i in 1..2 { request POST /local-platform/faults body={fault: delay, milliseconds: 600000, operation: add} }
        add late host=h port=1 user=u password=hunter22

        """

    @Test func aSessionRecordsItsWritesWhereItIsAsked() throws {
        let shop = try Workshop()
        try shop.write(Self.lines + ":journal\n:journal 1\n", to: "lines")
        let run = try PicketProcess.run(
            [
                "repl", "--platform", "local", "--journal", "j", "--curl", "c.sh", "--timeout", "300ms", "--retries",
                "0",
                "--settle-timeout", "100ms",
            ],
            in: shop.folder, input: try shop.text("lines"))
        #expect(shop.status("j").st_mode & 0o777 == 0o600)
        let events = try Self.events(shop.path("j"))
        #expect(events.first == "begin" && events.count { $0 == "send" } == 8, "\(events)")
        let text = try shop.text("j")
        #expect(!text.contains("hunter22") && text.contains(#""place":"<line 3>:1:20""#), "\(text)")
        #expect(text.contains(#""step":"@2"#) || text.contains(#""step":"@3"#), "\(text)")
        let rows = run.output.split(separator: "\n").filter { $0.contains(" UTC  line ") }
        let wanted = [
            "line 1  add      POST local/ds-api/pool/pg-instances/web  201, done",
            "line 3  update   PUT local/ds-api/pool/pg-instances/web  200, done",
            "line 3  disable  PATCH local/ds-api/pool/pg-instances/web/disable  200, done",
            "line 4  delete   DELETE local/ds-api/pool/pg-instances/web  200, done",
            "line 5  delete   DELETE local/ds-api/pool/pg-instances/web  404, nothing was done",
            "line 6  request  POST local/local-platform/faults  201, done",
            "line 6  request  POST local/local-platform/faults  201, done",
            "line 7  add      POST local/ds-api/pool/pg-instances/late  in doubt: whether it took "
                + "effect is not known",
        ]
        let shown = rows.map { row in
            String(row).replacing(#/^[0-9-]{10} [0-9:]{8} UTC  /#, with: "")
        }
        let last = wanted[7].replacing("add      ", with: "add  ")
        #expect(shown == wanted + [last], "\(run.output)\(run.errors)")
        let curl = try shop.text("c.sh")
        #expect(curl.contains("-X DELETE") && !curl.contains("hunter22"), "\(curl)")
    }

    @Test func aFileThatIsThereIsNotWritten() throws {
        let shop = try Workshop()
        try shop.write("mine\n", to: "j")
        let run = try PicketProcess.run(["repl", "--journal", "j"], in: shop.folder, input: "print 1\n")
        #expect(run.status == 2 && run.output == "", "\(run.output)")
        #expect(
            run.errors == "picket: `j` already exists, and a session's journal is a new file: name another one\n",
            "\(run.errors)")
        #expect(try shop.text("j") == "mine\n")
        let output = try PicketProcess.run(["repl", "--journal", "-"], in: shop.folder, input: "print 1\n")
        #expect(output.status == 2 && output.errors.contains("is not a file, so it cannot be a journal"))
    }

    @Test func withoutAJournalThereIsASentence() throws {
        let run = try PicketProcess.run(["repl"], input: ":journal\n:journal x\n")
        #expect(
            run.output == """
                error: no journal is kept: `picket repl --journal FILE` keeps one, and a protected platform begins one
                error: usage: :journal [COUNT]

                """)
    }

    @Test func nothingIsWrittenYet() throws {
        let shop = try Workshop()
        let run = try PicketProcess.run(
            ["repl", "--platform", "local", "--journal", "j"], in: shop.folder, input: "ping\n:journal\n")
        #expect(run.output.hasSuffix("`j` has no writes yet\n"), "\(run.output)\(run.errors)")
    }

    /// What cannot be recorded is not sent: the platform gets as many writes as the file has.
    @Test func whatCannotBeRecordedIsRefused() throws {
        let shop = try Workshop()
        let adds = (1...30).map { "add c_\($0) host=h port=1 user=u password=pppp\n" }.joined()
        try shop.write(adds, to: "lines")
        let run = try shop.run(
            "trap '' XFSZ; ulimit -f 8; \"$PICKET\" repl --platform local --journal j -v < lines")
        #expect(run.status == 1, "\(run.output)\(run.errors)")
        #expect(run.errors.contains("the journal `j` cannot be written"), "\(run.errors)")
        let advice = "free some space, and enter the line again; or begin another session with `--journal FILE`"
        #expect(run.errors.contains(advice), "\(run.errors)")
        let sent = run.errors.split(separator: "\n").count { $0.hasPrefix("> POST") && $0.contains("/c_") }
        let recorded = try Self.events(shop.path("j")).count { $0 == "send" }
        #expect(sent == recorded && (1..<30).contains(sent), "\(sent) \(recorded)")
    }

    // MARK: Protected platforms

    private static func configuration(_ platform: LocalPlatform) -> String {
        """
        \(platform.protectedProfile)
        [profile.elsewhere]
        url = "https://127.0.0.1:1"
        """
    }

    private static func journals(_ prompt: PromptTerminal) -> [String] {
        let folder = prompt.folder.appending(path: "state/picket").path()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".journal") }.sorted().map { folder + "/" + $0 }
    }

    private static func say(_ answer: String, _ prompt: PromptTerminal) throws {
        try prompt.wait("the question") { $0.isRaw && $0.screen.lines.last?.hasSuffix("[y/N]") == true }
        prompt.terminal.type(answer + "\r")
    }

    @Test func aProtectedProfileHasAJournalFromTheStart() async throws {
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        try Self.startProtected(platform)
    }

    private static func startProtected(_ platform: LocalPlatform) throws {
        let prompt = try PromptTerminal(["--platform", "live"], configuration: configuration(platform))
        let live = "\(platform.user)@live (protected)>"
        try prompt.ready(live)
        try prompt.seePart("every write is recorded in `")
        #expect(prompt.terminal.screen.transcript.joined().contains("`; `:journal` lists them"))
        let path = try #require(journals(prompt).first)
        #expect(path.contains(#/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}-[0-9]{2}-live\.journal$/#), "\(path)")
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        prompt.terminal.type("add web host=h port=1 user=u password=hunter22\r")
        try say("y", prompt)
        try prompt.seePart("201 Created")
        try prompt.ready(live)
        prompt.terminal.type("delete web\r")
        try say("n", prompt)
        try prompt.see("nothing sent")
        try prompt.run(":journal", then: live)
        try prompt.seePart("line 1  add  POST https://127.0.0.1:\(platform.port)")
        #expect(try events(path).filter { $0 == "send" }.count == 1)
        #expect(journals(prompt).count == 1)
        JournalSchema.expectGoodLines(path)
    }

    @Test func aJournalBeginsWhereAProtectedPlatformIsChosen() async throws {
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        try Self.choose(platform)
    }

    private static func choose(_ platform: LocalPlatform) throws {
        let prompt = try PromptTerminal(["--platform", "elsewhere"], configuration: configuration(platform))
        try prompt.run("print 1", then: "elsewhere>")
        #expect(journals(prompt) == [])
        // Within one line, too: before the write is asked for.
        prompt.terminal.type("use live; remove web; use elsewhere\r")
        try say("y", prompt)
        try prompt.ready("elsewhere>")
        try prompt.seePart("every write is recorded in `")
        let path = try #require(journals(prompt).first)
        #expect(try events(path) == ["begin", "send", "answer", "end"])
        let live = "\(platform.user)@live (protected)>"
        prompt.terminal.type(":use live\r")
        try prompt.ready(live)
        #expect(journals(prompt).count == 1)
        let other = try PromptTerminal(["--platform", "elsewhere"], in: prompt.folder)
        try other.ready("elsewhere>")
        other.terminal.type("use 'https://127.0.0.1:\(platform.port)'\r")
        try other.seePart("every write is recorded in `")
        #expect(journals(prompt).count == 2)
    }

    /// A state folder that cannot be made: it is told at once, and each write is refused with the reason.
    @Test func withoutAPlaceForAJournalWritesAreRefused() async throws {
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        try Self.refuse(platform)
        #expect(try !platform.log.contains { $0.contains("DELETE") })
    }

    private static func refuse(_ platform: LocalPlatform) throws {
        let folder = try PromptTerminal.makeFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("a file".utf8).write(to: folder.appending(path: "file"))
        let prompt = try PromptTerminal(
            ["--platform", "live"], configuration: configuration(platform),
            environment: ["XDG_STATE_HOME": folder.appending(path: "file").path()], in: folder)
        let live = "\(platform.user)@live (protected)>"
        try prompt.ready(live)
        try prompt.seePart("warning: the writes cannot be recorded: `")
        #expect(prompt.terminal.screen.transcript.joined().contains("` cannot be made: "))
        prompt.terminal.type("remove web\r")
        try prompt.seePart("error[journal-trouble]")
        try prompt.ready(live)
    }
}
