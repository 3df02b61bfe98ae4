import PicketRuntime
import PicketSyntax
import Testing

@testable import PicketTerminal

@Suite struct TourTests {
    @Test func itHasTenStepsWhoseExamplesCanBeEntered() throws {
        let steps = TourStep.all(TourNames(), showsOffers: true)
        #expect(steps.count == Tour.count)
        for step in steps + TourStep.all(TourNames(besides: ["crm"]), showsOffers: false) {
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

    private func answers(_ answers: (String, Int?)..., of name: String? = nil) -> Tour.Result {
        var result = Tour.Result()
        result.answers = answers.map { Tour.Answer($0.0, name, $0.1) }
        return result
    }

    /// A verdict as one phrase.
    private func word(_ verdict: Tour.Verdict) -> String {
        switch verdict {
        case .done(let next): "done, then \(next?.title ?? "the end")"
        case .notDone(let lack): lack.text
        case .changed: "changed"
        case .unrelated: "unrelated"
        }
    }

    @Test func aStepIsDoneByItsStatusAlone() {
        var tour = Tour()
        #expect(word(tour.take(answers(("show", 200)))) == "unrelated")
        #expect(word(tour.take(answers(("ping", nil)))) == "`ping` got no answer, and the step needs 200")
        #expect(tour.number == 1)
        #expect(word(tour.take(answers(("ping", 200)))) == "done, then add a connection")
        #expect(word(tour.take(answers(("add", 500)))) == "`add` was answered 500, and the step needs 201")
        #expect(word(tour.take(answers(("add", 409), ("add", 201)))) == "done, then look at it")
    }

    @Test func eachKindOfGoalIsReached() {
        var tour = Tour()
        for _ in 1...4 { tour.skip() }
        var result = Tour.Result()
        #expect(word(tour.take(result)) == "unrelated")
        result.isUndone = true
        #expect(word(tour.take(result)) == "the step needs an expectation that holds")
        result = Tour.Result()
        result.held = true
        #expect(word(tour.take(result)) == "done, then read an answer")
        result.isUndone = true
        result.held = false
        #expect(word(tour.take(result)) == "the step needs a printed text")
        result.printed = true
        #expect(word(tour.take(result)) == "done, then run a block")
        let once = "`ensure` was answered 201, and the step needs 2 answers with 200 or 201"
        #expect(word(tour.take(answers(("ensure", 201)))) == once)
        #expect(word(tour.take(answers(("ensure", 201), ("ensure", 200)))) == "done, then watch")
        for (name, next) in [
            (SessionCommand.Name.watch, "find help"), (.help, "keep what you did"), (.save, "the end"),
        ] {
            result = Tour.Result()
            (result.session, result.isUndone) = (name, true)
            #expect(word(tour.take(result)) == "the step needs a `:\(name.rawValue)` that does its work")
            result.isUndone = false
            #expect(word(tour.take(result)) == "done, then \(next)")
        }
        #expect(tour.step == nil)
        #expect(word(tour.take(result)) == "unrelated")
    }

    /// The second tour on a platform finds the connections of the first.
    @Test func aNameThatIsTakenIsReplaced() {
        var tour = Tour(TourNames(besides: ["erp", "sales"]))
        tour.skip()
        #expect(tour.offer?.hasPrefix("add sales-2 host=") == true)
        let lack = { (name: String) in "`\(name)` is there already, and the step needs a name that is not" }
        #expect(word(tour.take(answers(("add", 409), of: "sales-2"))) == lack("sales-2"))
        #expect(tour.offer?.hasPrefix("add sales-3 host=") == true)
        #expect(word(tour.take(answers(("add", 201), of: "mine"))) == "done, then look at it")
        #expect(tour.offer == "show mine")
        tour.skip()
        #expect(word(tour.take(answers(("show", 200), of: "crm"))) == lack("crm"))
        #expect(tour.offer == "show crm-2")
        #expect(word(tour.take(answers(("show", 404), of: "none"))) == "done, then say what you expect")
        tour.skip()
        tour.skip()
        #expect(tour.offer?.hasPrefix("for name in [none, erp-2] {") == true)
        tour.skip()
        #expect(tour.offer == ":watch 1s show none")
    }

    @Test func greyTextIsPromisedOnlyWhereThereIsSome() {
        let grey = [
            "The grey text is the line of this step: the key → takes it, and Enter runs it.",
            "`:help` alone lists everything. After the tour, the examples of an entry are offered in grey, too.",
        ]
        func promises(_ showsOffers: Bool) -> [String] {
            TourStep.all(TourNames(), showsOffers: showsOffers).flatMap { $0.lines }.filter { $0.contains("grey") }
        }
        #expect(promises(true) == grey)
        #expect(promises(false) == [])
    }

    @Test func aStepAboutAnAnswerAsksForItAgain() {
        var tour = Tour()
        for _ in 1...3 { tour.skip() }
        #expect(word(tour.take(answers(("show", 404), of: "crm"))) == "done, then say what you expect")
        #expect(tour.offer == "expect status 404")
        #expect(word(tour.take(answers(("ping", 200)))) == "changed")
        #expect(tour.needsAnswer && tour.offer == "show crm")
        #expect(word(tour.take(answers(("show", 404), of: "crm"))) == "changed")
        #expect(!tour.needsAnswer && tour.offer == "expect status 404")
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
