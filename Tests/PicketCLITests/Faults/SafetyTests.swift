import Foundation
import Testing

/// What the program does with a wrong password, and with a journal on the local platform.
@Suite(.serialized) struct SafetyTests {
    private func write(_ scripts: [String: String], in folder: URL) throws {
        for (name, text) in scripts {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
    }

    private func logins(_ platform: LocalPlatform) throws -> Int {
        try platform.log.count { $0.contains("user-token") }
    }

    /// One refused login ends all scripts of a run and all files of a test run, with 3.
    @Test(arguments: [["run", "--continue-on-error"], ["test", "--jobs", "2"], ["test"]])
    func oneRefusedLoginEndsAllFiles(command: [String]) async throws {
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        let script = "test \"it is there\" { try { show web } catch { } }\n"
        try write(["a.picket": script, "b.picket": script, "c.picket": script], in: platform.folder)
        let password = platform.folder.appending(path: "wrong").path()
        try Data("not the password\n".utf8).write(to: URL(fileURLWithPath: password))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: password)
        let junit = platform.folder.appending(path: "junit.xml").path()
        let files = ["a", "b", "c"].map { platform.folder.appending(path: "\($0).picket").path() }
        let ended = try await RunningPicket.run(
            command + files + [
                "--platform", "https://127.0.0.1:\(platform.port)", "--cacert", platform.certificateFile, "--user",
                platform.user, "--password-file", password, "--report-junit", junit,
            ])
        #expect(ended.status == 3, "\(ended.errors)")
        #expect(ended.errors.contains("login-failed"), "\(ended.errors)")
        #expect(try logins(platform) == 1)
        guard command[0] == "test" else { return }
        let report = try String(contentsOfFile: junit, encoding: .utf8)
        for name in ["a", "b", "c"] { #expect(report.contains("\(name).picket"), "\(name) is missing in the report") }
    }

    private func run(_ arguments: [String], in folder: URL) throws -> PicketProcess {
        try PicketProcess.run(["run", "add.picket", "--platform", "local"] + arguments, in: folder)
    }

    private static let add = "add web host=h port=1 user=u password=pppp\nadd api host=h port=1 user=u password=pppp\n"

    @Test func aLocalPlatformWithoutAStoreSaysThatItsRunCannotBeResumed() throws {
        try inFolder { folder in
            try write(["add.picket": Self.add], in: folder)
            let first = try run(["--journal", "j"], in: folder)
            #expect(first.status == 0, "\(first.errors)")
            #expect(first.errors.contains("cannot be resumed"))
            let resumed = try run(["--resume", "j"], in: folder)
            #expect(resumed.status == 2, "\(resumed.errors)")
            #expect(resumed.errors.contains("`j` cannot be resumed"))
        }
    }

    /// The port of a local platform is another one in each run: the journal goes by its store.
    @Test func aRunOnAStoreIsResumedOnThatStoreOnly() throws {
        try inFolder { folder in
            try write(["add.picket": Self.add], in: folder)
            #expect(try run(["--store", "s.sqlite", "--journal", "j"], in: folder).status == 0)
            let same = try run(["--store", "./s.sqlite", "--resume", "j"], in: folder)
            #expect(same.status == 0, "\(same.errors)")
            let other = try run(["--store", "t.sqlite", "--resume", "j"], in: folder)
            #expect(other.status == 2, "\(other.errors)")
            #expect(other.errors.contains("it ran on `local "), "\(other.errors)")
        }
    }

    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-safety-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    /// At the prompt, too, a missing response is no status.
    @Test func anExpectedStatusAtThePromptShowsWhyThereIsNoResponse() throws {
        let run = try PicketProcess.run(
            ["repl", "--platform", "http://127.0.0.1:1", "--retries", "0"],
            input: "ping; expect status 200\ndef probe() { ping; expect status in [200, 503] }\nprobe\n")
        let shown = run.output + run.errors
        #expect(shown.contains("refused"), "\(shown)")
        #expect(!shown.contains("expectation-failed"), "\(shown)")
    }
}
