import Picket
import Testing

/// No number that a host passes traps.
@Suite(.timeLimit(.minutes(5))) struct ExtremeNumberTests {
    private static let numbers = [Int.min, -1, 0, 1, .max]
    /// The last ones have more seconds than 64 bits hold.
    private static let durations: [Duration] = [
        .nanoseconds(Int64.min), .nanoseconds(-1), .zero, .nanoseconds(1), .seconds(Int64.max), .seconds(Int64.min),
        .seconds(1e20), .seconds(-1e20),
    ]
    private static let fields: [any WritableKeyPath<Limits, Int> & Sendable] = [
        \.steps, \.depth, \.memory, \.source, \.outputBytes, \.outputLines, \.recorded, \.events,
    ]
    private static let text = """
        defer { let xs = []
          for i in 1..100 { append xs "a text that is long enough $i" }
          print len($xs) }
        def down(n) { if $n > 0 { return down($n - 1) }
          return 0 }
        print down(20)
        let m = {}
        for i in 1..200 { set m["a key that is long $i"] = [$i] }
        check false
        for i in 1..5 parallel 2 { later
          sleep 1ns
          print $i }
        within 1h { later }
        print now()
        """

    private static func library() throws -> Library {
        var library = Library()
        library.preludes = [ScriptText("prelude", "let ready = true")]
        try library.add(
            Command("later"),
            async: { _ in
                await Task.yield()
                return 1
            })
        return library
    }

    /// Runs in each way, and returns the statuses.
    private static func run(_ options: RunOptions) async throws -> Set<Int> {
        let library = try library()
        let session = Session(library, options: options)
        let results = [
            await library.run(text, options: options), library.runSynchronously(text, options: options),
            await session.run(text),
        ]
        _ = try? await session.call("down", [3])
        await session.close()
        for result in results {
            _ = (result.rendered(), result.rendered(.json), "\(result.usage)")
        }
        return Set(results.map(\.exitStatus))
    }

    @Test(arguments: fields.indices, numbers) func aLimit(_ field: Int, _ number: Int) async throws {
        var options = RunOptions()
        options.limits[keyPath: Self.fields[field]] = number
        #expect(try await Self.run(options).isSubset(of: [1, 2, 4]))
    }

    @Test(arguments: numbers) func allLimits(_ number: Int) async throws {
        var options = RunOptions()
        for field in Self.fields { options.limits[keyPath: field] = number }
        _ = try await Self.run(options)
    }

    @Test(arguments: numbers) func anExtension(_ number: Int) async throws {
        for field in Self.fields {
            var options = RunOptions()
            options.limits[keyPath: field] = 1
            options.deadline = .zero
            options.onLimit = { reached in reached.usage.steps < 1_000 ? .extend(by: number) : .stop }
            _ = try await Self.run(options)
        }
    }

    @Test(arguments: durations, durations) func theTimesOfARun(_ deadline: Duration, _ grace: Duration) async throws {
        var options = RunOptions()
        (options.deadline, options.grace) = (deadline, grace)
        _ = try await Self.run(options)
        options.clock = TestClock(jumps: true)
        _ = try await Self.run(options)
    }

    @Test(arguments: durations) func theTimeOfACheck(_ deadline: Duration) throws {
        let library = try Self.library()
        for bytes in Self.numbers {
            let options = CompileOptions(sourceBytes: bytes, deadline: deadline)
            _ = (try? library.compile(Self.text, options: options), library.check(Self.text, options: options))
        }
    }

    @Test(arguments: durations) func aDurationForAScript(_ duration: Duration) throws {
        _ = try? duration.scriptValue
        #expect(throws: Never.self) { try Duration.nanoseconds(1).scriptValue }
    }

    @Test(arguments: [Int64.min, -62_135_596_800_001, -1, 0, .max]) func aTimeOfDay(_ time: Int64) async throws {
        struct Clock: RunClock {
            var nanoseconds: Int64 { 0 }
            var millisecondsSince1970: Int64
            func schedule(at nanoseconds: Int64, _ body: @escaping @Sendable () -> Void) -> @Sendable () -> Void { {} }
        }
        var options = RunOptions()
        options.clock = Clock(millisecondsSince1970: time)
        let result = await Library().run("print now()", options: options)
        #expect(result.isSuccess)
        if time == -1 { #expect(result.output == ["1969-12-31T23:59:59.999Z"]) }
    }

    @Test(arguments: [Int64.min, -1, 0]) func aTimerOfTheSystem(_ time: Int64) async {
        let log = Log()
        let cancel = SystemClock.shared.schedule(at: time) { log.add("fired") }
        while log.lines.isEmpty { await Task.yield() }
        cancel()
    }

    @Test(arguments: numbers) func theNumbersOfAResponse(_ number: Int) async throws {
        var library = Library()
        let value: Value = [
            .integer(Int64(number)), .duration(Int64(number)), .float(Double(number)), .float(.nan), .float(-.infinity),
        ]
        try library.add(Command("ask", success: .exactly(200))) { _ in
            var response = Response(status: number, body: .value(value))
            response.duration = Int64(number)
            return response
        }
        var options = RunOptions()
        let log = Log()
        options.onEvent = { log.add("\($0)") }
        let text = """
            ask
            print $last.status, $last.duration, $last.body
            for v in $last.body { try { print -$v, $v * -1, $v / -1, json_text($v) } catch e { print $e.code } }
            ask
            """
        for text in [text, text.replacing("json_text", with: "string"), "retry 2 { ask }", "ask\nexpect status 404"] {
            let result = await library.run(text, options: options)
            _ = (result.rendered(), result.rendered(.json))
        }
    }
}
