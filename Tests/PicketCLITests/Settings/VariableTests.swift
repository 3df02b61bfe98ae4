import Foundation
import PicketReports
import PicketSyntax
import Testing

@testable import PicketCLI

/// Variables of the environment: mistyped ones, proxies, and what goes over the network in clear.
@Suite struct VariableTests {
    // MARK: PICKET_… (R57)

    @Test func aMistypedVariableIsWarnedOf() throws {
        let run = try SettingsHome().picket(["run", "-c", "print 1"], ["PICKET_PLATFROM": "local", "PICKET_ZZZ": "1"])
        #expect(run.output == "1\n" && run.status == 0)
        #expect(
            run.errors.contains("warning[unknown-variable]: no setting has the environment variable `PICKET_PLATFROM`"))
        #expect(run.errors.contains("did you mean `PICKET_PLATFORM`?"), "\(run.errors)")
        #expect(run.errors.contains("`PICKET_ZZZ`") && run.errors.contains("`picket help` lists"), "\(run.errors)")
    }

    @Test(arguments: ["check", "fmt"]) func commandsThatOnlyReadWarn(_ command: String) throws {
        let home = try SettingsHome("[defaults]\npassword_env = \"PICKET_MINE\"\n")
        let run = try home.picket([command, "-"], ["PICKET_COLR": "never", "PICKET_MINE": "x"], input: "print 1\n")
        #expect(run.status == 0 && run.errors.contains("did you mean `PICKET_COLOR`?"), "\(run.errors)")
        #expect(!run.errors.contains("PICKET_MINE"), "\(run.errors)")
    }

    @Test(arguments: Setting.variables) func aKnownVariableIsNotWarnedOf(_ setting: Setting) throws {
        let home = try SettingsHome()
        let run = try home.picket(["run", "-c", "print 1"], [setting.variable: "1"], in: home.folder)
        #expect(!run.errors.contains("unknown-variable"), "\(run.errors)")
    }

    /// Variables that the user's own settings name are the user's.
    @Test func aVariableThatASettingNamesIsKnown() throws {
        let home = try SettingsHome("[profile.p]\npassword_env = \"PICKET_PROD_PASSWORD\"\n")
        let run = try home.picket(
            ["run", "-c", "print 1"],
            [
                "PICKET_PROD_PASSWORD": "x", "PICKET_SECRET_1": "x", "PICKET_TOKEN_ENV": "PICKET_MINE",
                "PICKET_MINE": "x",
            ])
        #expect(run.errors.isEmpty, "\(run.errors)")
    }

    @Test func whatIsNoColourIsRefused() throws {
        for arguments in [["run", "-c", "print 1"], ["check", "-"], ["fmt", "-"]] {
            let run = try SettingsHome().picket(arguments, ["PICKET_COLOR": "sometimes"])
            #expect(
                run.status == 2 && run.errors.contains("`PICKET_COLOR` is one of auto, always, never"), "\(run.errors)")
        }
    }

    /// Help has the list that the program reads by; docs/command-line.md is compared with it by `ReferenceTests`.
    @Test func helpListsEveryVariable() throws {
        let help = try SettingsHome().picket(["--help"]).output.split(whereSeparator: \.isWhitespace).joined(
            separator: " ")
        for setting in Setting.variables { #expect(help.contains(setting.variable), "\(setting.variable)") }
    }

    @Test func thePageListsTheProgramsCodes() throws {
        let page = try Project.text("grammar.md").components(separatedBy: "### Of the program").last ?? ""
        let codes = page.matches(of: #/(?m)^\| `([a-z-]+)` \|/#).map { String($0.1) }
        #expect(codes == (DiagnosticCode.ofProgram + DiagnosticCode.ofReports).map(\.rawValue))
    }

    // MARK: *_PROXY (W17, W19)

    /// A variable whose value is not a proxy is blamed by its name, and only where something is sent.
    @Test(arguments: ["ALL_PROXY", "HTTPS_PROXY", "https_proxy", "all_proxy"])
    func aVariableThatHoldsNoProxyIsNamed(_ variable: String) throws {
        let home = try SettingsHome()
        for value in ["socks5://b0bby:s3cret@h:1080", "http://b0bby:s3cret@h:99999", "http://b0bby:1/s3cret@h:1"] {
            let arguments = ["--platform", "https://127.0.0.1:1", "-c"]
            let run = try home.picket(["run"] + arguments + ["ping"], [variable: value])
            #expect(
                run.status == 2 && run.errors.contains("the variable `\(variable)` is not a usable proxy"),
                "\(run.errors)")
            #expect(!run.errors.contains("s3cret") && !run.errors.contains("b0bby"), "\(run.errors)")
            #expect(!run.errors.contains("neither a profile nor a URL"), "\(run.errors)")
            #expect(!run.errors.contains("cannot be used as a platform"), "\(run.errors)")
            #expect(try home.picket(["run"] + arguments + ["print 1"], [variable: value]).status == 0)
        }
    }

    @Test func aHostWithItsPortGoesDirectly() throws {
        let server = try LoginServer()
        let home = try SettingsHome()
        for (exception, goesDirectly) in [
            ("127.0.0.1:\(server.port)", true), ("127.0.0.1:1", false), ("127.0.0.0/8:\(server.port)", true),
        ] {
            let run = try home.picket(
                ["run", "--platform", server.url, "--retries", "0", "-c", "ping"],
                ["http_proxy": "http://127.0.0.1:1", "NO_PROXY": exception])
            #expect((run.status == 0) == goesDirectly, "\(exception): \(run.errors)")
            #expect(!run.errors.contains("useless-exception"), "\(run.errors)")
        }
    }

    @Test(arguments: ["*.example", "http://example", "10.0.0.0/33", "a:b", "exa*mple", "host:99999"])
    func anExceptionThatMatchesNothingIsWarnedOf(_ exception: String) throws {
        let server = try LoginServer()
        let home = try SettingsHome()
        let environment = ["http_proxy": server.url, "no_proxy": "localhost,.example.com,\(exception)"]
        let run = try home.picket(["run", "--platform", "http://platform.invalid", "-c", "ping\nping"], environment)
        #expect(run.errors.components(separatedBy: "warning[useless-exception]").count == 2, "\(run.errors)")
        #expect(run.errors.contains("in `no_proxy` matches no host"), "\(run.errors)")
        let silent = try home.picket(["run", "--platform", "http://platform.invalid", "-c", "print 1"], environment)
        #expect(silent.errors.isEmpty, "\(silent.errors)")
        let without = try home.picket(["run", "--platform", server.url, "-c", "ping"], ["no_proxy": exception])
        #expect(!without.errors.contains("useless-exception"), "\(without.errors)")
    }

    // MARK: In clear (W29)

    /// A proxy stands for the network here: the platform's name leads nowhere.
    private func run(_ url: String, _ script: String, _ arguments: [String] = []) throws -> PicketProcess {
        let server = try LoginServer()
        return try SettingsHome().picket(
            ["run", "--platform", url, "-c", script] + arguments,
            ["http_proxy": server.url, "no_proxy": "127.0.0.1,localhost,::1", "PW": "hush-hush"])
    }

    private static let credentials = ["--user", "u", "--password-env", "PW"]

    @Test func aPasswordInClearIsWarnedOfOnce() throws {
        for arguments in [Self.credentials, ["--token-env", "PW"]] {
            let run = try run("http://platform.invalid", "show a\nshow a", arguments)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.errors.components(separatedBy: "warning[plain-http]").count == 2, "\(run.errors)")
            #expect(run.errors.contains("`http://platform.invalid`") && run.errors.contains("help: use `https://"))
        }
        let login = try run("http://platform.invalid", "login u password=$(env(\"PW\"))")
        #expect(login.errors.components(separatedBy: "warning[plain-http]").count == 2, "\(login.errors)")
        let other = try run(
            "http://one.invalid", "show a\nuse 'http://two.invalid'\nlogin u password=$(env(\"PW\"))", Self.credentials)
        #expect(other.errors.components(separatedBy: "warning[plain-http]").count == 3, "\(other.errors)")
    }

    @Test func whatHoldsNoSecretIsNotWarnedOf() throws {
        for (url, script, arguments) in [
            ("http://platform.invalid", "ping", []), ("http://platform.invalid", "ping", Self.credentials),
            ("http://platform.invalid", "print 1", Self.credentials),
        ] {
            let run = try run(url, script, arguments)
            #expect(run.status == 0 && !run.errors.contains("plain-http"), "\(run.errors)")
        }
    }

    @Test func loopbackIsNotTheNetwork() throws {
        let server = try LoginServer()
        for host in ["127.0.0.1", "localhost", "127.1", "LOCALHOST"] {
            let run = try SettingsHome().picket(
                ["run", "--platform", "http://\(host):\(server.port)", "-c", "show a"] + Self.credentials,
                ["PW": "hush-hush"])
            #expect(run.status == 0 && !run.errors.contains("plain-http"), "\(host): \(run.errors)")
        }
    }
}
