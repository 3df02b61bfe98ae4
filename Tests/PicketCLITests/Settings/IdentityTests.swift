import Foundation
import Testing

/// C28: user and password come from one resolution of command line, environment, profile and defaults, by whatever door a
/// platform is chosen.
@Suite struct IdentityTests {
    private static let secrets = ["A": "of-a", "B": "of-b", "C": "of-c"]

    /// What the server saw of a login, of `show a` on each.
    private func logins(
        _ configuration: String, _ arguments: [String], _ environment: [String: String] = [:],
        script: String = "show a"
    ) throws -> (server: LoginServer, run: PicketProcess) {
        let server = try LoginServer()
        let home = try SettingsHome(configuration.replacing("URL", with: server.url))
        let arguments = arguments.map { $0.replacing("URL", with: server.url) }
        let run = try home.picket(
            ["run", "-c", script.replacing("URL", with: server.url)] + arguments,
            Self.secrets.merging(environment) { $1 })
        return (server, run)
    }

    private static let twoUsers = """
        [defaults]
        user = "ann"
        password_env = "A"
        [profile.b]
        url = "URL"
        user = "bob"
        [profile.full]
        url = "URL"
        user = "bob"
        password_env = "B"
        [profile.plain]
        url = "URL"

        """

    /// The password in [defaults] is Ann's: it is not sent for Bob.
    @Test(arguments: [(["--platform", "b"], "show a"), ([], "use b; show a")])
    func anotherUsersPasswordIsNotSent(_ arguments: [String], _ script: String) throws {
        let (server, run) = try logins(Self.twoUsers, arguments, script: script)
        #expect(server.requests.isEmpty && run.status == 2, "\(server.requests) \(run.errors)")
        #expect(run.errors.contains("the user `bob` (`user` of [profile.b]) needs a password"), "\(run.errors)")
        #expect(run.errors.contains("that of [defaults] is for another user"), "\(run.errors)")
    }

    @Test(arguments: [(["--platform", "plain"], "show a"), ([], "use plain; show a")])
    func aProfileWithoutAUserHasTheDefaults(_ arguments: [String], _ script: String) throws {
        let (server, run) = try logins(Self.twoUsers, arguments, script: script)
        #expect(server.requests.first == "ann:of-a", "\(server.requests) \(run.errors)")
    }

    @Test(arguments: [
        // A password that names no user serves the user of a source of more weight.
        ("[defaults]\npassword_env = \"A\"\n[profile.p]\nurl = \"URL\"\nuser = \"bob\"\n", "bob:of-a"),
        // The same user in both is one user.
        (
            "[defaults]\nuser = \"bob\"\npassword_env = \"A\"\n[profile.p]\nurl = \"URL\"\nuser = \"bob\"\n",
            "bob:of-a"
        ),
        // A password of more weight serves the user of a source of less.
        ("[defaults]\nuser = \"ann\"\n[profile.p]\nurl = \"URL\"\npassword_env = \"B\"\n", "ann:of-b"),
    ])
    func aPasswordServesTheUserThatItMayBeOf(_ configuration: String, _ login: String) throws {
        for (arguments, script) in [(["--platform", "p"], "show a"), ([], "use p; show a")] {
            let (server, run) = try logins(configuration, arguments, script: script)
            #expect(server.requests.first == login, "\(server.requests) \(run.errors)")
        }
    }

    /// A profile that is named on the command line, or by the script, is not beaten by what the shell has.
    @Test(arguments: [(["--platform", "full"], "show a"), ([], "use full; show a")])
    func theShellsUserDoesNotBeatANamedProfile(_ arguments: [String], _ script: String) throws {
        let environment = ["PICKET_USER": "cid", "PICKET_PASSWORD": "of-c"]
        let (server, run) = try logins(Self.twoUsers, arguments, environment, script: script)
        #expect(server.requests.first == "bob:of-b", "\(server.requests) \(run.errors)")
    }

    /// The shell's password is Cid's: Bob, whom the profile names, does not get it.
    @Test func theShellsPasswordIsOfTheShellsUser() throws {
        let environment = ["PICKET_USER": "cid", "PICKET_PASSWORD": "of-c"]
        let (server, run) = try logins(Self.twoUsers, ["--platform", "b"], environment)
        #expect(server.requests.isEmpty && run.status == 2, "\(server.requests) \(run.errors)")
    }

    @Test func theShellsUserCountsForAProfileOfTheShell() throws {
        let environment = ["PICKET_PLATFORM": "full", "PICKET_USER": "cid", "PICKET_PASSWORD": "of-c"]
        let (server, run) = try logins(Self.twoUsers, [], environment)
        #expect(server.requests.first == "cid:of-c", "\(server.requests) \(run.errors)")
    }

    @Test func theCommandLineCountsMost() throws {
        for (arguments, script) in [(["--platform", "full"], "show a"), ([], "use full; show a")] {
            let (server, run) = try logins(
                Self.twoUsers, arguments + ["--user", "cid", "--password-env", "C"], script: script)
            #expect(server.requests.first == "cid:of-c", "\(server.requests) \(run.errors)")
        }
    }

    /// Who is named for one platform is not sent to another that the script goes on to.
    @Test func theCommandLinesUserIsOfTheCommandLinesPlatform() throws {
        let (server, run) = try logins(
            Self.twoUsers, ["--platform", "http://127.0.0.1:1", "--user", "cid", "--password-env", "C"],
            script: "use full; show a")
        #expect(server.requests.first == "bob:of-b", "\(server.requests) \(run.errors)")
    }

    @Test func aURLThatNobodyConfiguredGetsNothing() throws {
        let (server, run) = try logins(
            Self.twoUsers, ["--platform", "full"], ["PICKET_USER": "cid", "PICKET_PASSWORD": "of-c"],
            script: "use 'URL/other'; show a")
        #expect(server.requests.isEmpty && run.status != 0, "\(server.requests) \(run.errors)")
    }

    /// A token of less weight is of somebody else than the user who is named, with a password, above it.
    @Test func aTokenDoesNotBeatAUserOfMoreWeight() throws {
        let configuration = "[defaults]\ntoken_env = \"A\"\n[profile.p]\nurl = \"URL\"\n"
        let (named, run) = try logins(configuration, ["--platform", "p", "--user", "bob", "--password-env", "B"])
        #expect(named.requests == ["bob:of-b", "token made"], "\(named.requests) \(run.errors)")
        let (token, _) = try logins(configuration, ["--platform", "p"])
        #expect(token.requests == ["token of-a"], "\(token.requests)")
    }

    @Test func oneSourceNamesOnePlace() throws {
        let (server, run) = try logins(
            "", ["--platform", "URL", "--user", "u", "--password-env", "A", "--password-file", "/nonexistent"])
        #expect(server.requests.isEmpty && run.status == 2)
        #expect(run.errors.contains("`--password-env` and `--password-file` both say"), "\(run.errors)")
    }

    // MARK: Users

    @Test func aColonIsNoPartOfAUser() throws {
        let cases: [(arguments: [String], environment: [String: String], source: String)] = [
            (["--user", "ann:Hunter22"], [:], "`--user`"), ([], ["PICKET_USER": "ann:Hunter22"], "`PICKET_USER`"),
            (["--platform", "colon"], [:], "`user` of [profile.colon]"),
        ]
        for (arguments, environment, source) in cases {
            let (server, run) = try logins(
                "[profile.colon]\nurl = \"URL\"\nuser = \"ann:Hunter22\"\n",
                ["--platform", "URL", "--password-env", "A"] + arguments, environment)
            #expect(server.requests.isEmpty && run.status == 2, "\(run.errors)")
            #expect(run.errors.contains("\(source) holds a `:`"), "\(run.errors)")
            #expect(!run.errors.contains("Hunter22"), "it may be a password: \(run.errors)")
        }
        let (server, run) = try logins("", ["--platform", "URL"], script: "login 'a:b' password=\"secret text\"")
        #expect(server.requests.isEmpty && run.status == 1 && run.errors.contains("holds a `:`"), "\(run.errors)")
    }

    // MARK: Needed or not

    /// U27: what nobody needs is not missed.
    @Test(arguments: ["print 1", "if false { show a }\nprint 1", "def later() { show a }\nprint 1", "use p\nprint 1"])
    func aRunThatSendsNothingNeedsNoPassword(_ script: String) throws {
        let configuration = "[profile.p]\nurl = \"URL\"\nuser = \"u\"\npassword_env = \"NOT_SET\"\n"
        for (arguments, environment) in [
            (["--platform", "p"], [:]), (["--platform", "p", "--password-file", "/nonexistent"], [:]),
            (["--platform", "p"], ["PICKET_TOKEN_ENV": "NOT_SET"]),
        ] {
            let (server, run) = try logins(configuration, arguments, environment, script: script)
            #expect(run.status == 0 && run.output == "1\n" && server.requests.isEmpty, "\(run.errors)")
        }
    }

    @Test(arguments: ["show a", "ping", "print 1\nshow a", "try { show a } catch { print caught }", "use p\nshow a"])
    func whatIsNeededIsMissedByName(_ script: String) throws {
        let configuration = "[profile.p]\nurl = \"URL\"\nuser = \"u\"\npassword_env = \"NOT_SET\"\n"
        for command in ["run", "plan"] {
            let server = try LoginServer()
            let home = try SettingsHome(configuration.replacing("URL", with: server.url))
            let file = home.file("script", script)
            let run = try home.picket([command, "--platform", "p", file])
            #expect(server.requests.isEmpty && run.status == 2, "\(run.errors)")
            #expect(run.errors.contains("the environment has no variable `NOT_SET`"), "\(run.errors)")
            #expect(run.errors.contains("error[no-credentials]") && !run.output.contains("caught"), "\(run.errors)")
        }
    }

    @Test func aTestThatNeedsItEndsAllOfThem() throws {
        let server = try LoginServer()
        let home = try SettingsHome("[profile.p]\nurl = \"\(server.url)\"\nuser = \"u\"\npassword_env = \"NOT_SET\"\n")
        let file = home.file("t.picket", "test \"one\" { show a }\ntest \"two\" { print reached }\n")
        let run = try home.picket(["test", "--platform", "p", file])
        #expect(server.requests.isEmpty && run.status == 2, "\(run.status) \(run.errors)")
        #expect((run.output + run.errors).contains("NOT_SET") && !run.output.contains("reached"), "\(run.output)")
    }

    /// A script that logs in by itself needs no configured password.
    @Test func aLoginOfTheScriptNeedsNoneThatIsConfigured() throws {
        let (server, run) = try logins(
            "", ["--platform", "URL", "--user", "u", "--password-env", "NOT_SET"],
            script: "login bob password=$(env(\"B\"))\nshow a")
        #expect(server.requests == ["bob:of-b", "token made"] && run.status == 0, "\(server.requests) \(run.errors)")
    }

    // MARK: Refused

    /// R28: lines that a file feeds are one run: a refused login is not repeated.
    @Test func aRefusedLoginIsNotRepeatedLineByLine() throws {
        let server = try LoginServer(letsIn: false)
        let home = try SettingsHome()
        let run = try home.picket(
            ["repl", "--platform", server.url, "--user", "u", "--password-env", "PW"], ["PW": "wrong-password"],
            input: String(repeating: "show a\n", count: 5) + "print after\n")
        #expect(server.requests == ["u:wrong-password"], "\(server.requests)")
        #expect(run.status == 3 && !run.output.contains("after"), "\(run.output)\(run.errors)")
    }
}
