import HTTPHarness
import Picket
import Synchronization
import Testing

@testable import PicketPool

/// What the runs over a pool share, and what they do not.
@Suite struct PoolSharingTests {
    /// A `login` or `use` of one script changes nothing for the others, at once or later.
    @Test func aLoginOfAScriptIsItsOwn() async throws {
        let test = try await TestPool()
        let refused = try await test.run(
            "try { login datasentinel password=wrong-password } catch e { print $e.message }")
        #expect(refused.output.first?.contains("refused to log in") == true, "\(refused.rendered())")
        let own = try await test.run("login datasentinel password=\"\(TestPool.password)\"\nshow a\nexpect status 404")
        #expect(own.isSuccess, "\(own.rendered())")
        #expect(try await test.run("show a\nexpect status 404").isSuccess)
        // The script's login, its own token, and the one of the pool.
        #expect(test.platform.state.withLock { $0.logins } == 3)
        #expect(try await test.run("show a\nexpect status 404").requests == 1)
        await test.close()
    }

    /// A body of the host may run a program over the same pool.
    @Test func aBodyMayRunAnotherProgram() async throws {
        var test = try await TestPool()
        let inner = try test.library.compile("param n\nensure $n \(TestPool.fields)\nlet change = $last.change")
        let pool = test.pool
        try test.library.add(
            Command("nested", parameters: [.word("name")]),
            async: { arguments -> Value in
                var options = RunOptions()
                options.parameters = ["n": arguments["name"] ?? .null]
                return await pool.run(inner, options).globals["change"] ?? .null
            })
        let result = try await test.run(
            "for n in [a, b, c] parallel 3 { nested $n\n print $last.body }\nping")
        #expect(result.output == ["created", "created", "created"], "\(result.rendered())")
        #expect(test.names == ["a", "b", "c"] && result.tally.changes.isEmpty)
        await test.close()
    }

    /// The pool closes although a body of one of its runs asks for it.
    @Test func aBodyMayCloseThePool() async throws {
        var test = try await TestPool()
        let pool = test.pool
        let closed = Condition(false)
        try test.library.add(
            Command("finish"),
            async: { _ -> Value in
                await pool.close()
                closed.update { $0 = true }
                return .null
            })
        var options = RunOptions()
        options.grace = .milliseconds(4)
        let result = try await test.run("ping\nfinish\nprint never", options)
        #expect(result.exitStatus == 130 && result.abandoned == ["finish"], "\(result.rendered())")
        await closed.wait { $0 }
        await test.close()
    }

    @Test func aPoolThatNobodyClosesEnds() async throws {
        let platform = try await FakePlatform.start()
        weak var loop: PoolLoop?
        do {
            let pool = try TestPool.pool(platform)
            var library = Library()
            try library.add(pool)
            loop = pool.loop
            #expect(await pool.run(try library.compile("show a\nexpect status 404")).isSuccess)
        }
        // What the loop did last may still hold it.
        while loop != nil { await Task.yield() }
        // Its connections end with it.
        await platform.server.log.wait { $0.open == 0 }
        await platform.server.stop()
    }

    /// Runs that follow one another share a connection, and leave nothing behind.
    @Test func runsThatFollowOneAnotherShareAConnection() async throws {
        let test = try await TestPool()
        let program = try test.library.compile("secret s = \"a-secret-of-one-run\"\nshow a\nexpect status 404")
        for _ in 0..<50 { #expect(await test.pool.run(program).isSuccess) }
        #expect(test.platform.server.log.state.connections == 1)
        #expect(test.platform.requests.count == 51)
        await test.close()
    }

    /// Nothing of a run is kept after it, however it ends: not its options, and so neither its machine nor its executor.
    @Test(arguments: [
        "print 1\nping", "add lost \(TestPool.fields)", "add held \(TestPool.fields)", "fail \"no\"", "unknown",
    ])
    func aRunIsFreed(_ script: String) async throws {
        final class Token: Sendable {}
        let test = try await TestPool { _, request in
            if request.shortLine.hasSuffix("/lost") { return [.reset] }
            return request.shortLine.hasSuffix("/held") ? [.hold] : nil
        }
        weak var kept: Token?
        do {
            let token = Token()
            kept = token
            var options = RunOptions()
            options.onPrint = { _ in _ = token }
            options.grace = .milliseconds(1)
            if script == "unknown" { options.parameters = ["unknown": 1] }
            let program = try test.library.compile(script == "unknown" ? "ping" : script)
            let chosen = options
            let task = Task { await test.pool.run(program, chosen) }
            if script.contains("held") {
                await test.platform.server.log.wait { !$0.held.isEmpty }
                task.cancel()
            }
            _ = await task.value
        }
        await test.close()
        #expect(kept == nil)
    }
}
