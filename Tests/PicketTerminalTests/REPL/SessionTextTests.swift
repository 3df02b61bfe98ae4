import PicketRuntime
import PicketSyntax
import PicketTerminal
import Testing

@Suite struct SessionCommandTests {
    @Test func linesWithAColonAreForTheSession() throws {
        #expect(try SessionCommand(":help") == .help(nil))
        #expect(try SessionCommand("  :help  add ") == .help("add"))
        #expect(try SessionCommand(":timing off") == .timing(false))
        #expect(try SessionCommand(":timing") == .timing(nil))
        #expect(try SessionCommand(":watch 2s show x y") == .watch(interval: 2_000_000_000, text: "show x y"))
        #expect(
            try SessionCommand(":watch 2s 10 show x until status == 200")
                == .watch(
                    interval: 2_000_000_000, text: "show x", end: WatchEnd(rounds: 10, condition: "status == 200")))
        #expect(
            try SessionCommand(":job :watch 2s print \"a until b\" until $last.body.up")
                == .job(
                    interval: 2_000_000_000, text: "print \"a until b\"",
                    end: WatchEnd(condition: "$last.body.up")))
        #expect(try SessionCommand(":watch 2s show until") == .watch(interval: 2_000_000_000, text: "show until"))
        #expect(try SessionCommand(":wide") == .wide(nil))
        #expect(try SessionCommand(":pager off") == .pager(false))
        #expect(try SessionCommand(":find a  b") == .find("a  b"))
        #expect(try SessionCommand(":diff web") == .difference("web", nil))
        #expect(try SessionCommand(":diff web crm") == .difference("web", "crm"))
        #expect(try SessionCommand(":diff \"we ird\" it\\'s") == .difference("we ird", "it's"))
        #expect(try SessionCommand(":diff ~") == .difference("~", nil))
        #expect(try SessionCommand(":output") == .output(nil))
        #expect(try SessionCommand(":save a b.picket") == .save("a b.picket"))
        #expect(try SessionCommand(":history 3") == .history(3))
        #expect(try SessionCommand(":format json") == .format(.json))
        #expect(try SessionCommand(":quit") == .quit)
        #expect(SessionCommand.isOne("\t:x") && !SessionCommand.isOne("show :x"))
    }

    private static let watchUsage = "usage: :watch 2s [COUNT] COMMAND [until CONDITION]"

    @Test(arguments: [
        (":hepl", "there is no `:hepl`; did you mean `:help`?"), (":", "there is no `:`; `:help` lists the commands"),
        (":watch show x", Self.watchUsage), (":watch 2s", Self.watchUsage),
        (":save", "usage: :save FILE"), (":timing maybe", "usage: :timing [on|off]"),
        (":history 0", "usage: :history [COUNT] [TEXT]"), (":watch 2s 0 show x", Self.watchUsage),
        (":diff", "usage: :diff CONNECTION [CONNECTION]"),
        (":diff a b c", "usage: :diff CONNECTION [CONNECTION]"), (":find", "usage: :find TEXT"),
        (":diff \"we ird", "a quote is not closed, or nothing follows a backslash"),
        (":wide maybe", "usage: :wide [on|off]"), (":pager 1", "usage: :pager [on|off]"),
    ])
    func problemsSayWhatToDo(_ line: String, _ message: String) {
        #expect(throws: SessionCommand.Problem(message: message)) { try SessionCommand(line) }
    }
}

@Suite struct ResponseViewTests {
    private func exchange(_ status: Int?, _ body: Value, isSuccess: Bool = true) -> Exchange {
        var response = Response(status: status)
        response.duration = 3_140_000
        return Exchange(
            command: "show",
            location: SourceLocation(source: SourceFile(name: "", text: ""), span: SourceSpan(start: 0, end: 0)),
            response: response, responseBody: body, isSuccess: isSuccess)
    }

    @Test func aMapIsARowForEachKey() {
        let view = ResponseView(colors: false)
        let body: Value = ["name": "web", "port": 5432, "tags": ["a": "b c"]]
        #expect(view.text(exchange(200, body)) == "200 OK  3.1 ms\nname  web\nport  5432\ntags  {a: \"b c\"}")
    }

    @Test func aListOfMapsIsAColumnForEachKey() {
        var view = ResponseView(colors: false)
        view.showsTiming = false
        let body: Value = [["name": "web", "port": 1], ["name": "mail-1", "up": true]]
        #expect(view.text(exchange(200, body)) == "200 OK\nname    port  up\nweb     1\nmail-1        true")
    }

    @Test func jsonIsIndented() {
        var view = ResponseView(colors: false)
        view.format = .json
        let body: Value = ["name": "a\"b\u{7}", "list": [1, .null], "none": [:]]
        let expected = """
            200 OK  3.1 ms
            {
              "name": "a\\"b\\u0007",
              "list": [
                1,
                null
              ],
              "none": {}
            }
            """
        #expect(view.text(exchange(200, body)).content == expected)
    }

    @Test func coloursTellSuccessFromFailure() {
        let view = ResponseView(colors: true)
        #expect(view.line(exchange(200, .null)) == "show  \u{1B}[32m200 OK\u{1B}[0m  \u{1B}[2m3.1 ms\u{1B}[0m")
        let failed = view.line(exchange(404, .null, isSuccess: false)).content
        #expect(failed.contains("\u{1B}[1;31m404 Not Found\u{1B}[0m"))
    }

    @Test func secretsAndControlsNeverReachTheTerminal() {
        let secrets = SecretStore()
        secrets.add("hunter22")
        let view = ResponseView(colors: true, secrets: secrets)
        let body: Value = ["note": "is hunter22", "evil": "\u{1B}]0;x\u{7}", "pin": .secret("1234")]
        let text = view.text(exchange(200, body)).content
        #expect(text.contains("is •••") && !text.contains("hunter22") && !text.contains("1234"))
        #expect(text.contains("\\u{1b}]0;x\\u{7}"))
    }

    @Test(arguments: [
        (949_000, "0.9 ms"), (12_340_000, "12 ms"), (1_204_000_000, "1.20 s"), (61_050_000_000, "1 m 01 s"),
    ])
    func timesAreShort(_ nanoseconds: Int, _ text: String) {
        #expect(DurationText.short(Int64(nanoseconds)) == text)
    }
}

@Suite struct SessionScriptTests {
    @Test func whatSucceededIsAScript() {
        var script = SessionScript()
        script.succeeded("ping")
        script.failed("show nope", wasAnswered: true)
        script.succeeded("expect status 404")
        script.failed("show other", wasAnswered: true)
        script.succeeded("let n = 1")
        script.succeeded("let n = 2; $n + 1")
        let expected = """
            ping
            show nope
            expect status 404
            let n = 1
            set n = 2
            print $n + 1

            """
        #expect(script.text == expected)
    }

    @Test func secretsBecomeVariablesOfTheEnvironment() {
        var script = SessionScript()
        script.succeeded("add a password=one")
        script.succeeded("add b password=\"one\"")
        script.succeeded("add c password=two")
        script.succeeded("secret pg = 'three'")
        let text = script.text
        #expect(!text.contains("one") && !text.contains("two") && !text.contains("three"))
        #expect(text.hasPrefix("add a password=(env(\"PASSWORD\"))\n"))
        #expect(text.contains("secret pg = env(\"PG\")"))
        var parser = Parser(SourceFile(name: "", text: text))
        _ = parser.parseScript()
        #expect(parser.diagnostics.isEmpty)
    }

    @Test func aDefIsWrittenOnce() {
        var script = SessionScript()
        script.succeeded("def hi() { print 1 }")
        script.succeeded("def hi() { print 2 }")
        #expect(script.text == "def hi() { print 2 }\n")
    }

    /// A call is bound to the def of its time, and so are the calls in that def.
    @Test func whatUsedAnEarlierDefIsAComment() {
        var script = SessionScript()
        for text in [
            "def hi() { print 1 }", "def all() { hi }", "hi", "def hi() { print 1 }", "all", "def hi() { print 2 }",
            "hi", "all", "let x = $(hi())", "def all() { hi }", "all",
        ] { script.succeeded(text) }
        func lost(_ name: String, _ text: String) -> String {
            "# Left out: it used an earlier `\(name)`, and the script has the latest.\n#     \(text)\n"
        }
        #expect(
            script.text == "def hi() { print 2 }\ndef all() { hi }\n" + lost("hi", "hi") + lost("all", "all")
                + "hi\n" + lost("all", "all") + "let x = $(hi())\nall\n")
    }

    /// Whether an answer was expected is known later; its place is that of the call.
    @Test func whatFailedStaysWhereItWas() {
        var script = SessionScript()
        script.succeeded("ping")
        script.stopped(
            .init(text: "update nope port=2", place: 0, wasAnswered: true, writes: [(place: 0, text: "PUT z: 404")]))
        script.succeeded("print after")
        script.succeeded("let n = 1")
        script.succeeded("ping")
        let expected = """
            ping
            # This failed after it had sent 1 write:
            # - PUT z: 404
            #     update nope port=2
            print after
            let n = 1
            ping

            """
        #expect(script.text == expected)
    }

    @Test func whatAWatchHasSentIsAComment() {
        var script = SessionScript()
        script.failed("show nope", wasAnswered: true)
        script.watched("show a", [])
        script.watched("unlock pin=ab12", ["PUT x: 200"])
        script.failedAside("update a", ["PUT y: 404"])
        script.succeeded("ping")
        #expect(
            script.saved(SessionFixture.commands.secretNames, by: Redactor(SecretStore())).content == """
                # A `:watch` sent this, once or more often:
                # - PUT x: 200
                #     unlock pin=(env("PIN"))
                # This failed after it had sent 1 write:
                # - PUT y: 404
                #     update a
                ping

                """)
    }
}

@Suite struct SessionPromptTests {
    @Test func theyNamePlatformAndUser() {
        #expect(SessionPrompt().prompt.first.plain == "picket> ")
        #expect(SessionPrompt(platform: "local").prompt.first.plain == "local> ")
        let calm = SessionPrompt(platform: "staging", user: "ops").prompt
        #expect(calm.first.plain == "ops@staging> ")
        #expect(calm.first.runs[0].appearance.color == .green)
        let red = SessionPrompt(platform: "production", user: "ops", isProtected: true).prompt
        #expect(red.first.plain == "ops@production (protected)> ")
        #expect(red.first.runs[0].appearance.color == .red)
    }
}
