import Foundation
import TerminalHarness
import Testing

@testable import PicketCLI

/// `picket help TOPIC`, `picket explain CODE`, and `:help TOPIC`.
@Suite struct HelpTopicTests {
    @Test(arguments: Documentation.topics) func aTopicIsShown(_ topic: String) throws {
        let run = try PicketProcess.run(["help", topic])
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        #expect(run.output.utf8.count > 500 && !run.output.contains("```") && !run.output.contains("]("))
    }

    @Test(arguments: [("ensure", "ensure NAME host="), ("split", "split(text, [sep])"), ("defer", "defer STATEMENT")])
    func aNameIsExplained(_ name: String, _ part: String) throws {
        let run = try PicketProcess.run(["help", name])
        #expect(run.status == 0 && run.output.contains(part) && run.output.contains("  prints"), "\(run.output)")
    }

    @Test func aNameOfTwoThingsShowsBoth() throws {
        let run = try PicketProcess.run(["help", "secret"])
        #expect(run.output.contains("secret NAME = EXPRESSION") && run.output.contains("secret(x)"), "\(run.output)")
    }

    @Test(arguments: [
        "unexpected-status", "error[unexpected-status]", "[unexpected-status]", "warning[unexpected-status]:",
    ])
    func aCodeIsExplainedAsAnErrorShowsIt(_ word: String) throws {
        let run = try PicketProcess.run(["explain", word])
        #expect(run.status == 0 && run.output.hasPrefix("unexpected-status\n"), "\(run.output)\(run.errors)")
        #expect(run.output.contains("    expect status 404"), "\(run.output)")
    }

    @Test(arguments: [
        (["explain", "unexpected-statsu"], "there is no code `unexpected-statsu`; did you mean `unexpected-status`?"),
        (["explain", "x"], "there is no code `x`; `picket help codes` lists them"),
        (["explain"], "`picket explain CODE` explains the code"),
        (["help", "tutorail"], "there is no command or topic `tutorail`; did you mean `tutorial`?"),
        (["help", "ensrue"], "there is no command or topic `ensrue`; did you mean `ensure`?"),
    ])
    func whatIsMisspeltNamesTheNearest(_ words: [String], _ message: String) throws {
        let run = try PicketProcess.run(words)
        #expect(run.status == 2 && run.output.isEmpty && run.errors.contains(message), "\(run.errors)")
    }

    /// On a terminal the user's pager shows a page.
    @Test func aPageGoesThroughThePager() throws {
        let environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TERM": "xterm-256color"]
        let terminal = try Terminal(
            Project.program("picket").path(), ["help", "install"],
            environment: environment.merging(["PAGER": "sed 's/^/| /'"]) { $1 }, columns: 100, rows: 200)
        try terminal.wait("the page") { terminal in
            terminal.screen.transcript.contains { $0.hasPrefix("| Install") }
        }
    }

    /// Without the pager's program the page is shown all the same.
    @Test func aPagerThatIsMissingIsNotNeeded() throws {
        let environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TERM": "xterm-256color"]
        let terminal = try Terminal(
            Project.program("picket").path(), ["help", "install"],
            environment: environment.merging(["PAGER": "no-such-pager"]) { $1 }, columns: 100, rows: 200)
        try terminal.wait("the page") { $0.screen.transcript.contains("Install") }
    }

    // MARK: At the prompt

    @Test(arguments: [
        ("help", "Statements"), ("?", "Statements"), ("help ensure", "ensure NAME host="),
        ("\\? split", "split(text, [sep])"),
    ])
    func wordsOfOtherPromptsLeadOn(_ line: String, _ part: String) throws {
        let run = try PicketProcess.run(["repl"], input: line + "\n")
        #expect(run.status == 0 && run.output.contains(part) && run.errors.isEmpty, "\(run.output)\(run.errors)")
    }

    @Test(arguments: ["quit", "\\q", ":quit"]) func wordsOfOtherPromptsEndTheSession(_ line: String) throws {
        let run = try PicketProcess.run(["repl"], input: "\(line)\nprint never\n")
        #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run.output)\(run.errors)")
    }

    @Test func aDefIsNotTakenForAWordOfOtherPrompts() throws {
        let run = try PicketProcess.run(["repl"], input: "def quit() { print mine }\nquit\nprint after\n")
        #expect(run.output == "mine\nafter\n", "\(run.output)\(run.errors)")
    }

    @Test func thePromptExplainsStatementsWithAnExample() throws {
        let run = try PicketProcess.run(["repl"], input: ":help defer\n:help missing-key\n")
        #expect(run.output.contains("print \"leaving $name\"") && run.output.contains("A map does not have this key"))
    }

    @Test(arguments: [
        ("<https://a.example/x> <b>", "https://a.example/x <b>"), ("[one](two.md)", "one"),
        ("[one `]` two](http://a.example)", "one `]` two (http://a.example)"), ("[a](b", "[a](b"),
        ("[a] (b)", "[a] (b)"), ("[a] [b](c)", "[a] b"), ("[a", "[a"),
        ("**a *b* `c`**", "a b `c`"), ("*a* and *b*.", "a and b."), ("2*3*4", "2*3*4"), ("a * b * c", "a * b * c"),
        ("`**a** <https://b> [c](d)`", "`**a** <https://b> [c](d)`"), ("one ` two *a*", "one ` two a"), ("*", "*"),
        ("such as 'pool *': `'pool *'`", "such as 'pool *': `'pool *'`"),
        ("**", "**"), ("****", "****"), ("<", "<"), ("[é](x) é", "é é"), ("", ""),
    ])
    func theSignsOfAPageAreNotShown(_ markdown: String, _ plain: String) {
        #expect(MarkdownSpans.plain(markdown) == plain)
    }

    @Test func aPageIsRendered() {
        let text = MarkdownText(
            """
            # Title

            A [link](x.md) and **bold** `code`,
            on two lines.

            - one
            - two
            more

            | a | b |
            | --- | --- |
            | `x\\|y` | why |

            ```picket
            print 1
            ```

            ```output
            1
            ```

            ## Next
            """, colors: false, width: 30)
        #expect(
            text.content == """
                Title
                =====

                A link and bold `code`, on two
                lines.

                - one
                - two more

                  `x|y`
                      why

                    print 1

                  prints

                    1

                Next
                ----

                """)
    }
}
