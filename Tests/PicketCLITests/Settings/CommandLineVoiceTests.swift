import Foundation
import Testing

@testable import PicketCLI

/// How the program takes its words, and how it speaks of those that it does not know.
@Suite struct CommandLineVoiceTests {
    // MARK: What is given twice (R11)

    @Test func eachTextOfACommandLineRunsInTurn() throws {
        let suite = try TestSuiteFolder(["f.picket": "print file\n"])
        #expect(try suite.picket(["run", "f.picket", "-c", "print A", "-c", "print B"]).output == "A\nB\nfile\n")
        let fault = try suite.picket(["run", "-c", "print A", "-c", "sohw x"])
        #expect(
            fault.status == 2 && fault.output.isEmpty && fault.errors.contains("<command line 2>:1:1"),
            "\(fault.errors)")
        #expect(try suite.picket(["plan", "-c", "print A", "-cprint B"]).output.hasPrefix("A\nB\n"))
        #expect(try suite.picket(["check", "-c", "print 1", "-c", "print $x"]).status == 2)
    }

    @Test func selectionsAddUp() throws {
        let suite = try TestSuiteFolder([
            "a.picket":
                "test \"one\" tags=[a] { expect 1==1 }\ntest \"two\" tags=[b] { expect 1==1 }\ntest \"three\" { expect 1==1 }\n"
        ])
        func names(_ words: String) throws -> [String] {
            TestSuiteFolder.passed(try suite.picket("test a.picket \(words)"))
        }
        #expect(try names("--tag a --tag b") == ["one", "two"])
        #expect(try names("--name one --name th*") == ["one", "three"])
        #expect(try names("--shard 1/2 --shard 2/2").count == 3)
        #expect(try names("--tag a --tag b --name two") == ["two"])
    }

    @Test(arguments: ["run a.picket", "plan a.picket", "test t.picket"])
    func aParameterThatIsGivenTwiceIsAnError(_ command: String) throws {
        let suite = try TestSuiteFolder([
            "a.picket": "param x = 0\nprint $x\n", "t.picket": "param x = 0\ntest \"t\" { print $x }\n",
        ])
        for values in ["x=1 x=2", "x=1 x=1"] {
            let run = try suite.picket("\(command) \(values)")
            #expect(run.status == 2 && run.output.isEmpty, "\(run.errors)")
            #expect(run.errors == "picket: the parameter `x` is given twice\n", "\(run.errors)")
        }
    }

    /// U24
    @Test func aMisspeltParameterIsNamedBesideTheMissingOne() throws {
        let suite = try TestSuiteFolder(["a.picket": "param alpha\nparam beta\nparam gamma = 1\n"])
        let run = try suite.picket("run a.picket alhpa=1 beta=2")
        #expect(run.status == 2)
        #expect(run.errors.contains("the parameter `alpha` must be given: `alpha=VALUE`"), "\(run.errors)")
        #expect(run.errors.contains("no script has a parameter `alhpa`; did you mean `alpha`?"), "\(run.errors)")
        let both = try suite.picket("run a.picket gamma=x")
        #expect(both.errors.contains("the parameters `alpha`, `beta` must be given"), "\(both.errors)")
        #expect(both.errors.contains("the parameter `gamma` takes a value of type integer"), "\(both.errors)")
    }

    // MARK: Words (R35–R38)

    @Test func aScriptAloneIsRun() throws {
        let suite = try TestSuiteFolder(["a.picket": "param x = 1\nprint $x\n", "plain": "print 2\n"])
        #expect(try suite.picket("a.picket").output == "1\n")
        #expect(try suite.picket("./a.picket x=5 -q").output == "5\n")
        #expect(try suite.picket("plain").output == "2\n")
        #expect(try suite.picket("-", input: "print 3\n").output == "3\n")
        #expect(try suite.picket(["-c", "print 4"]).output == "4\n")
        let absent = try suite.picket("absent.picket")
        #expect(absent.status == 2 && absent.errors.contains("cannot read `absent.picket`"), "\(absent.errors)")
    }

    @Test(arguments: [
        ("rnu x", "there is no command `rnu`; did you mean `run`?"),
        ("help nope", "there is no command or topic `nope`; "),
        ("help tets", "did you mean `test`?"), ("chek a", "did you mean `check`?"),
        ("commands ad", "did you mean `add`?"), ("frobnicate", "`picket help` lists them"),
    ])
    func aWordThatIsNoCommandIsAnErrorWithTheNearest(_ words: String, _ message: String) throws {
        let run = try TestSuiteFolder([:]).picket(words)
        #expect(run.status == 2 && run.output.isEmpty, "\(run.output)")
        #expect(run.errors.hasPrefix("picket: there is no command") && run.errors.contains(message), "\(run.errors)")
    }

    @Test(arguments: [
        "run --colour x", "run --user", "test", "run --seed x", "test a --jobs x", "fmt", "check", "plan", "run",
        "test a --jobs -1", "test a --repeat 0", "test a --max-fail 0", "run a --retries -1", "run a --color blue",
        "platfrom",
        "run a --timeout -5s", "repl --nothing", "commands nothing", "run a --journal x --resume y",
    ])
    func allMistakesAreToldInOneVoice(_ words: String) throws {
        let run = try TestSuiteFolder([:]).picket(words)
        #expect(run.status == 2 && run.output.isEmpty, "\(run.output)")
        for line in run.errors.split(separator: "\n") { #expect(line.hasPrefix("picket: "), "\(run.errors)") }
        #expect(!run.errors.isEmpty)
    }

    @Test func shortOptionsTakeTheirValueWithoutABlank() throws {
        let suite = try TestSuiteFolder(["a.picket": "test \"a\" { expect 1 == 1 }\n"])
        #expect(try suite.picket(["run", "-cprint 5"]).output == "5\n")
        #expect(try suite.picket("test a.picket -j2").status == 0)
        let jobs = try suite.picket("test a.picket -j-1")
        #expect(jobs.errors.contains("`--jobs` is a whole number from 1 to 256, not `-1`"), "\(jobs.errors)")
        let separate = try suite.picket("test a.picket --jobs -1")
        #expect(separate.errors.contains("`--jobs` is a whole number from 1 to 256, not `-1`"), "\(separate.errors)")
    }

    /// As curl reads it: no limit.
    @Test func zeroIsNoLimit() throws {
        let run = try TestSuiteFolder([:]).picket([
            "run", "-c", "ping\nexpect status 200\nprint 1", "--platform", "local", "--timeout", "0", "--deadline", "0",
            "--connect-timeout", "0",
        ])
        #expect(run.status == 0 && run.output == "1\n", "\(run.errors)")
    }

    /// R44
    @Test func aFileWhoseNameHoldsAnEqualsSignIsNamed() throws {
        let suite = try TestSuiteFolder(["a=b.picket": "print 1\n"])
        for command in ["run", "plan", "test"] {
            let run = try suite.picket("\(command) a=b.picket")
            #expect(run.status == 2 && run.errors.contains("write `./a=b.picket` for the file"), "\(run.errors)")
        }
        #expect(try suite.picket("run ./a=b.picket").output == "1\n")
    }

    // MARK: Folders (R45)

    @Test func checkAndFormatTakeFolders() throws {
        let suite = try TestSuiteFolder([
            "s/a.picket": "print 1\n", "s/t/b.picket": "let   x=1\nprint $x\n", "s/c.txt": "sohw\n",
        ])
        #expect(try suite.picket("check s").status == 0)
        let format = try suite.picket("fmt s --check")
        #expect(format.status == 1 && format.output == "s/t/b.picket\n", "\(format.output)")
        #expect(
            format.errors.contains("--- s/t/b.picket\n") && format.errors.contains("@@ -1,2 +1,2 @@"),
            "\(format.errors)")
        #expect(format.errors.contains("-let   x=1\n+let x = 1\n print $x\n"), "\(format.errors)")
        try suite.write("s/d.picket", "sohw\n")
        #expect(try suite.picket("check s").status == 2)
        try suite.write("s/d.picket", "print   2\n")
        #expect(try suite.picket("fmt s").status == 0)
        #expect(suite.text("s/d.picket") == "print 2\n" && suite.text("s/c.txt") == "sohw\n")
        #expect(try suite.picket("fmt --check s").status == 0)
    }

    /// The kept lines of a difference and the removed ones are the old text, the kept and the added ones the new, also where every
    /// line changes, and where lines come and go.
    @Test(arguments: [
        (0..<20_000).map { "print   \($0)" },
        ["if true {", "print 1 }", "", "", "", "print 2;print 3", "let   x=[1,", "2 ]"],
        (0..<50).map { $0 % 7 == 0 ? "print   \($0)" : "print \($0)" },
    ])
    func aDifferenceLeadsFromTheOneTextToTheOther(_ lines: [String]) throws {
        let suite = try TestSuiteFolder(["a.picket": lines.joined(separator: "\n") + "\n"])
        let shown = try suite.picket("fmt --check a.picket").errors.split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(try suite.picket("fmt a.picket").status == 0)
        let formatted = suite.text("a.picket").split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
            String.init)
        var (old, new) = (lines[...], formatted[...])
        for line in shown.dropFirst(2).dropLast() {
            let text = String(line.dropFirst())
            switch line.first {
            case "@":
                // What stands between two parts is in both.
                let numbers = text.matches(of: /[0-9]+/).compactMap { Int($0.0) }
                #expect(numbers.count == 4)
                old = lines[(numbers[0] - 1)...]
                new = formatted[(numbers[2] - 1)...]
                #expect(lines[..<old.startIndex].suffix(1) == formatted[..<new.startIndex].suffix(1))
            case "-": #expect(old.popFirst() == text)
            case "+": #expect(new.popFirst() == text)
            default: #expect(old.popFirst() == text && new.popFirst() == text)
            }
        }
        #expect(old.elementsEqual(new))
    }

    /// What is hidden in an excerpt is hidden in a difference.
    @Test func theDifferenceShowsNoSecret() throws {
        let suite = try TestSuiteFolder(["a.picket": "add   web host=h port=1 user=u password=Hunter22x\n"])
        let run = try suite.picket("fmt --check a.picket")
        #expect(
            run.status == 1 && !run.errors.contains("Hunter22x") && run.errors.contains("+add web"), "\(run.errors)")
    }

    /// U30
    @Test func aFileOfTheCurrentFolderIsNamed() throws {
        let suite = try TestSuiteFolder(["s/a.picket": "param f\nprint len(csv($f))\n", "x.csv": "a\n1\n"])
        let run = try suite.picket("run s/a.picket f=x.csv")
        #expect(run.status == 1 && run.errors.contains("the current folder has one"), "\(run.errors)")
        let path = suite.folder.resolvingSymlinksInPath().appending(path: "x.csv").path()
        #expect(run.errors.contains(path), "\(run.errors)")
        #expect(try suite.picket(["run", "s/a.picket", "f=\(path)", "--file-root", "."]).output == "1\n")
        #expect(try !suite.picket("run s/a.picket f=y.csv").errors.contains("current folder"))
    }
}
