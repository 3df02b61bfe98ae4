import PicketRuntime
import PicketSyntax
import Testing

/// What leaves a run has limits: printed lines and bytes, recorded failures, events.
@Suite struct OutletTests {
    private static func host(_ change: (inout Limits) -> Void) -> FunctionHost {
        var host = FunctionHost()
        host.limits = Limits(steps: 2_000_000, depth: 100, memory: 64 << 20)
        change(&host.limits)
        host.add(Command("note")) { _ in .null }
        return host
    }

    @Test func printedBytesEndTheRun() throws {
        let result = Self.host { $0.outputBytes = 100 }.run(
            "let n = 0\nwhile true {\n set n = $n + 1\n print \"123456789\"\n}")
        #expect(result.output.count == 10)
        let failure = try #require(result.failure)
        #expect(failure.diagnostic.code == "output-limit")
        #expect(failure.diagnostic.message == "the script printed more than 100 bytes")
        #expect(failure.diagnostic.location?.position.line == 4)
        #expect(failure.evidence.limit == Failure.Limit(.outputBytes, 100))
        #expect(failure.exitStatus == 4)
    }

    @Test func printedLinesEndTheRun() {
        let result = Self.host { $0.outputLines = 3 }.run("for i in 1..10 { print $i }")
        #expect(result.output == ["1", "2", "3"])
        #expect(result.failure?.diagnostic.message == "the script printed more than 3 lines")
    }

    @Test func nothingCatchesIt() {
        let result = Self.host { $0.outputLines = 1 }.run(
            "try { while true { print a } } catch e { print caught } finally { print done }")
        #expect(result.output == ["a", "done"])
        #expect(result.failure?.diagnostic.code == "output-limit")
    }

    /// A deferred block may still say something, but not without end.
    @Test func whatIsDeferredHasARest() {
        let result = Self.host { $0.outputLines = 5 }.run(
            "defer { while true { print tidying } }\nwhile true { print working }")
        #expect(result.output.count == 1_005)
        #expect(result.output.last == "tidying")
        #expect(result.failure?.diagnostic.code == "output-limit")
    }

    @Test func recordedFailuresEndTheRun() {
        let result = Self.host { $0.recorded = 20 }.run("while true { check false }")
        #expect(result.failure?.diagnostic.code == "recorded-limit")
        #expect(result.recorded.count <= 120 && result.recorded.count >= 20)
    }

    @Test func failuresOfDeferredBlocksCount() {
        let result = Self.host { $0.recorded = 20 }.run("while true { try { defer fail x } catch e { } }\n")
        #expect(result.recorded.count <= 120)
        #expect(result.failure != nil)
    }

    @Test func eventsEndTheRun() {
        let result = Self.host { $0.events = 50 }.run("while true { step s { note } }")
        #expect(result.failure?.diagnostic.code == "event-limit")
        #expect(result.events.count <= 10_050)
    }

    @Test func iterationsCountTogether() {
        let result = Self.host { $0.outputLines = 100 }.run("for i in 1..1000 parallel 10 { print $i\n print $i }")
        #expect(result.output.count == 100)
        #expect(result.failure?.diagnostic.code == "output-limit")
    }

    /// Lines of a later iteration wait for the earlier ones, in memory that counts.
    @Test func linesThatWaitCountAsMemory() {
        var host = Self.host { $0.memory = 4 << 20 }
        host.limits.steps = .max
        let result = host.run(
            """
            let s = join(range(1, 2000), "-")
            for i in [1, 2] parallel 2 {
                if $i == 2 { while true { print $s } }
                while true { note }
            }
            """)
        #expect(result.failure?.diagnostic.code == "memory-limit")
    }

    /// It grew without an end before it came to a limit.
    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            "def f() { for _i in 1..2 parallel 2 { f } }\nf",
            "def f() { for _i in 1..2 parallel 2 { try { f } catch _e { f } finally { f } } }\nf",
            "def f() { for _i in 1..3 parallel 3 { defer f\n f } }\nf",
        ])
    func loopsThatBeginThemselvesEnd(_ script: String) {
        var host = FunctionHost()
        host.limits = Limits(steps: 100_000_000, depth: 2_000, memory: 64 << 20)
        let result = host.run("defer print tidied\n" + script)
        #expect(result.failure?.kind == .limit)
        #expect(result.output == ["tidied"])
    }
}
