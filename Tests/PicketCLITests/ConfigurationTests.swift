import Foundation
import Synchronization
import Testing

/// The configuration file, the environment, and files that hold secrets.
@Suite struct ConfigurationTests {
    /// A folder for one test, with a configuration in it.
    private final class Home {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-home-\(UUID().uuidString)")

        init(_ configuration: String?) throws {
            let place = folder.appending(path: "picket")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            if let configuration {
                try Data(configuration.utf8).write(to: place.appending(path: "config.toml"))
            }
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func file(_ name: String, _ text: String, mode: Int) -> String {
            let path = folder.appending(path: name).path()
            _ = FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
            return path
        }

        func picket(_ arguments: [String], _ environment: [String: String] = [:]) throws -> PicketProcess {
            try PicketProcess.run(
                arguments, environment: environment.merging(["XDG_CONFIG_HOME": folder.path()]) { $1 })
        }
    }

    @Test(arguments: [
        ("[[[", "line 1 does not name a section"), ("[defaults]\n[\n", "line 2 does not name a section"),
        ("a = {\n", "not TOML"),
        ("[defaults]\nfrob = 1\n", "has no key `frob`"), ("[defaults]\nretries = \"3\"\n", "is a whole number"),
        ("[defaults]\npassword = \"x\"\n", "`password_env` or `password_file`"),
        ("[profile.a]\ntoken = \"x\"\n", "`token_env` or `token_file`"),
        ("history = 1\n", "`history` is true or false"),
        ("[defaults]\nhistory = \"no\"\n", "`history` of [defaults] is true or false"),
        ("[defaults]\ntimeout = \"soon\"\n", "takes a duration"), ("[profile]\na = 1\n", "[profile.a] is a table"),
        ("[defaults]\nproxy = \"nonsense://\"\nplatform = \"http://h\"\n", "the proxy `nonsense://`"),
    ])
    func aWrongConfigurationIsRefused(_ text: String, _ problem: String) throws {
        let run = try Home(text).picket(["run", "-c", "ping"])
        #expect(run.status == 2)
        #expect(run.errors.contains(problem), "\(run.errors)")
    }

    @Test func aConfigurationThatCannotBeReadIsNoneThatIsAbsent() throws {
        let home = try Home(nil)
        let path = home.folder.appending(path: "picket/config.toml")
        try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
        let run = try home.picket(["run", "-c", "print 1"])
        #expect(run.status == 2)
        #expect(run.errors.contains("it is a folder"), "\(run.errors)")
    }

    @Test(arguments: [
        ("PICKET_INSECURE", "oui"), ("PICKET_RETRIES", "often"), ("PICKET_RETRIES", "101"), ("PICKET_SEED", "x"),
        ("PICKET_TIMEOUT", "soon"), ("PICKET_RATE", "fast"), ("PICKET_VERBOSE", "2"), ("PICKET_HISTORY", "perhaps"),
        ("PICKET_DRY_RUN", "x"),
    ])
    func aWrongVariableIsRefused(_ name: String, _ value: String) throws {
        let run = try Home(nil).picket(["run", "-c", "print 1"], [name: value])
        #expect(run.status == 2, "\(run.output)")
        #expect(run.errors.contains(value), "\(run.errors)")
    }

    @Test func anEmptyVariableSaysNothing() throws {
        let run = try Home(nil).picket(
            ["run", "-c", "print 1"], ["PICKET_PLATFORM": "", "PICKET_TIMEOUT": "", "PICKET_INSECURE": ""])
        #expect(run.output == "1\n", "\(run.errors)")
    }

    @Test(arguments: ["--password-file", "--token-file"])
    func aSecretThatOthersMayReadIsRefused(_ option: String) throws {
        let home = try Home(nil)
        let path = home.file("secret", "hush\n", mode: 0o644)
        let arguments = ["run", "-c", "ping", "--platform", "http://127.0.0.1:1", "--user", "u", option, path]
        let open = try home.picket(arguments)
        #expect(open.status == 2)
        let mending = "chmod 600 \(path)"
        #expect(open.errors.contains("`\(mending)`"), "\(open.errors)")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let closed = try home.picket(arguments + ["--retries", "0"])
        #expect(closed.status == 3, "\(closed.errors)")
    }

    @Test func aProfileSaysHowLongARequestMayTakeAndHowOftenItIsTried() throws {
        let home = try Home("[profile.p]\nurl = \"http://127.0.0.1:1\"\nretries = 0\ndeadline = \"1h\"\n")
        let run = try home.picket(["run", "-v", "--platform", "p", "-c", "ping"])
        #expect(run.status == 3)
        #expect(!run.errors.contains("sending again"), "\(run.errors)")
        let again = try home.picket(["run", "-v", "--platform", "p", "-c", "ping"], ["PICKET_RETRIES": "1"])
        #expect(again.errors.contains("sending again"), "\(again.errors)")
    }

    @Test func aDryRunKeepsNoJournal() throws {
        let run = try Home(nil).picket(["run", "--dry-run", "--journal", "/nonexistent/j", "-c", "ping"])
        #expect(run.status == 2)
        #expect(run.errors.contains("leave out --journal"), "\(run.errors)")
    }

    @Test func aRunThatCannotBeginLeavesNoJournal() throws {
        let home = try Home(nil)
        let journal = home.folder.appending(path: "journal").path()
        let run = try home.picket(
            ["run", "--platform", "http://h", "--user", "u", "--journal", journal, "-c", "ping"])
        #expect(run.status == 2, "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: journal))
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")), arguments: ["--curl", "--report-jsonl"])
    func aFileThatIsNotCompleteIsNoSuccess(_ option: String) throws {
        let run = try Home(nil).picket(["run", "--platform", "local", option, "/dev/full", "-c", "ping"])
        #expect(run.status == 1, "\(run.errors)")
        let warning = "picket: warning: cannot write `/dev/full`: no space left on device, so it will not be complete"
        // It is told once, and when it happens.
        #expect(run.errors.split(separator: "\n").map(String.init).count { $0 == warning } == 1, "\(run.errors)")
        #expect(run.errors.contains("`/dev/full` is not complete"), "\(run.errors)")
    }

    /// What the user's environment holds is not the embedded platform's affair.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/environ")))
    func aChildGetsNoSecret() async throws {
        let seen = Mutex("")
        let ended = try await RunningPicket.run(
            ["run", "--platform", "local", "-c", "print $(len(env(PG_PASSWORD)))\nsleep 1h"],
            onStart: { run in
                Thread.detachNewThread {
                    while true {
                        let children = Self.text("/proc/\(run.identifier)/task/\(run.identifier)/children")
                        guard let child = children.split(separator: " ").first else { continue }
                        let command = Self.text("/proc/\(child)/cmdline")
                        guard command.contains("--embedded") else { continue }
                        seen.withLock { $0 = command + Self.text("/proc/\(child)/environ") }
                        return run.kill()
                    }
                }
            })
        #expect(ended.status == SIGKILL)
        let text = seen.withLock { $0 }
        #expect(text.contains("PATH=") && !text.contains("secret"), "\(text)")
    }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}
