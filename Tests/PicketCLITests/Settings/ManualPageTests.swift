import Foundation
import PicketOptions
import Testing

@testable import PicketCLI

/// The manual pages, which are made of the tables of settings and options.
@Suite struct ManualPageTests {
    private static func plain(_ page: ManualPage) -> String {
        page.content(date: "2026-01-31").replacing("\\-", with: "-").replacing(#/\\f[BIR]/#, with: "")
    }

    /// Every option that `--help` shows has an entry, and no option for developers has one.
    @Test(arguments: ProgramCommand.allCases) func everyOptionHasAnEntry(_ command: ProgramCommand) throws {
        let help = HelpPage.content(command, showsHidden: false)
        let options = help.matches(of: #/(?m)^  ((?:-\w, )?--[a-z-]+)/#).map { String($0.1) }
        #expect(options.count > 1)
        let page = Self.plain(.command(command))
        for option in options { #expect(page.contains(".TP\n\(option)"), "\(option)") }
        #expect(!page.contains("--code"))
    }

    @Test func everyKeyOfTheFileHasAnEntryAndNothingElseHas() {
        let page = Self.plain(.configuration)
        let keys = page.matches(of: #/(?m)^\.TP\n([a-z_]+) = /#).map { String($0.1) }
        #expect(Set(keys) == Set(Setting.keys.map(\.configurationKey)) && keys.count == Setting.keys.count)
        #expect(keys.contains("protected") && !keys.contains("password"))
    }

    @Test func theExampleOfTheFileIsWhatPeopleWrite() {
        #expect(
            ManualPage.example == """
                [defaults]
                platform = "production"
                timeout = "30s"

                [profile.production]
                url = "https://datasentinel.example"
                user = "datasentinel"
                password_file = "~/.ds-password"
                protected = true

                """)
    }

    /// The examples of the keys, and of the file, are accepted by the program.
    @Test func theExamplesOfTheFileAreRead() throws {
        let page = Self.plain(.configuration).replacing("\\(dq", with: "\"").replacing("\\(ti", with: "~")
        let lines = page.matches(of: #/(?m)^\.TP\n([a-z_]+ = .*)$/#).map { String($0.1) }
        #expect(lines.count == Setting.keys.count)
        let whole = "[profile.p]\n" + lines.joined(separator: "\n") + "\n"
        for text in [ManualPage.example, whole] {
            let home = try SettingsHome(text)
            let run = try home.picket(["check", home.file("a.picket", "print 1\n")])
            #expect(run.status == 0 && run.errors.isEmpty, "\(text)\n\(run.errors)")
        }
        let wrong = try SettingsHome(whole + "chance = 1\n")
        #expect(try wrong.picket(["check", wrong.file("a.picket", "print 1\n")]).status == 2)
    }

    /// A page is ASCII, no line begins as a request by chance, and each escape is one that roff knows.
    @Test(arguments: ManualPage.all.map(\.file)) func aPageIsWhatRoffTakes(_ file: String) throws {
        let page = try #require(ManualPage(file: file))
        let text = page.content(date: "2026-01-31")
        #expect(text.utf8.allSatisfy { $0 == 10 || (32...126).contains($0) })
        for line in text.split(separator: "\n") {
            if line.first == "." {
                #expect(line.wholeMatch(of: #/\.(?:TH|SH|SS) ".*|\.(?:TP|PP|EX|EE|br)/#) != nil, "\(line)")
            }
            #expect(line.first != "'" && line.last != " ", "\(line)")
            let rest = line.replacing(#/\\(?:e|-|&|f[BIR]|\((?:aq|dq|ga|ha|ti)|\[u[0-9A-F]{4,5}\])/#, with: "")
            #expect(!rest.contains("\\"), "\(line)")
        }
        #expect(text.components(separatedBy: ".EX").count == text.components(separatedBy: ".EE").count)
    }

    @Test func signsThatRoffReadsAreEscaped() {
        var text = ManualText("a-b", section: 1, date: "2026-01-31", summary: "c")
        text.section("description")
        text.paragraphs(".TH\n'x\\y\n\n  .br `z` ^~\nwith `--opt` and \u{e9}")
        text.entries([.init([.literal("-c"), .value("x")], "'quoted'.")])
        #expect(
            text.content == """
                .TH "A\\-B" 1 "2026-01-31" "Picket \(ProgramVersion.text)"
                .SH "NAME"
                a\\-b \\- c
                .SH "DESCRIPTION"
                \\&.TH
                .PP
                \\(aqx\\ey
                .PP
                .EX
                  .br \\(gaz\\(ga \\(ha\\(ti
                .EE
                .PP
                with \\fB\\-\\-opt\\fR and \\[u00E9]
                .TP
                \\fB\\-c\\fR \\fIx\\fR
                \\(aqquoted\\(aq.

                """)
    }

    @Test func aVersionTellsItsCommit() throws {
        #expect(ProgramVersion.line(commit: nil) == "\(ProgramVersion.text)\n")
        #expect(ProgramVersion.line(commit: "9036a2c2f1e0-dirty") == "\(ProgramVersion.text) (9036a2c2f1e0-dirty)\n")
    }
}
