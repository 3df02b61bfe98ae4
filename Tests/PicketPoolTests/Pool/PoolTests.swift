import HTTPHarness
import Picket
import Synchronization
import Testing

@testable import PicketPool

/// The public pool, as a host uses it.
@Suite struct PoolTests {
    @Test func aScriptMixesCommandsOfTheHostAndOfThePoolUnderParallel() async throws {
        var test = try await TestPool()
        let asked = Mutex<[String]>([])
        try test.library.add(Command("owner", parameters: [.word("name")])) { arguments in
            ["team": .string("team of \(arguments.text("name") ?? "")")]
        }
        try test.library.add(
            Command("approve", parameters: [.word("name")]),
            async: { arguments -> Value in
                let name = arguments["name"]?.text ?? ""
                asked.withLock { $0.append(name) }
                await Task.yield()
                return ["by": .string("ops")]
            })
        let result = try await test.run(
            """
            for n in [a, b, c, d, e, f, g, h] parallel 4 {
                approve $n as approval
                owner $n as owner
                ensure $n \(TestPool.fields) tags={owner: $owner.body.team, by: $approval.body.by}
                print $n, $last.change
            }
            show a
            print $last.body.tags
            """)
        #expect(result.isSuccess, "\(result.rendered())")
        #expect(result.output.dropLast() == ["a", "b", "c", "d", "e", "f", "g", "h"].map { "\($0) created" }[...])
        #expect(result.output.last?.contains("team of a") == true)
        #expect(asked.withLock { $0.sorted() } == ["a", "b", "c", "d", "e", "f", "g", "h"])
        #expect(test.names == ["a", "b", "c", "d", "e", "f", "g", "h"])
        #expect(result.tally.count(.created) == 8 && result.tally.summary == "8 created")
        #expect(result.tally.changes.contains(.init(name: "a", kind: .created, fields: [], step: nil)))
        #expect(result.usage.commands == 25)
        await test.close()
    }

    /// The library's other commands, preludes, parameters, files, environment and output are those of any run.
    @Test func theOptionsOfARunHoldOverAPool() async throws {
        var test = try await TestPool()
        test.library.preludes = [ScriptText("house", "def line(name) { return \"$name is done\" }")]
        test.library.files = { request in request.path == "names.csv" ? [["name": "x"], ["name": "y"]] : .null }
        let program = try test.library.compile(
            """
            param prefix
            secret password = env("PG")
            for row in csv("names.csv") {
                ensure "$prefix$row.name" host=h port=1 user=u password=$password
                print line($row.name), $password
            }
            let change = $last.change
            """)
        var options = RunOptions()
        options.parameters = ["prefix": "p-"]
        options.environment = .init { $0 == "PG" ? .secret("a long secret") : nil }
        let kinds = Mutex<[String]>([])
        options.events = .commands
        options.onEvent = { timed in
            if case .commandEnded = timed.event { kinds.withLock { $0.append("ended") } }
        }
        let result = await test.pool.run(program, options)
        #expect(result.output == ["x is done •••", "y is done •••"], "\(result.rendered())")
        #expect(result.globals["change"] == "created")
        #expect(test.names == ["p-x", "p-y"])
        #expect(kinds.withLock { $0.count } == 2)
        options.parameters = ["prefx": "p-"]
        let refused = await test.pool.run(program, options)
        #expect(refused.exitStatus == 2 && refused.rendered().contains("did you mean `prefix`?"))
        await test.close()
    }

    @Test func programRunIsTheSame() async throws {
        let test = try await TestPool()
        let program = try test.library.compile("add a \(TestPool.fields)\nprint $last.status")
        let result = await program.run()
        #expect(result.output == ["201"] && result.isSuccess)
        let again = await test.library.run("show a\nprint $last.body.host")
        #expect(again.output == ["h"])
        // A program of the language alone needs no loop.
        #expect(await test.library.run("print 1").output == ["1"])
        #expect(await test.pool.run(try Library().compile("print 2")).output == ["2"])
        let synchronous = program.runSynchronously()
        #expect(synchronous.rendered().contains("it is asynchronous"))
        await test.close()
    }

    @Test func aSessionKeepsItsNamesOverAPool() async throws {
        let test = try await TestPool()
        let session = Session(test.library)
        let first = await session.run(
            "def put(name) { ensure $name \(TestPool.fields) }\ndefer remove a\nput(a)\nlet status = $last.change")
        #expect(first.isSuccess, "\(first.rendered())")
        #expect(await session.value(of: "status") == "created")
        let second = await session.run("put(b)\nprint $status, $last.change")
        // At a prompt a call shows what it returns.
        #expect(second.output == ["null", "created created"], "\(second.rendered())")
        #expect(test.names == ["a", "b"])
        let closing = await session.close()
        #expect(closing.isSuccess, "\(closing.rendered())")
        #expect(test.names == ["b"])
        await test.close()
    }

    @Test func aSessionKeepsItsPlatformAndItsLogin() async throws {
        let (home, other) = (try await TestPool(), try await TestPool())
        other.platform.state.withLock { $0.user = "somebody" }
        var options = PoolOptions()
        options.platforms = [("backup", try PoolPlatform(other.platform.url))]
        let pool = try Pool(
            PoolPlatform(
                home.platform.url, credentials: .password(user: "datasentinel", TestPool.password)),
            options: options)
        var library = Library()
        try library.add(pool)
        let session = Session(library)
        for text in [
            "use backup", "login somebody password=\"\(TestPool.password)\"", "add a \(TestPool.fields)",
            "defer remove a", "def put(name) { add $name \(TestPool.fields) }", "put(b)", "show a\nexpect status 200",
        ] {
            let result = await session.run(text)
            #expect(result.isSuccess, "\(text): \(result.rendered())")
        }
        _ = try await session.call("put", ["c"])
        #expect(other.names == ["a", "b", "c"] && home.names == [])
        // Another session begins with the pool's platform.
        let second = Session(library)
        #expect(await second.run("add a \(TestPool.fields)").isSuccess)
        #expect(home.names == ["a"])
        #expect(await session.close().isSuccess)
        #expect(other.names == ["b", "c"] && home.names == ["a"])
        #expect(await session.run("show b\nexpect status 200").isSuccess)
        await pool.close()
        await home.close()
        await other.close()
    }

    /// A session that outlives its pool, and one that goes before it.
    @Test func sessionsEndBeforeAndAfterTheirPool() async throws {
        let test = try await TestPool()
        let late = Session(test.library)
        do {
            let early = Session(test.library)
            #expect(await early.run("ping").isSuccess)
        }
        #expect(await late.run("ping").isSuccess)
        await test.close()
        #expect(await late.run("ping").exitStatus == 2)
    }

    @Test func aPoolMayBeClosedSeveralTimesAtOnce() async throws {
        let test = try await TestPool()
        let program = try test.library.compile("ping")
        #expect(await test.pool.run(program).exitStatus == 0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    await test.pool.close()
                    #expect(await test.pool.run(program).exitStatus == 2)
                }
            }
        }
        await test.close()
    }

    @Test func aBlockThatAClosedPoolRefusesIsAFailure() async throws {
        let test = try await TestPool()
        let session = Session(test.library)
        let first = await session.run("ping\ndefer { ping; print never }")
        #expect(first.isSuccess, "\(first.rendered())")
        await test.pool.close()
        let result = await session.close()
        #expect(result.recorded.map(\.diagnostic.code) == [.poolClosed] && result.output == [])
        #expect(result.exitStatus == 1)
        await test.close()
    }

    @Test func sixtyFourRunsShareAPool() async throws {
        let test = try await TestPool()
        let program = try test.library.compile(
            """
            param n
            for i in 1..4 parallel 2 {
                ensure "c$n-$i" \(TestPool.fields)
                show "c$n-$i"
            }
            print $n
            """)
        let outputs = await withTaskGroup(of: (Int, PoolResult).self) { group in
            for number in 0..<64 {
                group.addTask {
                    var options = RunOptions()
                    options.parameters = ["n": .integer(Int64(number))]
                    return (number, await test.pool.run(program, options))
                }
            }
            var outputs: [(Int, PoolResult)] = []
            for await output in group { outputs.append(output) }
            return outputs
        }
        for (number, result) in outputs {
            #expect(result.output == ["\(number)"], "\(result.rendered())")
            // Of what all did, each counts its own.
            #expect(result.tally.summary == "4 created")
            #expect(result.requests >= 12)
        }
        #expect(test.names.count == 256)
        #expect(test.platform.state.withLock { $0.logins } == 1)
        #expect(test.platform.server.log.state.mostOpen <= 64)
        await test.close()
    }

    /// One run's deadline ends its wait for the login, and not the login that the others wait for.
    @Test func theLoginOfSeveralRunsOutlivesTheFirst() async throws {
        let held = Condition<[String]>([])
        let test = try await TestPool { platform, request in
            guard request.shortLine == "POST /ds-api/user-token" else { return nil }
            held.update { $0.append(text(of: platform.answer(request))) }
            return [.hold]
        }
        let program = try test.library.compile("show a\nexpect status 404\nprint done")
        let interruption = Interruption()
        var options = RunOptions()
        options.interruption = interruption
        options.grace = .milliseconds(1)
        async let first = test.pool.run(program, options)
        await held.wait { !$0.isEmpty }
        async let second = test.pool.run(program)
        interruption.interrupt()
        #expect(await first.exitStatus == 130)
        await test.platform.server.log.wait { !$0.held.isEmpty }
        test.platform.server.answerHeld(held.state[0])
        let result = await second
        #expect(result.output == ["done"], "\(result.rendered())")
        #expect(held.state.count == 1)
        await test.close()
    }

    @Test func aPoolIsUsedByItsOwnPrograms() async throws {
        let (test, other) = (try await TestPool(), try await TestPool())
        let program = try test.library.compile("print 1\nping")
        let result = await other.pool.run(program)
        #expect(result.exitStatus == 2 && result.diagnostics.map(\.code) == [.anotherPool])
        #expect(result.rendered().contains("the program was compiled for another pool"))
        #expect(result.rendered().contains("run it over the pool that was added to its library"))
        var library = test.library
        #expect(throws: RegistrationError.self) { try library.add(other.pool) }
        // What was refused left nothing behind.
        #expect(try await other.pool.run(other.library.compile("ping")).isSuccess)
        await test.close()
        await other.close()
    }

    @Test func aClosedPoolRefusesRuns() async throws {
        let held = Condition(0)
        let test = try await TestPool { _, request in
            guard request.shortLine.hasPrefix("POST /ds-api/pool") else { return nil }
            held.update { $0 += 1 }
            return nil
        }
        let program = try test.library.compile("defer print tidy\nwhile true { sleep 1h }\nping")
        async let running = test.pool.run(
            try test.library.compile("defer print tidy\nadd a \(TestPool.fields)\nsleep 24h"))
        await held.wait { $0 == 1 }
        await test.pool.close()
        let result = try await running
        #expect(result.exitStatus == 130 && result.output == ["tidy"], "\(result.rendered())")
        #expect(test.names == ["a"])
        let refused = await test.pool.run(program)
        #expect(refused.exitStatus == 2 && refused.diagnostics.map(\.code) == [.poolClosed])
        #expect(await program.run().diagnostics.map(\.message) == ["the pool is closed"])
        await test.close()
    }

    @Test func anOwnBodyThatDoesNotEndIsAbandonedByName() async throws {
        var test = try await TestPool()
        let gate = Condition(false)
        let begun = Condition(false)
        try test.library.add(
            Command("stuck"),
            async: { _ -> Value in
                begun.update { $0 = true }
                await gate.wait { $0 }
                return .null
            })
        var options = RunOptions()
        let interruption = Interruption()
        options.interruption = interruption
        options.grace = .milliseconds(1)
        let (host, chosen) = (test, options)
        async let run = host.run("ping\nstuck", chosen)
        await begun.wait { $0 }
        interruption.interrupt("enough")
        let result = try await run
        #expect(result.abandoned == ["stuck"] && result.exitStatus == 130)
        #expect(result.rendered().contains("enough"))
        gate.update { $0 = true }
        await test.close()
    }

    @Test func withinLimitsABodyOverAPool() async throws {
        var test = try await TestPool()
        let cancelled = Condition(false)
        try test.library.add(
            Command("slow"),
            async: { _ -> Value in
                await withTaskCancellationHandler {
                    await cancelled.wait { $0 }
                } onCancel: {
                    cancelled.update { $0 = true }
                }
                return .null
            })
        let result = try await test.run("ping\ntry { within 1ms { slow } } catch e { print $e.message }")
        #expect(result.output.first?.contains("no answer within the time allowed") == true, "\(result.rendered())")
        await test.close()
    }
}
