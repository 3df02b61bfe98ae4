import Foundation
import Testing

/// Files that a session runs: what they read, what ends them, and what is said then.
@Suite struct SourcedFileTests {
    /// Runs a session in a folder with these files, which is also its home.
    private func run(
        _ input: String, _ files: [String: String], _ arguments: [String] = []
    ) throws -> PicketProcess {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-source-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return try PicketProcess.run(
            ["repl"] + arguments, in: folder, input: input.replacing("HERE", with: folder.path()),
            environment: ["HOME": folder.path()])
    }

    // MARK: Folders

    private static let data = [
        "sub/data.csv": "name\nsub\n", "data.csv": "name\ncurrent\n",
        "sub/s.picket": "def far() { return csv(\"data.csv\")[0].name }\nprint csv(\"data.csv\")[0].name\n",
        "sub/lib/in.picket": "def deep() { return csv(\"data.csv\")[0].name }\nprint csv(\"data.csv\")[0].name\n",
        "sub/outer.picket": "include \"lib/in.picket\"\nprint $(deep())\n",
    ]

    /// As for `picket run`, which the second line shows.
    @Test(arguments: [
        ":source sub/s.picket", "include 'sub/s.picket'", ":source HERE/sub/s.picket", ":source ~/sub/s.picket",
    ])
    func dataFilesAreLookedForInTheFolderOfTheScript(_ line: String) throws {
        let run = try run(
            "\(line)\nprint $(far())\nprint csv(\"data.csv\")[0].name\nfor i in [1] parallel 1 { print $(far()) }\n",
            Self.data)
        #expect(run.output == "sub\nsub\ncurrent\nsub\n", "\(run.output)\(run.errors)")
    }

    @Test func aFileThatAScriptIncludesReadsInTheFolderOfTheScript() throws {
        let run = try run(":source sub/outer.picket\nprint $(deep())\ninclude 'sub/outer.picket'\n", Self.data)
        #expect(run.output == "sub\nsub\nsub\nsub\nsub\n", "\(run.output)\(run.errors)")
    }

    @Test func aJobReadsInTheFolderOfTheScript() throws {
        let run = try run(":source sub/s.picket\n:job print $(far())\n", Self.data)
        // The time of day stands between the job and its output.
        let rows = run.output.split(separator: "\n")
        #expect(rows.contains { $0.hasPrefix("[1] ") && $0.hasSuffix(" sub") }, "\(run.output)\(run.errors)")
    }

    // MARK: Words

    @Test(arguments: [
        ":source 'a b/s p.picket'", ":source \"a b/s p.picket\"", ":source a\\ b/s\\ p.picket",
        ":source ~/'a b'/s\\ p.picket",
    ])
    func aPathIsAWordOfAShell(_ line: String) throws {
        let script = "param note = \"none\"\nprint $note\n"
        let files = ["a b/s p.picket": script]
        #expect(try run(line + "\n", files).output == "none\n")
        for value in ["note=\"a b  c\"", "note='a b  c'", "note=a\\ b\\ \\ c"] {
            #expect(try run("\(line) \(value)\n", files).output == "a b  c\n", "\(value)")
        }
    }

    @Test func wordsThatAreNoPathAreASentence() throws {
        let files = ["a": "print a\n", "b": "print b\n", "~": "print tilde\n"]
        let run = try run(":source a b\n:source 'a\n:source a\\\n:source x=1\n:source '~'\n", files)
        #expect(
            run.output == """
                error: `:source` takes one file; quote a path with blanks
                error: a quote is not closed, or nothing follows a backslash
                error: a quote is not closed, or nothing follows a backslash
                error: `:source` takes one file; quote a path with blanks
                tilde

                """, "\(run.output)\(run.errors)")
    }

    // MARK: Ends

    private static let ending = [
        "exit.picket": "print before\nexit 3\nprint after\nprint more\n", "good.picket": "exit\n",
        "outer.picket": "print outer\ninclude \"exit.picket\"\nprint never\n",
        "in-def.picket": "def leave() { exit 4 }\nleave\nprint after\n",
        "in-loop.picket": "for i in 1..3 parallel 2 { if $i == 2 { exit 5 } }\nprint after\n",
    ]

    @Test(arguments: [
        (
            ":source exit.picket",
            "before\n`exit.picket` ended with `exit 3`, so the rest was not run: 2 statements of `exit.picket`\n"
        ),
        (":source good.picket", "`good.picket` ended with `exit 0`\n"),
        (
            "include 'exit.picket'; print late",
            "before\n`exit.picket` ended with `exit 3`, so the rest was not run: 2 statements of `exit.picket`, "
                + "1 statement of the line\n"
        ),
        (
            ":source outer.picket",
            "outer\nbefore\n`outer.picket` ended with `exit 3`, so the rest was not run: 2 statements of "
                + "`exit.picket`, 1 statement of `outer.picket`\n"
        ),
        (
            ":source in-def.picket",
            "`in-def.picket` ended with `exit 4`, so the rest was not run: 1 statement of `in-def.picket`\n"
        ),
        (
            ":source in-loop.picket",
            "`in-loop.picket` ended with `exit 5`, so the rest was not run: 1 statement of `in-loop.picket`\n"
        ),
    ])
    func exitEndsTheFileAndNotTheSession(_ line: String, _ output: String) throws {
        let result = try run("\(line)\nprint here\n", Self.ending)
        #expect(result.output == output + "here\n", "\(result.output)\(result.errors)")
        #expect(result.status == 0)
        let stopped = try run("\(line)\nprint here\n", Self.ending, ["--stop-on-error"])
        #expect(stopped.output.contains("here\n") == (output.contains("exit 0")), "\(stopped.output)")
    }

    @Test func exitOfALineEndsTheSessionAfterAFileToo() throws {
        let run = try run(":source exit.picket\n:source in-def.picket\nexit 7\nprint never\n", Self.ending)
        #expect(run.status == 7 && !run.output.contains("never"), "\(run.output)")
        #expect(try self.run(":source in-def.picket\nleave\nprint never\n", Self.ending).status == 4)
    }

    // MARK: Failures

    private static let failing = [
        "call.picket": "print before\nshow wbe\ndef f() { }\nprint after\nprint more\n",
        "fail.picket": "print before\nfail \"no\"\n", "inner.picket": "fail \"no\"\nprint a\nprint b\n",
        "outer.picket": "include \"inner.picket\"\nprint c\n",
        "in-def.picket": "def f() { fail \"no\" }\nf\nprint after\n",
        "test.picket": "test \"sum\" { expect 1 == 2 }\ntest \"call\" { show wbe }\nprint after\n",
    ]

    @Test(arguments: [
        (":source call.picket", "call.picket:2:1", "2 statements of `call.picket`"),
        ("include 'call.picket'", "call.picket:2:1", "2 statements of `call.picket`"),
        (":source fail.picket", "fail.picket:2:1", nil),
        (":source outer.picket", "inner.picket:1:1", "2 statements of `inner.picket`, 1 statement of `outer.picket`"),
        (
            "print 1; include 'outer.picket'; print d", "inner.picket:1:1",
            "2 statements of `inner.picket`, 1 statement of `outer.picket`, 1 statement of the line"
        ),
        (":source in-def.picket", "in-def.picket:1:11", "1 statement of `in-def.picket`"),
        ("if true { fail \"no\"; print x }; print y; print z", "<line 1>:1:11", "3 statements of the line"),
        (
            "for i in 1..3 { try { fail \"no\"; print a } catch p { fail \"again\"; print b }; print c }; print d",
            "<line 1>:1:54",
            "3 statements of the line"
        ),
        ("fail \"no\"", "<line 1>:1:1", nil),
    ])
    func whatStopsHalfWaySaysWhereAndHowMuchIsLeft(_ line: String, _ place: String, _ rest: String?) throws {
        let run = try run("\(line)\nprint here\n", Self.failing, ["--platform", "local"])
        #expect(run.errors.contains("--> \(place)\n"), "\(run.output)\(run.errors)")
        #expect(run.output.hasSuffix("here\n"), "\(run.output)")
        let said = run.errors.split(separator: "\n").filter { $0.hasPrefix("the rest was not run") }
        #expect(said == (rest.map { ["the rest was not run: \($0)"] } ?? []), "\(run.errors)")
    }

    @Test func aResponseThatStopsALineSaysHowMuchIsLeft() throws {
        let run = try run("show a; show b; show c\nshow d\n", [:], ["--platform", "local"])
        #expect(run.errors == "the rest was not run: 2 statements of the line\n", "\(run.errors)")
        #expect(run.output.hasSuffix("named d.\n"), "\(run.output)")
    }

    @Test func aFailingTestShowsWhyAndTheRestRuns() throws {
        let run = try run(
            ":source test.picket\ntest \"here\" { expect 1 == 3 }\n", Self.failing, ["--platform", "local"])
        for text in ["--> test.picket:1:21", "--> test.picket:2:15", "answered 404", "--> <line 1>:1:22"] {
            #expect(run.errors.contains(text), "\(text): \(run.errors)")
        }
        #expect(run.output.contains("failed  sum\n") && run.output.contains("failed  call\nafter\n"), "\(run.output)")
    }

    // MARK: Again

    @Test func anIncludeRunsAgainAfterAFailureARefusalAndAnEdit() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-again-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "inc.picket")
        try Data("print one\nexpect $ok\nlet made = 1\n".utf8).write(to: file)
        // A session edits the file with `save=`: no second program is needed, and no pause.
        let edit = "request GET /local-platform/connections save=inc.picket"
        let run = try PicketProcess.run(
            ["repl", "--platform", "local"], in: folder,
            input: """
                let ok = false
                include 'inc.picket'
                set ok = true
                include 'inc.picket'
                include 'inc.picket'; include './inc.picket'
                print $made
                \(edit)
                include 'inc.picket'
                print after

                """)
        #expect(run.output.split(separator: "\n").filter { $0 == "one" }.count == 3, "\(run.output)\(run.errors)")
        #expect(run.output.contains("\n1\n") && run.output.hasSuffix("after\n"), "\(run.output)")
        // The edited file holds `[]`, which is no statement.
        #expect(run.errors.contains("inc.picket:1:1"), "\(run.errors)")
    }

    @Test func aFileThatCannotBeReadRunsOnceItCan() throws {
        let run = try run(
            "include 'later.picket'\nrequest GET /local-platform/connections save=x.json\ninclude 'good.picket'\ninclude 'good.picket'\n",
            ["good.picket": "include \"lib.picket\"\ninclude \"./lib.picket\"\n", "lib.picket": "print lib\n"],
            ["--platform", "local"])
        #expect(run.errors.contains("error[cannot-include]"), "\(run.errors)")
        // Within one line a file runs once.
        #expect(run.output.split(separator: "\n").filter { $0 == "lib" }.count == 2, "\(run.output)")
    }
}
