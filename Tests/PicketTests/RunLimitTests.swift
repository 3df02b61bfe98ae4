import Picket
import Testing

/// [E3] Nothing that leaves a script is without a limit, and a host may extend one.
@Suite(.timeLimit(.minutes(5))) struct RunLimitTests {
    @Test(arguments: [("output-lines", 100), ("output-bytes", 1_000)])
    func aScriptThatPrintsWithoutEndIsStopped(_ limit: String, _ count: Int) async {
        var options = RunOptions()
        if limit == "output-lines" { options.limits.outputLines = count } else { options.limits.outputBytes = count }
        let result = await Library().run("defer print tidied\nwhile true { print 123456789 }", options: options)
        #expect(result.failure?.diagnostic.code == .outputLimit)
        #expect(
            result.failure?.evidence.limit == Failure.Limit(.init(rawValue: limit) ?? .steps, .integer(Int64(count))))
        #expect(result.output.count == 101)
        #expect(result.output.last == "tidied")
        #expect(result.exitStatus == 4)
    }

    @Test func deferredBlocksCannotPrintWithoutEndEither() async {
        var options = RunOptions()
        options.limits.outputLines = 10
        let result = await Library().run("defer { while true { print a } }\nwhile true { print b }", options: options)
        #expect(result.failure?.diagnostic.code == .outputLimit)
        #expect(result.output.count == 1_010)
    }

    @Test func failuresAreNotRecordedWithoutEnd() async {
        var options = RunOptions()
        options.limits.recorded = 50
        let result = await Library().run("defer print tidied\nwhile true { check false }", options: options)
        #expect(result.failure?.diagnostic.code == .recordedLimit)
        #expect(result.recorded.count == 50)
        #expect(result.output == ["tidied"])
    }

    @Test func eventsHaveALimit() async {
        var options = RunOptions()
        options.limits.events = 100
        options.onEvent = { _ in }
        let result = await Library().run("defer print tidied\nwhile true { expect true }", options: options)
        #expect(result.failure?.diagnostic.code == .eventLimit)
        #expect(result.output == ["tidied"])
    }

    /// [E9] Observation changes nothing: an event counts also if nobody asks for it.
    @Test(arguments: [
        "for _i in 1..1000 { note }", "for _i in 1..1000 { expect true }", "for _i in 1..1000 { later }",
        "for _i in 1..1000 { print a }", "for _i in 1..1000 { step s { note } }",
        "for _i in 1..1000 { try { retry 3 every 0s { note\n fail-now } } catch _p { } }",
        "while true { try { defer { note } } finally { note } }",
    ])
    func eventsCountWhetherAHostWantsThemOrNot(_ text: String) async throws {
        var found: [[String]] = []
        for kinds in [EventKinds.all, .output, .commands, nil] {
            let log = Log()
            var library = Library()
            try library.add(Command("note")) { _ in
                log.add("note")
                return .null
            }
            try library.add(Command("fail-now")) { _ in throw ScriptError("not-now", "not now") }
            try library.add(
                Command("later"),
                async: { _ in
                    log.add("later")
                    return .null
                })
            var options = RunOptions()
            options.limits.events = 100
            if let kinds {
                options.events = kinds
                options.onEvent = { _ in }
            }
            let result = await library.run("defer print tidied\n\(text)\nprint done", options: options)
            #expect(result.failure?.diagnostic.code == .eventLimit, "\(result.outcome)")
            #expect(result.exitStatus == 4)
            found.append(log.lines + result.output + ["\(result.usage.commands)", result.rendered()])
        }
        #expect(Set(found).count == 1, "\(found)")
    }

    @Test func aHostThatStreamsCollectsNothing() async {
        let log = Log()
        var options = RunOptions()
        options.onPrint = { log.add($0) }
        let result = await Library().run("print a\nprint b", options: options)
        #expect(log.lines == ["a", "b"])
        #expect(result.output.isEmpty)
    }

    @Test(arguments: [
        ("for _i in 1..100000 { }", Failure.Limit.Name.steps), ("for _i in 1..50 { print a }", .outputLines),
        ("for _i in 1..50 { check false }", .recorded),
        ("let xs = []\nfor i in 1..100000 { append xs [$i] }", .memory),
    ])
    func aHostMayExtendALimit(_ text: String, _ limit: Failure.Limit.Name) async {
        let log = Log()
        var options = RunOptions()
        options.limits = Limits(steps: 20_000, depth: 100, memory: 1 << 20, outputLines: 10, recorded: 10)
        options.onLimit = { reached in
            log.add(reached.limit.rawValue)
            return log.lines.count < 1_000 ? .extend(by: reached.limit == .memory ? 1 << 20 : 10_000) : .stop
        }
        let result = await Library().run(text, options: options)
        #expect(result.failure == nil, "\(result.rendered())")
        #expect(Set(log.lines).contains(limit.rawValue))
        options.onLimit = { _ in .stop }
        #expect(await Library().run(text, options: options).failure?.kind == .limit)
    }

    @Test func aHostMayExtendTheDeadline() async {
        let clock = TestClock(jumps: true)
        let log = Log()
        var options = RunOptions()
        options.clock = clock
        options.deadline = .seconds(1)
        options.onLimit = { reached in
            log.add(reached.limit.rawValue)
            return log.lines.count < 3 ? .extend(by: 1_000) : .stop
        }
        let result = await Library().run("sleep 1h", options: options)
        #expect(result.failure?.kind == .deadline)
        #expect(log.lines == ["deadline", "deadline", "deadline"])
        #expect(result.usage.time == .seconds(3))
    }
}
