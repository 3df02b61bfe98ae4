import Foundation
import TerminalHarness
import Testing

/// What a person sees at the prompt.
@Suite struct PromptTests {
    @Test func responsesAreTablesWithColourAndTiming() throws {
        let prompt = try PromptTerminal()
        try prompt.run("ping")
        try prompt.seeStyled("{32:200 OK}  {2:")
        try prompt.seeStyled("{36:version}  v2.0.0")
        #expect(prompt.terminal.screen.transcript.contains { $0.contains(#/^200 OK  \d+(\.\d+)? m?s$/#) })
    }

    @Test func jsonAndTimingAreChoices() throws {
        let prompt = try PromptTerminal()
        try prompt.run(":timing off")
        try prompt.run(":format json")
        try prompt.run("ping")
        try prompt.see("200 OK")
        try prompt.see("  \"version\": \"v2.0.0\"")
        try prompt.run(":format table")
        try prompt.run(":timing on")
        try prompt.run("ping")
        try prompt.see("version  v2.0.0")
        #expect(prompt.terminal.screen.transcript.contains { $0.hasPrefix("200 OK  ") })
    }

    @Test func anErrorNeverEndsTheSession() throws {
        let prompt = try PromptTerminal()
        try prompt.run("show nope")
        try prompt.seeStyled("{1;31:404 Not Found}")
        try prompt.run("expect status 404")
        try prompt.see("holds")
        try prompt.run("sohw nope")
        try prompt.see("   = help: did you mean `show`? `picket commands` lists the commands")
        try prompt.run("expect 1 == 2")
        try prompt.seePart("error[")
        try prompt.run("print 10 / 0")
        try prompt.run("1 + 2")
        try prompt.see("3")
    }

    @Test func namesAndTheLatestResponseStay() throws {
        let prompt = try PromptTerminal()
        try prompt.run("ping")
        try prompt.run("$last.body.version")
        try prompt.see("v2.0.0")
        try prompt.run("let fleet = [a, b]")
        try prompt.run("def twice(n) { return $n * 2 }")
        try prompt.run("twice(len($fleet))")
        try prompt.see("4")
        try prompt.run(":vars")
        try prompt.see("fleet  [a, b]")
    }

    /// A register that a failed line left alone once showed what an earlier line had put there.
    @Test func aNameWhoseLineFailedIsNone() throws {
        let prompt = try PromptTerminal()
        try prompt.run("secret pin = 'tops3cret'; let kept = [1, 2, 3]; $kept")
        try prompt.run("let lost = (1 / 0)")
        try prompt.run(":vars")
        #expect(!prompt.terminal.screen.transcript.contains { $0.hasPrefix("lost") })
        try prompt.run("$lost")
        try prompt.seePart("error[undefined-variable]")
        try prompt.run("let kept = (1 / 0)")
        try prompt.run("len($kept)")
        try prompt.see("3")
    }

    @Test func aBlockHasASecondPrompt() throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type("for i in 1..2 {\r")
        try prompt.see("...")
        prompt.terminal.type("print \"n is $i\"\r}\r")
        try prompt.see("n is 2")
        try prompt.ready()
        #expect(prompt.terminal.screen.transcript.contains("...     print \"n is $i\""))
    }

    @Test func coloursComeWhileTyping() throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type("add web port=99999")
        try prompt.seeStyled("{1;32:add} web {36:port}={4;31:99999}")
        prompt.terminal.type("\u{15}sohw x")
        try prompt.seeStyled("> {4;31:sohw} x")
    }

    @Test func ghostTextAndParameterHelp() throws {
        let prompt = try PromptTerminal()
        try prompt.ready()
        prompt.terminal.type("ens")
        try prompt.seeStyled("ens{2:ure}")
        prompt.terminal.type(PromptTerminal.right + " web ")
        try prompt.seeStyled("{1;32:ensure} web {2:host=}")
        try prompt.seeStyled("{1;36:host=}{2: port= user= password= [tags=] [enabled=]  PostgreSQL host, text}")
        prompt.terminal.type(PromptTerminal.controlC)
        try prompt.run("let long = 1234567")
        prompt.terminal.type("let lo")
        try prompt.seeStyled("lo{2:ng = 1234567}")
    }

    @Test func completionKnowsWhatTheSessionHasMet() throws {
        let prompt = try PromptTerminal(environment: ["PW": "correct horse"])
        try prompt.run("secret pw = env(\"PW\")")
        try prompt.run(PromptTerminal.add)
        prompt.terminal.type("show " + PromptTerminal.tab)
        try prompt.seePart("\(PromptTerminal.local) show web")
        prompt.terminal.type("\u{15}add x " + PromptTerminal.tab)
        try prompt.see("  port=      PostgreSQL port (integer 1…65535)")
        prompt.terminal.type("\u{15}print $last." + PromptTerminal.tab)
        try prompt.see("  headers")
        prompt.terminal.type("\u{15}:" + PromptTerminal.tab)
        try prompt.see("  save     writes the executed statements as a script")
    }

    @Test func helpTellsWhatThereIs() throws {
        let prompt = try PromptTerminal(rows: 90)
        try prompt.run(":help")
        try prompt.seePart("start to monitor an instance")
        try prompt.seePart(":watch 2s [COUNT] COMMAND [until CONDITION]")
        // Help offers its examples behind the prompt.
        prompt.terminal.type(":help add\r")
        try prompt.see("      success: 201")
        prompt.terminal.type(":help split\r")
        try prompt.see("split(text, [sep])")
        prompt.terminal.type(":hepl\r")
        try prompt.see("error: there is no `:hepl`; did you mean `:help`?")
    }
}
