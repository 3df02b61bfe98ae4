import PicketRuntime
import PicketSyntax
import Testing

@testable import PicketTerminal

@Suite struct TourTests {
    @Test func itHasTenStepsWhoseExamplesCanBeEntered() throws {
        #expect(TourStep.all.count == 10)
        for step in TourStep.all {
            #expect(step.lines.allSatisfy { $0.count <= 118 }, "\(step.title)")
            if SessionCommand.isOne(step.example) {
                _ = try SessionCommand(step.example)
            } else {
                var parser = Parser(SourceFile(name: "", text: step.example), isInteractive: true)
                #expect(parser.parseScript().statements.count == 1, "\(step.title)")
                #expect(!parser.isIncomplete)
            }
        }
    }

    private func answers(_ answers: (String, Int?)...) -> Tour.Result {
        var result = Tour.Result()
        result.answers = answers.map { (command: $0.0, status: $0.1) }
        return result
    }

    /// A verdict as one word, and the status of another answer.
    private func word(_ verdict: Tour.Verdict) -> String {
        switch verdict {
        case .done(let next): "done, then \(next?.title ?? "the end")"
        case .answeredOtherwise(let command, let status): "\(command) \(status.map(String.init) ?? "without an answer")"
        case .unrelated: "unrelated"
        }
    }

    @Test func aStepIsDoneByItsStatusAlone() {
        var tour = Tour()
        #expect(word(tour.take(answers(("show", 200)))) == "unrelated")
        #expect(word(tour.take(answers(("ping", nil)))) == "ping without an answer")
        #expect(tour.number == 1)
        #expect(word(tour.take(answers(("ping", 200)))) == "done, then add a connection")
        #expect(word(tour.take(answers(("add", 409)))) == "add 409")
        #expect(word(tour.take(answers(("add", 409), ("add", 201)))) == "done, then look at it")
    }

    @Test func eachKindOfGoalIsReached() {
        var tour = Tour()
        for _ in 1...4 { tour.skip() }
        var result = Tour.Result()
        #expect(word(tour.take(result)) == "unrelated")
        result.held = true
        #expect(word(tour.take(result)) == "done, then read an answer")
        result.printed = true
        #expect(word(tour.take(result)) == "done, then run a block")
        #expect(word(tour.take(answers(("ensure", 201)))) == "ensure 201")
        #expect(word(tour.take(answers(("ensure", 201), ("ensure", 200)))) == "done, then watch")
        for (name, next) in [
            (SessionCommand.Name.watch, "find help"), (.help, "keep what you did"), (.save, "the end"),
        ] {
            result = Tour.Result()
            result.session = name
            #expect(word(tour.take(result)) == "done, then \(next)")
        }
        #expect(tour.step == nil)
        #expect(word(tour.take(result)) == "unrelated")
    }

    @Test func itsWordsAndThePlatformAreCompleted() {
        let language = SessionFixture.language()
        let tour = language.complete(":tour ", cursor: 6).candidates
        #expect(tour == [Candidate("next", note: "leaves a step out"), Candidate("stop", note: "ends the tour")])
        let platforms = language.complete(":use lo", cursor: 7).candidates
        #expect(platforms == [Candidate("local", note: "a platform of this session")])
    }

    @Test func examplesAreOfferedStatementByStatement() {
        let scripts = ["let a = 1\nfor i in 1..2 {\n    print $i\n}\n", "# a comment\nping\n"]
        #expect(ExampleStatements.of(scripts) == ["let a = 1", "for i in 1..2 {\n    print $i\n}", "ping"])
    }
}
