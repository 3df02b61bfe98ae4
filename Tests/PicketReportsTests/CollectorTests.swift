import PicketRuntime
import PicketSyntax
import TestHost
import Testing

@testable import PicketReports

@Suite struct CollectorTests {
    private func file(_ script: String, _ mode: Report.Mode = .test, selects: (String) -> Bool = { _ in true })
        -> FileReport
    {
        SuiteRun(path: "suite.picket", script: script, selects: selects).file(mode: mode, selects: selects)
    }

    private func states(_ file: FileReport) -> [String] {
        file.counted.map { "\($0.kind.rawValue) \($0.name): \($0.state.rawValue)" }
    }

    @Test func aFailedSetUpFailsItsTestsByName() {
        let file = file("show absent\ntest one { print 1 }\ntest two tags=[smoke] { print 2 }")
        #expect(states(file) == ["set-up set-up: failed", "test one: failed", "test two: failed"])
        #expect(file.cases[2].tags == ["smoke"])
        #expect(file.cases[2].failures.first?.message == "the set-up failed: `show` was answered 404, expected 200")
        #expect(file.cases[2].place?.line == 3)
    }

    /// A set-up that fails is told in full once, however many tests it keeps from running.
    @Test func aFailedSetUpIsToldOnce() {
        let file = file("show absent\ntest one { print 1 }\ntest two { print 2 }")
        let texts = file.cases.map { item in
            SummaryText().failures(Redactor(SecretStore()).show(item), in: "suite.picket").content
        }
        #expect(texts[0].contains("error["))
        #expect(texts[1] == "FAILED   suite.picket: one (the set-up failed)\n")
        #expect(texts[2] == "FAILED   suite.picket: two (the set-up failed)\n")
    }

    @Test func whatIsNotSelectedIsNotTold() {
        let file = file("test one { print 1 }\ntest two { print 2 }") { $0 == "two" }
        #expect(states(file) == ["test two: passed"])
    }

    @Test func testsAfterAnExitAreSkipped() {
        let file = file("test one { exit 0 }\ntest two { print 2 }")
        #expect(states(file).last == "test two: skipped")
        #expect(file.cases.last?.reason == "not run")
    }

    @Test func stepsOfARunbookAreItsCases() {
        let file = file("step one { step inner { show a } }\nstep two { show absent }\nstep three { show a }", .run)
        #expect(states(file) == ["step one: passed", "step two: failed"])
        #expect(file.cases[0].stepLines.map(\.isFailed) == [false])
        #expect(file.cases[1].failures.map(\.code) == ["unexpected-status"])
    }

    @Test func aStepWhoseFailureWasCaughtPassed() {
        let file = file("try { step one { show absent } } catch problem { print caught }\nstep two { show a }", .run)
        #expect(states(file).filter { $0.hasPrefix("step") } == ["step one: passed", "step two: passed"])
        #expect(file.totals.failed == 0)
    }

    @Test func aFailureOutsideOfStepsIsTheScripts() {
        let file = file("step one { show a }\nfail \"by hand\"", .run)
        #expect(states(file) == ["script runbook.picket: failed", "step one: passed"])
        #expect(file.cases[0].failures.map(\.message) == ["by hand"])
    }

    @Test func aScriptWithoutStepsIsOneCase() {
        let file = file("print 1\nprint 2", .run)
        #expect(states(file) == ["script runbook.picket: passed"])
        #expect(file.cases[0].activities == [.output("1\n2")])
    }

    @Test func aDeferThatFailsFailsItsTest() {
        let file = file("test one {\n    defer show absent\n    show a\n}")
        #expect(states(file) == ["test one: failed"])
        #expect(file.cases[0].failures.map(\.code) == ["unexpected-status"])
    }

    /// Events of an iteration are told in its turn, with the moments at which they happened.
    @Test func iterationsKeepTheirMoments() throws {
        let script = "for name in [a, b, c] parallel 3 {\n    show $name\n    print $name\n}"
        let program = try #require(
            Compiler(commands: TestHost.commands).compile(SourceFile(name: "s", text: script)).program)
        let machine = Machine(configuration: MachineConfiguration(commands: TestHost.commands, reportsEverything: true))
        machine.load(program)
        var now: Int64 = 0
        var printed: [String] = []
        let scheduler = Scheduler(
            machine, clock: { now },
            emit: { if case .printed(let text) = $0.event { printed.append("\(text) at \($0.time)") } })
        var waiting: [Strand] = []
        while let request = scheduler.next() { waiting.append(request.strand) }
        // The last one that asked is answered first.
        for strand in waiting.reversed() {
            now += 1
            strand.machine.resume(response: Response(status: 200))
            scheduler.resume(strand)
            #expect(scheduler.next() == nil)
        }
        #expect(scheduler.outcome != nil)
        #expect(printed == ["a at 3", "b at 2", "c at 1"])
    }

    @Test func repetitionsAreNamed() {
        let run = SuiteRun(path: "suite.picket", script: "test one { show a }")
        let file = run.file(mode: .test, repetition: 2)
        #expect(file.counted.map(\.title) == ["one (2)"])
    }

    @Test func aFailureIsTakenApart() throws {
        let file = file("test one {\n    show a\n    expect body matches {port: 1, extra: x} because \"so it is\"\n}")
        let failure = try #require(file.cases.last?.failures.first)
        #expect(
            failure.differences == [
                .init(path: "port", expected: "1", actual: "9342"),
                .init(path: "extra", expected: "\"x\"", actual: nil),
            ])
        #expect(failure.expected == "matches {port: 1, extra: x} (map)")
        #expect(failure.notes.map(\.message) == ["because so it is"])
        #expect(failure.request == "GET https://127.0.0.1:8443/ds-api/pool/pg-instances/a")
        #expect(failure.response.hasPrefix("200 {host: pg-sales-1734"))
        #expect(failure.lines.map(\.number) == [1, 2, 3, 4])
        let fault = try #require(failure.lines.first { $0.isFault })
        #expect(
            fault.before + fault.focus + fault.after
                == "    expect body matches {port: 1, extra: x} because \"so it is\"")
        #expect(fault.focus == "body matches {port: 1, extra: x}")
    }
}
