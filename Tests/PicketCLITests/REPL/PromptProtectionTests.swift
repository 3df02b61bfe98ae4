import Foundation
import TerminalHarness
import Testing

/// Writes on protected platforms are asked about, whatever way leads there, and nothing but an answer answers.
@Suite struct PromptProtectionTests {
    private static let url = "https://127.0.0.1:1"
    /// `another` sorts before `production`, and is the same place.
    private static let configuration = """
        [profile.another]
        url = "\(url)/"
        user = "ops"
        password_file = "PASSWORD"
        [profile.elsewhere]
        url = "https://127.0.0.1:2"
        [profile.production]
        url = "\(url)"
        user = "ops"
        password_file = "PASSWORD"
        protected = true
        """
    private static let production = "ops@production (protected)>"
    private static let question = "production is protected. Go on with `delete`? [y/N]"

    /// Where nobody listens: what is let through is refused by the system.
    private func prompt(_ arguments: [String] = ["--platform", "production"]) throws -> PromptTerminal {
        let folder = try PromptTerminal.makeFolder()
        let password = folder.appending(path: "password").path()
        _ = FileManager.default.createFile(
            atPath: password, contents: Data("correct horse".utf8), attributes: [.posixPermissions: 0o600])
        return try PromptTerminal(
            arguments, configuration: Self.configuration.replacing("PASSWORD", with: password), in: folder)
    }

    private func isAsked(_ prompt: PromptTerminal, _ text: String, _ question: String) throws {
        let count = prompt.terminal.screen.transcript.count { $0 == question }
        prompt.terminal.type(text + "\r")
        try prompt.wait("the question after `\(text)`") { $0.screen.transcript.count { $0 == question } > count }
        prompt.terminal.type("\r")
    }

    @Test func theQuestionSaysHowManyWait() throws {
        let prompt = try prompt()
        defer { try? FileManager.default.removeItem(at: prompt.folder) }
        try prompt.ready(Self.production)
        prompt.terminal.type("for n in [\"a\", \"b\", \"c\"] parallel 3 { delete $n }\r")
        try prompt.seePart("3 writes wait for an answer")
        try prompt.wait("the question") { $0.screen.lines.last == Self.question }
        // Blanks around the answer change nothing.
        prompt.terminal.type(" all \r")
        try prompt.seePart("refused the connection")
        try prompt.ready(Self.production)
        #expect(prompt.terminal.screen.transcript.count { $0.hasPrefix(Self.question) } == 1)
        for yes in ["yes ", " Y"] {
            prompt.terminal.type("delete web\r")
            try prompt.wait("the question") { $0.screen.lines.last == Self.question }
            let count = prompt.terminal.screen.transcript.count { $0.contains("refused the connection") }
            prompt.terminal.type(yes + "\r")
            try prompt.wait("the sending") { terminal in
                terminal.screen.transcript.count { $0.contains("refused the connection") } > count
            }
            try prompt.ready(Self.production)
        }
    }

    // MARK: What is protected

    @Test func anotherProfileOfThePlaceHasItsOwnNameAndTheProtection() throws {
        let prompt = try prompt()
        defer { try? FileManager.default.removeItem(at: prompt.folder) }
        try prompt.ready(Self.production)
        let other = "ops@another (protected)>"
        try prompt.run("print 1", then: Self.production)
        prompt.terminal.type("use another\r")
        try prompt.ready(other)
        try isAsked(prompt, "delete web", "another is protected. Go on with `delete`? [y/N]")
        try prompt.see("nothing sent")
        try prompt.ready(other)
        try prompt.seePart(
            "delete: DELETE https://127.0.0.1:1/ds-api/pool/pg-instances/web, the platform of the profile")
    }

    @Test func aPasswordFileThatIsRotatedChangesNothing() throws {
        let prompt = try prompt()
        defer { try? FileManager.default.removeItem(at: prompt.folder) }
        let path = prompt.folder.appending(path: "password").path()
        try prompt.ready(Self.production)
        try Data("battery staple".utf8).write(to: URL(fileURLWithPath: path))
        try prompt.run("print 1", then: Self.production)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        try prompt.run("print 2", then: Self.production)
        try FileManager.default.removeItem(atPath: path)
        try prompt.run("print 3", then: Self.production)
        try isAsked(prompt, "delete web", Self.question)
        try prompt.ready(Self.production)
    }

    @Test(arguments: [
        "https://127.0.0.1:1", "https://127.0.0.1:1/", "https://127.0.0.1:1/ds-api", "HTTPS://127.1:1//",
        "https://[::ffff:127.0.0.1]:1", "https://localhost:1", "https://0.0.0.0:1", "https://[::1]:1", "https://[::]:1",
        "https://127.0.0.1:1/a/../", "https://127.0.0.1:1/%64s-api",
    ])
    func aURLOfThePlaceIsProtected(_ url: String) throws {
        let prompt = try prompt(["--platform", "elsewhere"])
        defer { try? FileManager.default.removeItem(at: prompt.folder) }
        try prompt.ready("elsewhere>")
        prompt.terminal.type("use '\(url)'; delete web\r")
        try prompt.wait("the question") { $0.screen.lines.last?.hasSuffix("[y/N]") == true }
        prompt.terminal.type("n\r")
        try prompt.see("nothing sent")
        try prompt.wait("the protected prompt") { $0.screen.lines.last?.hasSuffix(" (protected)>") == true }
    }

    @Test func aFileAWatchAndAJobAreAskedForToo() throws {
        let prompt = try prompt(["--platform", "elsewhere"])
        defer { try? FileManager.default.removeItem(at: prompt.folder) }
        let path = prompt.folder.appending(path: "sweep.picket").path()
        try "def sweep() { use '\(Self.url)'; delete web }\nsweep\n".write(
            toFile: path, atomically: true, encoding: .utf8)
        try prompt.ready("elsewhere>")
        try isAsked(prompt, ":source \(path)", "127.0.0.1:1 is protected. Go on with `delete`? [y/N]")
        let unnamed = "127.0.0.1:1 (protected)>"
        try prompt.ready(unnamed)
        try isAsked(prompt, ":watch 1h delete web", "127.0.0.1:1 is protected. Go on with `delete`? [y/N]")
        try prompt.ready(unnamed)
        try isAsked(prompt, ":job delete web", "127.0.0.1:1 is protected. Go on with `delete`? [y/N]")
        try prompt.ready(unnamed)
        prompt.terminal.type("use elsewhere\r")
        try prompt.ready("elsewhere>")
        prompt.terminal.type(":job use '\(Self.url)'; delete web\r")
        try prompt.seePart("a job cannot ask")
        try prompt.wait("the failure") { PromptTerminal.jobRows($0).contains { $0.hasPrefix("[1] failed") } }
    }

    @Test func withoutAPersonAWriteIsRefused() throws {
        let prompt = try prompt()
        defer { try? FileManager.default.removeItem(at: prompt.folder) }
        let run = try PicketProcess.run(
            ["repl", "--platform", "another"], input: "delete web\n:job delete web\nprint after\n",
            environment: ["XDG_CONFIG_HOME": prompt.folder.appending(path: "config").path()])
        #expect(run.output.split(separator: "\n").count { $0.contains("there is nobody to ask") } == 2, "\(run.output)")
        #expect(run.output.contains("after\n") && !run.output.contains("refused the connection"), "\(run.output)")
    }

    // MARK: What answers

    @Test func whatWasTypedAheadIsNoAnswer() throws {
        let prompt = try prompt()
        defer { try? FileManager.default.removeItem(at: prompt.folder) }
        try prompt.ready(Self.production)
        // As a paste without brackets: the answer is there before the question.
        prompt.terminal.type("delete web\ry\ryes\rall\rdelete crm\ry")
        try prompt.wait("the empty question") { $0.isRaw && $0.screen.lines.last == Self.question }
        prompt.terminal.type("\r")
        try prompt.see("nothing sent")
        try prompt.ready(Self.production)
        #expect(!prompt.terminal.screen.transcript.contains { $0.contains("refused the connection") })
    }

    @Test func theHistoryAndCompletionStayOutOfAQuestion() throws {
        let prompt = try prompt()
        defer { try? FileManager.default.removeItem(at: prompt.folder) }
        try prompt.run("print yes", then: Self.production)
        prompt.terminal.type("delete web\r")
        try prompt.wait("the question") { $0.isRaw && $0.screen.lines.last == Self.question }
        for key in [PromptTerminal.up, PromptTerminal.tab] {
            let bells = prompt.terminal.screen.bells
            prompt.terminal.type(key)
            try prompt.wait("a bell") { $0.screen.bells > bells && $0.screen.lines.last == Self.question }
        }
        prompt.terminal.type("n\r")
        try prompt.ready(Self.production)
        #expect(!prompt.history.contains(" n\n"))
    }

    @Test(arguments: [PromptTerminal.controlC, PromptTerminal.controlD, "\r", "maybe\r"])
    func whateverElseIsANo(_ keys: String) throws {
        let prompt = try prompt()
        defer { try? FileManager.default.removeItem(at: prompt.folder) }
        try prompt.ready(Self.production)
        prompt.terminal.type("try { delete web } catch { print caught }; print after\r")
        try prompt.wait("the question") { $0.isRaw && $0.screen.lines.last == Self.question }
        prompt.terminal.type(keys)
        try prompt.see("nothing sent")
        try prompt.ready(Self.production)
        #expect(!prompt.terminal.screen.transcript.contains { ["caught", "after"].contains($0) })
    }

    @Test(arguments: [SIGTERM, SIGHUP]) func aSignalInAQuestionIsANoAndEndsTheSession(_ signal: Int32) throws {
        let prompt = try prompt()
        defer { try? FileManager.default.removeItem(at: prompt.folder) }
        try prompt.ready(Self.production)
        prompt.terminal.type("defer print deferred; delete web\r")
        try prompt.wait("the question") { $0.isRaw && $0.screen.lines.last == Self.question }
        prompt.terminal.signal(signal)
        #expect(try prompt.terminal.end() == 128 + signal)
        let rows = prompt.terminal.screen.transcript
        #expect(rows.contains("nothing sent") && rows.contains("deferred"), "\(rows)")
    }

    /// `all` is an answer about the platform of the question.
    @Test func allAnswersForOnePlatform() throws {
        let prompt = try PromptTerminal(
            ["--platform", "first"],
            configuration: """
                [profile.first]
                url = "https://127.0.0.1:1"
                protected = true
                [profile.second]
                url = "https://127.0.0.1:2"
                protected = true
                """)
        try prompt.ready("first (protected)>")
        let write = "try { request DELETE /x auth=none } catch { }"
        prompt.terminal.type("\(write); \(write); use second; \(write)\r")
        try prompt.wait("the first question") {
            $0.isRaw && $0.screen.lines.last == "first is protected. Go on with `request`? [y/N]"
        }
        try prompt.seePart("(`all` answers for the rest of the line on this platform)")
        prompt.terminal.type("all\r")
        try prompt.wait("the second question") {
            $0.isRaw && $0.screen.lines.last == "second is protected. Go on with `request`? [y/N]"
        }
        prompt.terminal.type("n\r")
        try prompt.see("not sent; 2 writes of this line were sent before")
    }

    // MARK: What is asked

    @Test func eachWriteIsAskedForUntilAllIsSaidAndNoReadIs() async throws {
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        try Self.walk(platform)
        let log = try platform.log
        #expect(log.filter { $0.contains("DELETE") }.count == 5, "\(log)")
        #expect(log.filter { $0.contains("PATCH") }.count == 1, "\(log)")
    }

    private static func walk(_ platform: LocalPlatform) throws {
        let prompt = try PromptTerminal(["--platform", "live"], configuration: platform.protectedProfile)
        let live = "\(platform.user)@live (protected)>"
        try prompt.run("ping; token; request GET /ds-api/user-token?token=x", then: live)
        try prompt.run("for i in [1] { request GET /local-platform/connections }", then: live)
        #expect(!prompt.terminal.screen.transcript.contains { $0.contains("[y/N]") })
        func answer(_ name: String, _ method: String, _ text: String) throws {
            try prompt.seePart("\(method) https://127.0.0.1:\(platform.port)/ds-api/pool/pg-instances/\(name)")
            try prompt.wait("the question") { $0.isRaw && $0.screen.lines.last?.hasSuffix("[y/N]") == true }
            prompt.terminal.type(text + "\r")
        }
        prompt.terminal.type("for i in 1..4 { remove \"gone-$i\" }\r")
        try answer("gone-1", "DELETE", "y")
        try answer("gone-2", "DELETE", "all")
        try prompt.ready(live)
        #expect(prompt.terminal.screen.transcript.count { $0.hasSuffix("[y/N] y") || $0.hasSuffix("[y/N] all") } == 2)
        prompt.terminal.type("add kept host=h port=1 user=u password=hunter22\r")
        try answer("kept", "POST", "yes")
        try prompt.seePart("201 Created")
        try prompt.run("ensure kept host=h port=1 user=u", then: live)
        try prompt.seePart("unchanged")
        prompt.terminal.type("disable kept; remove lost; remove another\r")
        try answer("kept", "PATCH", "y")
        try answer("lost", "DELETE", "y")
        try answer("another", "DELETE", "n")
        try prompt.see("not sent; 2 writes of this line were sent before")
        try prompt.ready(live)
    }
}
