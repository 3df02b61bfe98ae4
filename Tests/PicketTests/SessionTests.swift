import Picket
import Testing

/// Texts that see each other's names.
@Suite(.timeLimit(.minutes(5))) struct SessionTests {
    @Test func aTextSeesTheNamesOfEarlierOnes() async throws {
        let session = Session(Library())
        #expect(await session.run("def double(n) { return $n * 2 }\nlet answer = double(21)").isSuccess)
        let result = await session.run("set answer = $answer + 1\nprint $answer\n$answer * 2")
        #expect(result.output == ["43", "86"], "\(result.rendered())")
        #expect(await session.value(of: "answer") == 43)
        #expect(await session.value(of: "nothing") == nil)
        #expect(try await session.call("double", [4]) == 8)
        #expect(try await session.call("double", named: ["n": 5]) == 10)
    }

    @Test func aRefusedTextLeavesNoTraceAndAFailedOneItsValues() async {
        let session = Session(Library())
        #expect(await session.run("let a = 1\nlet b = $c").exitStatus == 2)
        #expect(await session.run("print $a").exitStatus == 2)
        #expect(await session.run("let a = 1\nfail now\nlet b = 2").failure?.kind == .fail)
        #expect(await session.run("print $a").output == ["1"])
        #expect(await session.run("print $b").exitStatus == 2)
    }

    @Test func aCallThatFailsTellsHow() async {
        let session = Session(Library())
        await session.run("def refuse() { fail \"not today\" }")
        let failed = await #expect(throws: CallFailed.self) { try await session.call("refuse") }
        #expect(failed?.result.failure?.diagnostic.message == "not today")
        let unknown = await #expect(throws: CallFailed.self) { try await session.call("refus") }
        #expect(unknown?.result.exitStatus == 2)
        let hostile = await #expect(throws: CallFailed.self) { try await session.call("refuse()\nprint 1\nrefuse") }
        #expect(hostile?.result.output == [])
    }

    /// Thousands of calls need no more memory and no more names than one.
    @Test func manyCallsLeaveNothingBehind() async throws {
        let session = Session(Library())
        await session.run("let count = 0\ndef next(n) { set count = $count + $n\nreturn $count }")
        for round in 1...4_000 as ClosedRange<Int64> {
            #expect(try await session.call("next", [1]) == .integer(round))
        }
        #expect(await session.run("print $_answer").exitStatus == 2)
    }

    @Test func anInterruptionEndsTheTextThatRuns() async throws {
        let log = Log()
        var library = Library()
        try library.add(Command("begun")) { _ in
            log.add("begun")
            return .null
        }
        var options = RunOptions()
        options.limits.steps = .max
        let session = Session(library, options: options)
        let task = Task { await session.run("let a = 1\nbegun\nwhile true { }") }
        while log.lines.isEmpty { await Task.yield() }
        session.interrupt()
        #expect(await task.value.failure?.kind == .interrupted)
        #expect(await session.run("print $a").output == ["1"])
    }

    @Test func deferredBlocksWaitForTheEndOfTheSession() async {
        let log = Log()
        var options = RunOptions()
        options.onPrint = { log.add($0) }
        let session = Session(Library(), options: options)
        await session.run("defer print first")
        await session.run("defer print second\nprint now")
        #expect(log.lines == ["now"])
        #expect(await session.close().isSuccess)
        #expect(log.lines == ["now", "second", "first"])
    }

    @Test func preludesRunBeforeTheFirstText() async {
        var library = Library()
        library.preludes = [ScriptText("base", "let base = 40\nprint loaded")]
        let session = Session(library)
        #expect(await session.run("print $base").output == ["40"])
    }

    /// A prelude uses up half of the steps and of the output, so the text has the other half.
    @Test func preludesShareTheLimitsOfTheFirstText() async {
        var library = Library()
        library.preludes = [ScriptText("base", "for i in 1..60000 { let x = $i }\nfor i in 1..6 { print $i }")]
        var options = RunOptions()
        options.limits.steps = 100_000
        options.limits.outputLines = 10
        let (looping, printing) = ("for i in 1..60000 { let x = $i }", "for i in 1..6 { print $i }")
        for (text, code) in [(looping, DiagnosticCode.stepLimit), (printing, .outputLimit)] {
            #expect(await library.run(text, options: options).failure?.diagnostic.code == code)
            let session = Session(library, options: options)
            #expect(await session.run(text).failure?.diagnostic.code == code)
            // Later texts have limits of their own.
            let result = await session.run(looping + "\n" + printing)
            #expect(result.isSuccess, "\(result.rendered())")
            #expect(result.usage.steps >= 60_000 && result.usage.steps < 70_000)
        }
    }

    @Test func theDeadlineBoundsTheCheckOfAText() async {
        var options = RunOptions()
        options.deadline = .zero
        let session = Session(Library(), options: options)
        let text = (0..<2_000).map { "let a\($0) = $b\($0)" }.joined(separator: "\n")
        #expect(await session.run(text).failure?.kind == .deadline)
    }

    @Test func theBlocksOfACloseShareTheLimitsOfOneText() async {
        var options = RunOptions()
        options.limits.steps = 100_000
        let session = Session(Library(), options: options)
        for _ in 1...5 { await session.run("defer { while true { } }") }
        let failures = await session.close().recorded
        #expect(failures.count == 5)
        #expect(failures.allSatisfy { $0.kind == .limit })
    }

    @Test func aNamedArgumentIsAName() async {
        let log = Log()
        var options = RunOptions()
        options.onPrint = { log.add($0) }
        let session = Session(Library(), options: options)
        await session.run("def twice(n) { return $n * 2 }")
        let hostile = await #expect(throws: CallFailed.self) {
            try await session.call("twice", named: ["n = 1)\nprint injected\nlet b = twice(n": 2])
        }
        #expect(hostile?.result.diagnostics.map(\.code) == [.unknownArgument])
        #expect(log.lines == [])
    }

    @Test func textsRunOneAfterAnother() async {
        let session = Session(Library())
        await session.run("let xs = []")
        await withTaskGroup(of: Void.self) { group in
            for number in 1...50 { group.addTask { _ = await session.run("append xs \(number)") } }
        }
        #expect(await session.run("print len($xs)").output == ["50"])
    }
}
