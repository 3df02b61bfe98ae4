import PicketOptions
import Testing

@testable import PicketCLI

/// The table of the local platform's options, and its reader.
@Suite struct PlatformOptionTests {
    private func line(_ words: [String], _ environment: [String: String] = [:]) throws -> PlatformLine {
        try PlatformLine(words) { environment[$0] }
    }

    private func fault(_ words: String, _ environment: [String: String] = [:]) throws -> UsageProblem {
        try #require(
            #expect(throws: UsageProblem.self) { try line(words.split(separator: " ").map(String.init), environment) })
    }

    /// A value that the option takes.
    private func value(of option: PlatformOption) -> String {
        PlatformLine.Command().choices(of: option)?.last ?? option.optionRow.example
    }

    @Test(arguments: PlatformOption.allCases) func everyRowIsWholeAndRead(_ option: PlatformOption) throws {
        let row = option.optionRow
        #expect(row.summary.hasSuffix("."))
        let value = value(of: option)
        let isFlag = row.kind == .flag
        #expect(isFlag == value.isEmpty && isFlag == row.valueName.isEmpty)
        // The private key needs its certificate.
        let company =
            switch option {
            case .tlsCert: ["--tls-key", "k"]
            case .tlsKey: ["--tls-cert", "c"]
            default: [String]()
            }
        var forms = isFlag ? [[option.option]] : [[option.option, value], ["\(option.option)=\(value)"]]
        if let short = row.short { forms.append(["-\(short)"]) }
        for form in forms {
            let line = try line(company + form)
            #expect(isFlag ? line.isOn(option) : line[option] == value, "\(form)")
        }
        // A part of a certificate on the command line silences the other part in the environment.
        guard option != .embedded, company.isEmpty else { return }
        let line = try line([], [option.variable: isFlag ? "yes" : value])
        #expect(isFlag ? line.isOn(option) : line[option] == value)
    }

    /// The command line beats the environment, and silences what would contradict it.
    @Test func theCommandLineBeatsTheEnvironment() throws {
        let environment = [
            "PICKET_PLATFORM_STORE": "e.sqlite", "PICKET_PLATFORM_PASSWORD_ENV": "PW", "PICKET_PLATFORM_HTTP": "1",
            "PICKET_PLATFORM_VERBOSE": "0",
        ]
        let line = try line(
            ["--store", "c.sqlite", "--password-file", "f", "--tls-cert=c", "--tls-key=k"], environment)
        #expect(line[.store] == "c.sqlite" && line[.passwordFile] == "f" && line[.passwordEnv] == nil)
        #expect(!line.isOn(.http) && !line.isOn(.verbose) && line[.tlsCert] == "c")
        let embedded = try self.line(["--embedded"], environment)
        #expect(embedded[.store] == nil && embedded[.passwordEnv] == nil && !embedded.isOn(.http))
    }

    @Test func valuesAreConverted() throws {
        let line = try line(["--listen", "[::1]:0", "--probe-timeout", "2", "--token-lifetime=1h"])
        #expect(line.address?.host == "::1" && line.address?.port == 0)
        #expect(line.nanoseconds(.probeTimeout) == 2_000_000_000)
        #expect(line.nanoseconds(.tokenLifetime) == 3_600_000_000_000)
        #expect(line.nanoseconds(.probeInterval) == nil)
    }

    @Test(arguments: [
        ("--lsten x", "there is no option `--lsten`; did you mean `--listen`?"),
        ("--listen x", "`--listen` takes a host and a port from 0 to 65535, such as"),
        ("--listen a:", "`--listen` takes"), ("--listen :1", "`--listen` takes"), ("--listen a:+1", "`--listen` takes"),
        ("--listen ::1:1", "`--listen` takes"), ("--listen []:1", "`--listen` takes"),
        ("--probe-timeout 61m", "`--probe-timeout` takes a duration from 1ms to 1h, not `61m`"),
        ("--probe assum", "`--probe` is one of assume, postgres, not `assum`"),
        ("-vx", "there is no option `-x`"), ("x", "`picket platform` takes no `x`"),
        ("--tls-cert x", "`--tls-cert` and `--tls-key` go together"),
    ])
    func aMistakeNamesItsWordAndWhatWouldDo(_ words: String, _ message: String) throws {
        let problem = try fault(words)
        #expect(problem.message.hasPrefix(message), "\(problem.message)")
        #expect(problem.more == ["`picket platform --help` shows how it is called"])
    }

    @Test func aMistakeInTheEnvironmentNamesItsVariable() throws {
        let problem = try fault("", ["PICKET_PLATFORM_PROBE_INTERVAL": "25h"])
        #expect(problem.message.hasPrefix("`PICKET_PLATFORM_PROBE_INTERVAL` takes a duration from 1ms to 24h"))
    }

    /// The help page is made of the table: no option is missing, and no line is wider than a terminal.
    @Test func theHelpPageHasEveryOption() {
        let page = HelpPage.content(.platform, showsHidden: false)
        for option in PlatformOption.allCases { #expect(page.contains("  \(option.option)") || page.contains("-v, ")) }
        let lines = page.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
    }
}
