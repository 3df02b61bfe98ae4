import Foundation
import TerminalHarness
import Testing

/// `:tour`, `:use local`, and the examples that `:help` offers.
@Suite struct PromptTourTests {
    /// Takes the offered text, and runs it.
    private func takeOffer(_ prompt: PromptTerminal) throws {
        try prompt.wait("an offer") { $0.isRaw && ($0.screen.lines.last?.count ?? 0) > PromptTerminal.local.count }
        prompt.terminal.type(PromptTerminal.right + "\r")
    }

    @Test func theTourLeadsThroughTenSteps() throws {
        let prompt = try PromptTerminal([], rows: 60)
        try prompt.ready("picket>")
        prompt.terminal.type(":tour\r")
        for number in 1...10 {
            try prompt.seePart("\(number) of 10:")
            if number == 10 {
                // The offered path is one of the current folder.
                try prompt.wait("the offer") { $0.screen.lines.last == "\(PromptTerminal.local) :save tour.picket" }
                prompt.terminal.type(":save \(prompt.folder.appending(path: "tour.picket").path())\r")
            } else {
                try takeOffer(prompt)
            }
            if number == 8 {
                try prompt.seePart("name                        crm")
                prompt.terminal.type(PromptTerminal.controlC)
            }
        }
        try prompt.seePart("This was the tour.")
        try prompt.ready()
        prompt.terminal.type(PromptTerminal.controlD)
        #expect(try prompt.terminal.end() == 0)
    }

    @Test func aStepThatIsAnsweredOtherwiseIsNotDone() throws {
        let prompt = try PromptTerminal(rows: 60)
        try prompt.run(":tour stop")
        try prompt.see("error: there is no tour; `:tour` begins one")
        try prompt.ready()
        prompt.terminal.type(":tour\r")
        try prompt.seePart("1 of 10: ask the platform")
        prompt.terminal.type(":tour next\r")
        try prompt.seePart("2 of 10: add a connection")
        prompt.terminal.type("add sales\r")
        try prompt.seePart("needs")
        prompt.terminal.type(":tour stop\r")
        try prompt.see("the tour stops here; `:tour` goes on with this step")
        try prompt.ready()
        prompt.terminal.type(":tour\r")
        try prompt.see("the tour goes on where you left it")
    }

    /// Its texts write, so none is offered where somebody else may work.
    @Test func theTourOffersNothingOnAnotherPlatform() throws {
        let prompt = try PromptTerminal([], configuration: "[profile.stage]\nurl = \"https://127.0.0.1:1\"\n", rows: 60)
        try prompt.ready("picket>")
        prompt.terminal.type(":tour\r")
        try takeOffer(prompt)
        try prompt.seePart("2 of 10:")
        prompt.terminal.type("use stage\r")
        try prompt.see("this is not the platform of the tour; `:tour` goes back to it and on with the step")
        try prompt.run("print 1", then: "stage>")
        prompt.terminal.type(":tour\r")
        try prompt.see("the tour goes on where you left it")
        try takeOffer(prompt)
        try prompt.seePart("3 of 10:")
        #expect(prompt.terminal.screen.transcript.contains { $0.hasPrefix("\(PromptTerminal.local) add sales ") })
    }

    @Test func aFileThatIsNotReplacedDoesNotDoTheLastStep() throws {
        let prompt = try PromptTerminal(rows: 60)
        let path = prompt.folder.appending(path: "mine.picket").path()
        try Data("mine\n".utf8).write(to: URL(filePath: path))
        try prompt.run("print 1")
        prompt.terminal.type(":tour\r")
        try prompt.seePart("1 of 10:")
        for number in 2...10 {
            prompt.terminal.type(":tour next\r")
            try prompt.seePart("\(number) of 10:")
        }
        prompt.terminal.type(":save \(path)\r")
        try prompt.seePart("Replace it?")
        prompt.terminal.type("n\r")
        try prompt.see("not saved")
        try prompt.seePart("the step needs a `:save` that does its work; `:tour` shows the step again,")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine\n")
    }

    @Test func withoutGreyTextTheTourSaysToTypeTheLine() throws {
        let prompt = try PromptTerminal(environment: ["TERM": "dumb"], rows: 60)
        prompt.terminal.type(":tour\r")
        try prompt.see("  The line of this step stands below. Type it, or one of your own; Enter runs it.")
        try prompt.see("    ping")
    }

    @Test func helpBreaksBetweenWords() throws {
        let prompt = try PromptTerminal(rows: 90)
        try prompt.run(":help")
        let blanks = String(repeating: " ", count: 45)
        let start = ":history [COUNT] [TEXT]" + blanks.dropLast(23)
        try prompt.see(start + "lists the entered lines with their times, newest last,")
        try prompt.see("\(blanks)or those that contain a text")
        let keys = "Tab completes, ^R searches, ^X^E opens $EDITOR, ^C ends what runs."
        try prompt.see(keys + " `$last` is the latest response.")
    }

    @Test func aLocalPlatformStartsLater() throws {
        let prompt = try PromptTerminal([])
        try prompt.ready("picket>")
        prompt.terminal.type("use local\r")
        try prompt.run("ping")
        try prompt.seePart("Datasentinel backend API up and running")
        try prompt.run(":use local")
        prompt.terminal.type(PromptTerminal.controlD)
        #expect(try prompt.terminal.end() == 0)
    }

    @Test func helpOffersItsExamplesOneAfterTheOther() throws {
        let prompt = try PromptTerminal(rows: 60)
        try prompt.ready()
        prompt.terminal.type(":help ping\r")
        try prompt.wait("the first example") { $0.isRaw && $0.screen.lines.last == "\(PromptTerminal.local) ping" }
        prompt.terminal.type(PromptTerminal.right + "\r")
        try prompt.wait("the second example") {
            $0.isRaw && $0.screen.lines.last == "\(PromptTerminal.local) print $last.body.status"
        }
        // Another text ends the examples.
        prompt.terminal.type("1 + 1\r")
        try prompt.see("2")
        try prompt.ready()
    }
}
