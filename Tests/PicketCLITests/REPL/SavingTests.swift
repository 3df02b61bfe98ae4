import Foundation
import Testing

/// What `:save` writes: the statements that ran, in a script without errors that does the same again.
@Suite struct SavingTests {
    /// Runs a session in a folder, and returns what it said, with the file that it saved.
    private func saved(
        _ lines: String, _ files: [String: String] = [:], to path: String = "saved.picket",
        environment: [String: String] = [:], then check: (Workshop) throws -> Void = { _ in }
    ) throws -> (text: String, said: [String]) {
        let shop = try Workshop()
        for (name, text) in files {
            let file = shop.folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let run = try PicketProcess.run(
            ["repl", "--platform", "local"], in: shop.folder, input: "\(lines)\nprint mark\n:save \(path)\n",
            environment: environment)
        let rows = run.output.split(separator: "\n").map(String.init)
        let said = Array(rows.drop { $0 != "mark" }.dropFirst())
        #expect(said.first == "saved \(path)", "\(run.output)\(run.errors)")
        let checked = try PicketProcess.run(["check", path, "-q"], in: shop.folder)
        #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
        try check(shop)
        return (try shop.text(path), Array(said.dropFirst()))
    }

    private static let add = "add a1 host=h port=1 user=u password=(env(\"PW\"))"
    private static let password = ["PW": "hunter22"]

    @Test func whatAHalfDoneLineDidIsThere() throws {
        let (text, said) = try saved(
            "let x = 1; \(Self.add); show nosuch; print never\n\(Self.add.replacing("a1", with: "a2")); fail \"x\"\nprint $x",
            environment: Self.password)
        #expect(
            text == """
                let x = 1
                \(Self.add)
                \(Self.add.replacing("a1", with: "a2"))
                print $x
                print mark

                """)
        #expect(said == ["set before it runs: PW"])
    }

    @Test func aStatementThatFailedAfterAWriteIsAComment() throws {
        let (text, _) = try saved(
            "\(Self.add)\nfor n in [a1, b1] {\n    update $n port=2\n}\nfor n in [b1] { show $n }",
            environment: Self.password)
        #expect(
            text.replacing(#/127\.0\.0\.1:[0-9]+/#, with: "HERE") == """
                \(Self.add)
                # This failed after it had sent 2 writes:
                # - PUT https://HERE/ds-api/pool/pg-instances/a1: 200
                # - PUT https://HERE/ds-api/pool/pg-instances/b1: 404
                #     for n in [a1, b1] {
                #         update $n port=2
                #     }
                print mark

                """)
    }

    @Test func aResponseThatWasExpectedStays() throws {
        let (text, _) = try saved(
            "print 1; show nope\nprint $last.status\nexpect status 404\ndelete nope\nexpect status 404\ndelete gone\nshow other\n"
        )
        let left = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(
            left == [
                "print 1", "show nope", "expect status 404", "print $last.status", "delete nope", "expect status 404",
                "print mark",
            ], "\(text)")
        // It was sent, and nobody expected its answer.
        #expect(text.contains("# This failed after it had sent 1 write:\n# - DELETE https:"), "\(text)")
    }

    @Test func deferredBlocksOfAJobStayInABlock() throws {
        let prompt = try PromptTerminal()
        let path = prompt.folder.appending(path: "saved.picket").path()
        try prompt.run("defer { print late }")
        try prompt.run(":job defer { print bye }; let x = 1; print $x")
        try prompt.seeJob("[1] done  defer { print bye }; let x = 1; print $x")
        try prompt.run(":job ping")
        try prompt.seeJob("[1] done  ping")
        try prompt.run(":save \(path)")
        #expect(
            try String(contentsOfFile: path, encoding: .utf8) == """
                defer { print late }
                if true {
                    defer { print bye }
                    let x = 1
                    print $x
                }
                ping

                """)
        let run = try PicketProcess.run(["run", path, "--platform", "local"])
        #expect(run.output == "1\nbye\nlate\n", "\(run.output)\(run.errors)")
    }

    @Test func aNameThatIsDeclaredTwiceIsSet() throws {
        let files = [
            "p.picket": "param qq = 1 \"a note\"\nparam must\nprint $qq, $must\n", "r.picket": "param r = 3\n",
        ]
        let (text, said) = try saved(
            ":source p.picket must=x\n:source p.picket qq=2 must='a b'\nparam qq = 4\nping as r\n:source r.picket\nlet r = 5\nsecret s = \"hunter22\"\nsecret s = \"other234\"",
            files)
        #expect(
            text == """
                param qq = 1 "a note"
                param must = "x"
                print $qq, $must
                set qq = 2
                set must = "a b"
                print $qq, $must
                set qq = 4
                ping as r
                set r = 3
                set r = 5
                secret s = env("S")
                set s = secret(env("S_2"))
                print mark

                """)
        #expect(said == ["set before it runs: S, S_2"])
    }

    @Test func aParameterThatIsASecretMustBeGiven() throws {
        let files = ["p.picket": "param password\nsecret pw = $password\n"]
        let (text, said) = try saved(":source p.picket password=hunter22", files)
        #expect(text.hasPrefix("param password\n") && !text.contains("hunter22"), "\(text)")
        #expect(said == ["parameters to give: password"])
    }

    @Test func twoPasswordsNeverShareAVariable() throws {
        let (text, said) = try saved(
            "secret pw = env(\"PASSWORD\")\nadd a1 host=h port=1 user=u password=$pw\nadd a2 host=h port=1 user=u password=other234\n"
                + "add a3 host=h port=1 user=u password=third567\nlet home = env(\"HOME\") ?? x",
            environment: ["PASSWORD": "hunter22"])
        #expect(text.contains("add a2 host=h port=1 user=u password=(env(\"PASSWORD_2\"))\n"), "\(text)")
        #expect(text.contains("add a3 host=h port=1 user=u password=(env(\"PASSWORD_3\"))\n"), "\(text)")
        #expect(said == ["set before it runs: PASSWORD, PASSWORD_2, PASSWORD_3"])
    }

    // MARK: Files

    private static let files = [
        "sub/s.picket": "include \"lib/in.picket\"\nprint csv(\"data.csv\")[0].name\n",
        "sub/lib/in.picket": "print lib\n",
        "sub/data.csv": "name\nsub\n", "data.csv": "name\nhere\n", "here.picket": "print here\n",
    ]
    private static let reading =
        ":source sub/s.picket\nprint csv('data.csv')[0].name # csv(\"data.csv\")\ninclude here.picket"

    @Test func pathsAreThoseOfTheSavedFile() throws {
        let (text, said) = try saved(Self.reading, Self.files) { shop in
            let run = try PicketProcess.run(["run", "\(shop.folder.path())/saved.picket"], in: Project.root)
            #expect(run.output == "lib\nsub\nhere\nhere\nmark\n", "\(run.output)\(run.errors)")
        }
        #expect(text.contains("include \"sub/lib/in.picket\"\n") && text.contains("csv(\"sub/data.csv\")"), "\(text)")
        #expect(text.contains("csv('data.csv')") && said == [], "\(text)")
    }

    @Test func aFileOutsideOfTheFolderIsToldOf() throws {
        let (text, said) = try saved(Self.reading, Self.files, to: "sub/saved.picket") { shop in
            let run = try PicketProcess.run(
                ["run", "sub/saved.picket", "--file-root", "."], in: shop.folder)
            #expect(run.output.hasPrefix("lib\nsub\nhere\n"), "\(run.output)\(run.errors)")
        }
        #expect(text.contains("include \"lib/in.picket\"\n") && text.contains("csv(\"data.csv\")[0].name\n"), "\(text)")
        #expect(text.contains("# The next statement uses `"), "\(text)")
        #expect(text.contains("`: `--file-root` names a folder that the script may use, too.\n"), "\(text)")
        // An `include` that the check refuses is a comment.
        #expect(
            text.contains("# Left out: cannot include") && said == ["warning: 1 statement is a comment that says why"],
            "\(text)\(said)")
    }

    @Test func anIncludeThatRanAgainIsAComment() throws {
        let (text, _) = try saved("include 'here.picket'\ninclude 'here.picket'", Self.files)
        #expect(
            text == """
                include 'here.picket'
                # This ran again here, and a script runs a file once:
                #     include 'here.picket'
                print mark

                """)
    }

    // MARK: Checked before it is saved

    @Test func whatWouldBeAnErrorIsAComment() throws {
        let (text, said) = try saved(
            "def f(a) { return $a }\nlet x = f(1)\nprint $x\ndef f(a, b) { return $b }\nprint $(f(1, 2))")
        #expect(text.contains("def f(a, b)") && text.contains("# Left out: "), "\(text)")
        #expect(text.hasSuffix("print $(f(1, 2))\nprint mark\n"), "\(text)")
        #expect(said == ["warning: 2 statements are comments that say why"], "\(said)")
    }

    @Test func aRunThatEndedInAFileIsCutThere() throws {
        let files = ["e.picket": "print before\nexit 3\nprint after\n"]
        #expect(try saved(":source e.picket", files).text == "print before\nprint mark\n")
    }

    @Test func aFileThatIsThereIsNotReplacedWithoutAPerson() throws {
        let shop = try Workshop()
        try shop.write("mine\n", to: "saved.picket")
        let run = try PicketProcess.run(
            ["repl"], in: shop.folder,
            input: ":save saved.picket\nprint 1\n:save saved.picket\n:save 'a b'\n:save a b\n:save 'a\n")
        #expect(
            run.output == """
                error: nothing has succeeded yet
                1
                error: `saved.picket` exists already
                saved a b
                error: `:save` takes one file; quote a path with blanks
                error: a quote is not closed, or nothing follows a backslash

                """)
        #expect(try shop.text("saved.picket") == "mine\n" && shop.text("a b") == "print 1\n")
    }
}
