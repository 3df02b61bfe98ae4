import PicketOptions
import Testing

@testable import PicketCLI

/// The one table of settings and its reader of the command line.
@Suite struct CommandLineWordsTests {
    private static let commands = ProgramCommand.allCases.filter {
        $0 != .platform && $0 != .completions && $0 != .explain
    }

    /// A text that the setting takes, and whether it is a flag.
    private func value(of setting: Setting, _ command: ProgramCommand) -> String {
        switch setting.row.kind {
        case .flag: "true"
        case .choice, .format: command.choices(of: setting)?.last ?? ""
        case .text where setting == .settle: "#4=done"
        default: setting.row.example
        }
    }

    @Test(arguments: commands)
    func everyOptionIsReadInEveryForm(_ command: ProgramCommand) throws {
        #expect(!command.settings.isEmpty)
        for setting in command.settings {
            let value = value(of: setting, command)
            let isFlag = setting.row.kind == .flag
            var forms = isFlag ? [[setting.option]] : [[setting.option, value], ["\(setting.option)=\(value)"]]
            if let short = setting.row.short {
                forms += isFlag ? [["-\(short)"]] : [["-\(short)", value], ["-\(short)\(value)"]]
            }
            for form in forms {
                let line = try CommandLineWords(command, ["a.picket"] + form + ["x=1", "-", "b.picket"])
                #expect(line.operands == ["a.picket", "x=1", "-", "b.picket"], "\(form)")
                #expect(
                    line.options[setting]?.hasSuffix(value.dropFirst(value.hasPrefix("~") ? 1 : 0)) == true, "\(form)")
                #expect(line.options.texts.count == 1, "\(form)")
            }
        }
    }

    /// A case without a sentence, a value's name or an example would make a page with holes.
    @Test func everyRowIsWhole() {
        for setting in Setting.allCases {
            let row = setting.row
            #expect(row.summary.hasSuffix("."), "\(setting)")
            #expect(!row.places.isEmpty, "\(setting)")
            #expect(row.places.contains(.option) != row.commands.isEmpty, "\(setting)")
            let hasValue = row.kind != .flag
            #expect(hasValue != row.valueName.isEmpty, "\(setting)")
            if hasValue, row.places != .variable {
                #expect(!row.example.isEmpty, "\(setting)")
            }
            if hasValue, !row.example.isEmpty, setting != .format {
                let example = row.example.filter { $0 != "'" }
                #expect(throws: Never.self, "\(setting)") {
                    try setting.check(Sourced(value: example, source: .commandLine), for: .test)
                }
            }
        }
        let shorts = Setting.allCases.compactMap(\.row.short)
        #expect(Set(shorts).count == shorts.count && !shorts.contains("c") && !shorts.contains("h"))
    }

    @Test func whatIsGivenSeveralTimesAddsUpOrTheLastCounts() throws {
        let line = try CommandLineWords(
            .test, ["--tag", "a", "x", "--tag=b", "--jobs", "2", "-j3", "-qv", "--name=n=m"])
        #expect(line.options.all(.tag) == ["a", "b"])
        #expect(line.options[.jobs] == "3")
        #expect(line.options[.quiet] != nil && line.options[.verbose] != nil)
        #expect(line.options[.name] == "n=m")
        #expect(line.operands == ["x"])
    }

    @Test func textsAndOperandsKeepTheirOrder() throws {
        let line = try CommandLineWords(.run, ["-c", "-q", "f", "-cprint 5", "--", "-x", "--user"])
        #expect(line.texts == ["-q", "print 5"])
        #expect(line.operands == ["f", "-x", "--user"])
        #expect(line.options.texts.isEmpty)
    }

    @Test func aStepIsSettledInTwoWords() throws {
        for words in [["--settle", "#4", "done"], ["--settle=#4", "done"], ["--settle", "#4=done"]] {
            let line = try CommandLineWords(.run, words + ["--settle", "step `a` #1", "again", "f"])
            #expect(line.options.all(.settle) == ["#4=done", "step `a` #1=again"], "\(words)")
            #expect(line.operands == ["f"])
        }
    }

    @Test(arguments: [
        ("--colour x", "there is no option `--colour`; did you mean `--color`?"),
        ("--user", "`--user` needs a value, such as `--user bob`"), ("--user -k", "`--user` needs a value"),
        ("--user=", "`--user` needs a value"), ("--insecure=yes", "`--insecure` takes no value"),
        ("--seed x", "`--seed` is a whole number from 0 to 18446744073709551615, not `x`"),
        ("--seed -1", "`--seed` is a whole number from 0 to 18446744073709551615, not `-1`"),
        ("--retries 101", "`--retries` is a whole number from 0 to 100, not `101`"),
        ("--color blue", "`--color` is one of auto, always, never, not `blue`"),
        ("--timeout -5s", "`--timeout` takes a duration such as 250ms, 30s or 5m, not `-5s`"),
        ("--rate none", "`--rate` takes requests a second such as 50/s, not `none`"),
        ("--tag a", "`picket run` has no option `--tag`; `picket test` has"), ("-x", "there is no option `-x`"),
        ("-qx", "there is no option `-x`"), ("-c", "`-c` needs a script"), ("--url x", "there is no option `--url`"),
        ("--password x", "there is no option `--password`; did you mean `--password-"),
    ])
    func aMistakeNamesItsWordAndWhatWouldDo(_ words: String, _ message: String) throws {
        let error = #expect(throws: Ending.self) {
            try CommandLineWords(.run, words.split(separator: " ").map(String.init))
        }
        let ending = try #require(error)
        #expect(ending.status == 2)
        #expect(ending.message?.hasPrefix(message) == true, "\(ending.message ?? "")")
        #expect(ending.more == ["`picket run --help` shows how it is called"])
    }

    /// The help page is made of the table: no option is missing, and no line is wider than a terminal.
    @Test(arguments: commands)
    func theHelpPageHasEveryOption(_ command: ProgramCommand) {
        let page = HelpPage.content(command, showsHidden: false)
        for setting in command.settings where !setting.row.isHidden {
            #expect(page.contains(setting.option), "\(page)")
        }
        let lines = page.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
    }
}
