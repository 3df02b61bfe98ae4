import Foundation
import PicketSystem
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// C29, W25, W26, U22: files that hold a password or a token.
@Suite struct SecretFileTests {
    private func run(_ home: SettingsHome, _ path: String, option: String = "--password-file") throws -> (
        requests: [String], run: PicketProcess
    ) {
        let server = try LoginServer()
        let run = try home.picket(["run", "-c", "show a", "--platform", server.url, "--user", "u", option, path])
        return (server.requests, run)
    }

    /// One sentence for each broken file; nothing is sent.
    @Test(
        arguments: [
            ([], "is empty"), (Array("\nsecond\n".utf8), "the first line of the password file"),
            ([0xEF, 0xBB, 0xBF] + Array("hush\n".utf8), "byte order mark"),
            ([0xFF, 0xFE, 0x68, 0, 0x0A, 0], "byte order mark"), (Array("hu\0sh\n".utf8), "a zero byte"),
            ([0x68, 0xE9, 0x0A], "is not UTF-8"), (Array("hu\u{7}sh\n".utf8), "a control character"),
            ([UInt8](repeating: 0x61, count: 70_000), "is longer than 64 KiB"),
        ] as [([UInt8], String)])
    func aBrokenFileIsOneSentence(_ bytes: [UInt8], _ word: String) throws {
        let home = try SettingsHome()
        for (option, kind) in [("--password-file", "password"), ("--token-file", "token")] {
            let path = home.file("secret", bytes)
            let (requests, run) = try run(home, path, option: option)
            #expect(requests.isEmpty && run.status == 2, "\(run.errors)")
            let word = word.replacing("password", with: kind)
            #expect(run.errors.contains(word) && run.errors.contains("secret`"), "\(run.errors)")
            #expect(!run.errors.contains("hush") && !run.errors.contains("aaaaaaaa"), "\(run.errors)")
        }
    }

    @Test(arguments: [
        ("/nonexistent/file", "does not exist"), ("/", "is a folder"), ("/dev/null", "is a device"),
        ("/dev/zero", "is a device"),
    ])
    func whatIsNoFileIsOneSentence(_ path: String, _ word: String) throws {
        let (requests, run) = try run(try SettingsHome(), path)
        #expect(requests.isEmpty && run.status == 2 && run.errors.contains(word), "\(run.errors)")
        #expect(!run.errors.contains("chmod"), "\(run.errors)")
    }

    @Test func theFirstLineCountsWhateverItsEnd() throws {
        let home = try SettingsHome()
        for text in ["hush hush", "hush hush\n", "hush hush\r\n", "hush hush\nrest\0\n"] {
            #expect(try run(home, home.file("secret", text)).requests.first == "u:hush hush", "\(text)")
        }
    }

    /// The advice can be followed as it stands.
    @Test func theAdviceIsACommandThatHelps() throws {
        let home = try SettingsHome()
        let path = home.file("it's a secret", "hush\n", mode: 0o644)
        let refused = try run(home, path)
        #expect(refused.requests.isEmpty && refused.run.status == 2)
        let advice = try #require(refused.run.errors.firstMatch(of: #/(chmod 600 .*)/#)?.1)
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", String(advice)]
        try shell.run()
        shell.waitUntilExit()
        #expect(try run(home, path).requests.first == "u:hush", "\(advice)")
    }

    @Test(
        arguments: [
            (0o400, 1000, false, true), (0o600, 0, false, true), (0o440, 0, false, true), (0o640, 0, false, true),
            (0o440, 1000, false, false), (0o460, 0, false, false), (0o444, 0, false, false),
            (0o644, 1000, false, false),
            (0o604, 0, false, false), (0o444, 0, true, true), (0o644, 1000, true, true),
        ] as [(UInt32, UInt32, Bool, Bool)])
    func ownerModeAndMountDecide(_ mode: UInt32, _ owner: UInt32, _ isReadOnly: Bool, _ isClosed: Bool) {
        #expect(SecretFile.isClosed(mode: mode, owner: owner) { isReadOnly } == isClosed)
    }

    /// As Docker and Kubernetes mount them: root's, readable for a group or for all, on a mount that is read-only.
    @Test(.enabled(if: geteuid() == 0)) func secretsOfAContainerAreTaken() throws {
        let home = try SettingsHome()
        #expect(try run(home, home.file("group", "hush\n", mode: 0o440)).requests.first == "u:hush")
        let server = try LoginServer()
        let folder = home.folder.appending(path: "mount").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        shell.arguments = [
            "-m", "sh", "-c",
            """
            mount -t tmpfs none \(folder) || exit 99
            echo hush > \(folder)/s; chmod 444 \(folder)/s; mount -o remount,ro \(folder) || exit 99
            exec "$@"
            """, "sh", Project.program("picket").path(), "run", "-c", "show a", "--platform", server.url, "--user", "u",
            "--password-file", folder + "/s",
        ]
        shell.standardError = FileHandle.nullDevice
        try shell.run()
        shell.waitUntilExit()
        // Without the right to mount there is nothing to see.
        guard shell.terminationStatus != 99, shell.terminationStatus != 1 else { return }
        #expect(server.requests.first == "u:hush")
    }

    /// Paths in the configuration begin at its folder, `~` is the home folder everywhere.
    @Test func pathsOfTheConfigurationBeginThere() throws {
        let server = try LoginServer()
        let home = try SettingsHome(
            "[profile.near]\nurl = \"\(server.url)\"\nuser = \"u\"\npassword_file = \"near\"\n"
                + "[profile.home]\nurl = \"\(server.url)\"\nuser = \"u\"\npassword_file = \"~/at home\"\n")
        home.file("picket/near", "one")
        home.file("at home", "two")
        for (arguments, environment) in [
            (["--platform", "near"], [:]), (["--platform", "home"], [:]),
            (["--platform", server.url, "--user", "u", "--password-file=~/at home"], [:]),
            (["--platform", server.url, "--user", "u"], ["PICKET_PASSWORD_FILE": "~/at home"]),
        ] {
            let run = try home.picket(
                ["run", "-c", "show a"] + arguments, environment, in: URL(fileURLWithPath: "/"))
            #expect(run.status == 0, "\(run.errors)")
        }
        #expect(server.requests.filter { $0.hasPrefix("u:") } == ["u:one", "u:two", "u:two", "u:two"])
    }

    /// The same of a password in a variable.
    @Test func aVariableThatHoldsNoTextIsOneSentence() throws {
        let server = try LoginServer()
        let home = try SettingsHome()
        for (value, word) in [
            ("\u{FEFF}hush", "byte order mark"), ("hush\n", "a control character"), ("", "is empty"),
        ] {
            let run = try home.picket(
                ["run", "-c", "show a", "--platform", server.url, "--user", "u", "--password-env", "PW"], ["PW": value])
            #expect(run.status == 2 && run.errors.contains(word) && run.errors.contains("`PW`"), "\(run.errors)")
            #expect(!run.errors.contains("hush"))
        }
        #expect(server.requests.isEmpty)
    }
}
