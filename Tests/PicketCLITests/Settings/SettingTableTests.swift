import Foundation
import PicketOptions
import Testing

@testable import PicketCLI

/// R27, R57, R37: every option has a variable and a key; what is no setting is named with its line and the nearest.
@Suite struct SettingTableTests {
    private static let script =
        "test \"a\" tags=[x] { expect 1 == 1 }\ntest \"b\" { fail \"no\" }\ntest \"c\" { fail \"no\" }\n"

    /// The settings of `test`, and a part of what a run then says.
    private static let cases: [(setting: Setting, value: String, said: String)] = [
        (.tag, "x", "1 passed in"), (.name, "b", "0 passed, 1 failed"), (.failFast, "1", "c (not run)"),
        (.maxFail, "1", "c (not run)"), (.jobs, "2", "2 failed"), (.shard, "1/1", "2 failed"),
        (.repetitions, "2", "2 passed, 4 failed"), (.slowest, "1", "slowest:"), (.shuffle, "7", "2 failed"),
        (.rerunFailed, "true", "all tests run"), (.quiet, "1", "FAILED"), (.deadline, "1h", "2 failed"),
    ]

    @Test func everyOptionOfTestHasAVariableAndAKey() throws {
        for (setting, value, said) in Self.cases {
            let home = try SettingsHome()
            let file = home.file("a.picket", Self.script)
            let variable = try home.picket(["test", file], [setting.variable: value])
            #expect(variable.errors.contains(said), "\(setting.variable): \(variable.errors)")
            let text = Int(value) == nil && value != "true" ? "\"\(value)\"" : value
            let key = try SettingsHome("[defaults]\n\(setting.configurationKey) = \(text)\n")
            let keyed = try key.picket(["test", key.file("a.picket", Self.script)])
            #expect(keyed.errors.contains(said), "\(setting.configurationKey): \(keyed.errors)")
        }
    }

    /// The command line counts more than the environment, and that more than the file.
    @Test func theHigherSourceCounts() throws {
        let home = try SettingsHome("[defaults]\nname = \"a\"\nreport_tap = \"t\"\n")
        let file = home.file("a.picket", Self.script)
        #expect(try home.picket(["test", file]).errors.contains("1 passed in"))
        // A path of the file begins at its folder.
        #expect(FileManager.default.fileExists(atPath: home.folder.appending(path: "picket/t").path()))
        #expect(try home.picket(["test", file], ["PICKET_NAME": "b"]).errors.contains("0 passed, 1 failed"))
        #expect(
            try home.picket(["test", file, "--name", "?"], ["PICKET_NAME": "b"]).errors.contains("1 passed, 2 failed"))
    }

    @Test(arguments: ["run", "test", "plan", "check", "fmt", "commands"])
    func theHelpOfEveryCommandLeadsToVariablesAndFile(_ command: String) throws {
        let help = try SettingsHome().picket([command, "--help"]).output
        #expect(help.contains("`picket help`") && help.contains("configuration"), "\(help)")
    }

    /// Every option of every command is in the table, but those that belong to one run and its journal.
    @Test(arguments: ["run", "test", "plan", "check", "fmt", "commands", "repl"])
    func everyOptionIsInTheTable(_ command: String) throws {
        let help = try SettingsHome().picket([command, "--help"]).output
        let options = Set(help.matches(of: #/(?m)^  (?:-\w, )?(--[a-z-]+)/#).map { String($0.1) })
        #expect(!options.isEmpty)
        for option in options.subtracting(["--help", "--version", "--settle", "--edited"]) {
            #expect(Setting.variables.contains { $0.option == option }, "\(option)")
        }
    }

    @Test(arguments: [
        ("[defaults]\n\nplatfrom = \"x\"\n", ":3: [defaults] has no key `platfrom`; did you mean `platform`?"),
        ("[defaults]\nretries = \"a\"\n", ":2: `retries` of [defaults] is a whole number"),
        ("[defalts]\n", ":1: there is no section `defalts`; did you mean `defaults`?"),
        ("[profile.p]\nurl = \"http://h\"\nusr = \"a\"\n", ":3: [profile.p] has no key `usr`; did you mean `user`?"),
        ("[profile.p]\nurl = 1\n", ":2: `url` of [profile.p] is a string"),
        ("[defaults]\nmax_fial = 1\n", ":2: [defaults] has no key `max_fial`; did you mean `max_fail`?"),
        ("[defaults]\njobs = []\n", ":2: `jobs` of [defaults] is one value"),
        ("[defaults]\nuser = \n", ":2:8: this is not TOML: "),
        ("[defaults]\npassword = \"x\"\n", ":2: `password` must not be in this file"),
        ("[defaults]\njobs = 0\n", "`jobs` of [defaults] is a whole number from 1 to 256, not `0`"),
        (
            "[defaults]\nfail_fast = \"perhaps\"\n",
            "`fail_fast` of [defaults] is `1` for yes or `0` for no, not `perhaps`"
        ),
    ])
    func aFaultOfTheConfigurationHasItsLineAndTheNearestKey(_ text: String, _ message: String) throws {
        let home = try SettingsHome(text)
        let run = try home.picket(["test", home.file("a.picket", Self.script)])
        #expect(run.status == 2 && run.output.isEmpty)
        #expect(run.errors.hasPrefix("picket: ") && run.errors.contains(message), "\(run.errors)")
    }

    /// R38
    @Test func aProfileThatThereIsNotNamesThoseThatThereAre() throws {
        let home = try SettingsHome("[profile.prod]\nurl = \"http://h\"\n[profile.staging]\nurl = \"http://h\"\n")
        let near = try home.picket(["run", "-c", "ping", "--platform", "prdo"])
        #expect(near.status == 2 && near.errors.contains("did you mean `prod`?"), "\(near.errors)")
        let far = try home.picket(["run", "-c", "ping", "--platform", "xxxxxxxxx"])
        #expect(far.errors.contains("the profiles `prod`, `staging`"), "\(far.errors)")
        let used = try home.picket(["run", "-c", "use prdo\nping", "--platform", "prod"])
        #expect(used.errors.contains("did you mean `prod`?"), "\(used.errors)")
        let none = try SettingsHome().picket(["run", "-c", "ping", "--platform", "prod"])
        #expect(none.status == 2 && none.errors.contains("the configuration has no profile"), "\(none.errors)")
    }

    // MARK: Credentials (R19)

    @Test func aUserOfAHigherSourceSilencesATokenOfALower() throws {
        let server = try LoginServer()
        let secrets = ["T": "the-token", "B": "of-b"]
        let home = try SettingsHome(
            "[defaults]\npassword_env = \"B\"\n[profile.p]\nurl = \"\(server.url)\"\nuser = \"bob\"\n")
        for arguments in [["--platform", server.url, "--user", "bob"], ["--platform", "p"]] {
            let run = try home.picket(
                ["run", "-c", "show a"] + arguments, secrets.merging(["PICKET_TOKEN_ENV": "T"]) { $1 })
            #expect(run.status == 0 || !run.errors.contains("token"), "\(run.errors)")
        }
        #expect(server.requests.allSatisfy { $0 != "token of-b" && $0 != "token the-token" }, "\(server.requests)")
        #expect(server.requests.first == "bob:of-b", "\(server.requests)")
        // A user without a password hears of the token that does not count.
        let lacking = try SettingsHome().picket(
            ["run", "-c", "show a", "--platform", server.url, "--user", "bob"],
            secrets.merging(["PICKET_TOKEN_ENV": "T"]) { $1 })
        #expect(lacking.status == 2 && lacking.errors.contains("needs a password"), "\(lacking.errors)")
        #expect(lacking.errors.contains("does not count below `--user`"), "\(lacking.errors)")
        // One who says nothing of a user means the token.
        let token = try LoginServer()
        _ = try SettingsHome().picket(
            ["run", "-c", "show a", "--platform", token.url], secrets.merging(["PICKET_TOKEN_ENV": "T"]) { $1 })
        #expect(token.requests == ["token the-token"], "\(token.requests)")
    }

    // MARK: Home (R42)

    @Test func nothingIsMadeInTheCurrentFolderNorInAHomeThatIsNone() throws {
        for home in ["relative", "", "/nonexistent-home-of-picket"] {
            let suite = try TestSuiteFolder(["a.picket": "test \"a\" { expect 1 == 1 }\n"])
            for state in ["", "relative"] {
                let run = try suite.picket("test a.picket --rerun-failed", ["HOME": home, "XDG_STATE_HOME": state])
                #expect(run.status == 0 && run.errors.contains("`HOME`"), "\(run.errors)")
                _ = try suite.picket(["repl"], input: "print 1\n", ["HOME": home, "XDG_STATE_HOME": state])
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: suite.folder.path())
            #expect(names == ["a.picket"], "\(names)")
            #expect(home.isEmpty || !FileManager.default.fileExists(atPath: home))
        }
    }
}
