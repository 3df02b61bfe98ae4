import Foundation
import HTTPHarness
import NIOCore
import PicketRuntime
import PicketSyntax
import Synchronization
import Testing

@testable import PicketPool

/// Deadlines, interruption, parallel loops and the host's services.
@Suite struct PoolRunTests {
    /// A platform that never answers a GET of a connection.
    private func silent() async throws -> FakePlatform {
        try await FakePlatform.start { request in
            request.shortLine.hasPrefix("GET /ds-api/pool") ? [.hold] : nil
        }
    }

    @Test func aRequestTimesOut() async throws {
        let result = try await run("show a", on: try await silent()) { $0.requestTimeout = .milliseconds(20) }
        #expect(result.exitStatus == 3)
        #expect(result.failureText.contains("--timeout"))
    }

    /// W8: an answer that asks for a wait past the deadline is shown at once, and the limit is named.
    @Test(arguments: ["show a", "ping", "login"]) func aWaitPastTheDeadlineIsGivenUp(command: String) async throws {
        let platform = try await FakePlatform.start { _ in
            [.send(answer("{}", status: "503 -", fields: "Retry-After: 500\r\n"))]
        }
        let result = try await run(command, on: platform, deadline: .seconds(300))
        #expect(result.exitStatus == 3)
        #expect(result.failureText.contains("and the run's time (`--deadline`) ends before"), "\(result.failureText)")
        #expect(platform.requests.count == 1)
    }

    /// A wait that one answer asks for holds back other requests, within their limits and not in silence.
    @Test func aTurnThatIsHeldBackIsTold() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasSuffix("/a")
                ? [.send(answer(#"{"error":"slow"}"#, status: "429 -", fields: "Retry-After: 29\r\n"))] : nil
        }
        let script = """
            try { show a } catch { }
            within 20ms every 1ms { show b }
            """
        let result = try await run(script, on: platform) { $0.requestTimeout = .seconds(20) }
        #expect(result.exitStatus == 3)
        #expect(result.failureText.contains("nothing was sent"), "\(result.failureText)")
        #expect(result.failureText.contains("longer than `--timeout` (20s)"), "\(result.failureText)")
        #expect(!platform.lines.contains { $0.hasSuffix("/b") })
    }

    @Test func withinBoundsItsRequests() async throws {
        let result = try await run("within 30ms every 1ms {\n show a\n}", on: try await silent())
        #expect(result.exitStatus == 3)
        #expect(!result.failureText.contains("--timeout"), "\(result.failureText)")
    }

    @Test func theDeadlineEndsTheRunAfterItsDeferredBlocks() async throws {
        let result = try await run(
            "defer {\n disable a\n expect status 404\n print tidy\n}\nshow a", on: try await silent(),
            deadline: .milliseconds(50))
        #expect(result.exitStatus == 4)
        #expect(result.failure?.diagnostic.code == "deadline")
        #expect(result.printed == ["tidy"])
    }

    @Test func theDeadlineEndsAnEndlessLoopAndASleep() async throws {
        let platform = try await FakePlatform.start()
        let session = try await TestSession(platform.profile)
        let busy = await session.run("let n = 0\nwhile true { set n = $n + 1 }", deadline: .milliseconds(20))
        #expect(busy.exitStatus == 4)
        let wide = await session.run(
            "for i in 1..9000000000000 parallel 3 { let _n = $i }", deadline: .milliseconds(20))
        #expect(wide.failure?.kind == .deadline)
        let asleep = await session.run("sleep 5h", deadline: .milliseconds(1))
        #expect(asleep.exitStatus == 4)
        session.close()
        await platform.server.stop()
    }

    @Test func anInterruptionRunsDeferredBlocks() async throws {
        let platform = try await silent()
        let result = try await run(
            "defer {\n disable a\n expect status 404\n print tidy\n}\nshow a\nprint never", on: platform,
            during: { interrupt in
                await platform.server.log.wait { !$0.held.isEmpty }
                interrupt()
            })
        #expect(result.exitStatus == 130)
        #expect(result.printed == ["tidy"])
    }

    /// Deferred blocks that already run when the first signal comes run to their end, too.
    @Test(arguments: [
        "defer { BODY }\nprint work", "defer { BODY }\nfail now", "defer { BODY }\nexit 0",
        "try { print work } finally { BODY }\nprint never",
        "try { fail now } catch _e { print work } finally { BODY }\nprint never",
        "def f() {\n defer { BODY }\n return 1\n}\nprint f()",
        "for i in 1..3 { defer { BODY }\n print $i }",
        "for i in 1..3 parallel 1 { defer { BODY }\n print $i }",
        "defer { defer { BODY }\n print inner }\nprint work",
        "defer { for i in [1] parallel 2 { BODY } }\nprint work",
    ])
    func aFirstInterruptionLetsRunningDeferredBlocksEnd(_ script: String) async throws {
        let platform = try await silent()
        let body = "show b\n expect status 200\n disable a\n expect status 404\n print tidy\n"
        let result = try await run(
            script.replacing("BODY", with: "\n \(body)"), on: platform,
            during: { interrupt in
                await platform.server.log.wait { $0.held.count == 1 }
                interrupt()
                platform.server.answerHeld(answer("{}"))
            })
        #expect(result.exitStatus == 130, "\(result.failureText)")
        #expect(result.printed.filter { $0 == "tidy" }.count == 1, "\(result.printed)")
        #expect(result.printed.last == "tidy")
        #expect(platform.lines.count == 2, "\(platform.lines)")
    }

    @Test func aSecondInterruptionEndsDeferredBlocks() async throws {
        let platform = try await silent()
        let session = try await TestSession(platform.profile)
        let result = await session.run(
            "defer show b\nshow a",
            during: { interrupt in
                await platform.server.log.wait { $0.held.count == 1 }
                interrupt()
                await platform.server.log.wait { $0.held.count == 2 }
                interrupt()
            })
        #expect(result.exitStatus == 130)
        // The session goes on.
        let next = await session.run("disable a\nexpect status 404\nprint fine")
        #expect(next.printed == ["fine"], "\(next.failureText)")
        session.close()
        await platform.server.stop()
    }

    @Test func writesThatWereCutOffAreNamed() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.contains("/pg-instances/") ? [.hold] : nil
        }
        let session = try await TestSession(platform.profile)
        let result = await session.run(
            "step fleet { for i in 1..2 parallel 2 {\n if $i == 1 { delete a } else { show b }\n} }",
            during: { interrupt in
                await platform.server.log.wait { $0.held.count == 2 }
                // The first waits for the write, the second cuts it off.
                interrupt()
                interrupt()
            })
        #expect(result.exitStatus == 130)
        #expect(session.notices.map(\.request.content) == ["DELETE \(platform.url)/ds-api/pool/pg-instances/a"])
        #expect(session.notices.map(\.outcome) == [.isUnknown])
        #expect(await session.unclearAnswers() == "1 write had no clear answer: 1 is not known")
        // It is told by name, with its step.
        #expect(await session.tally()?.text == "1 cannot be told (a in step `fleet`)")
        session.close()
        await platform.server.stop()
    }

    /// What a parallel iteration does belongs to the step around the loop, or to its own.
    @Test func aChangeInAParallelLoopNamesItsStep() async throws {
        let platform = try await FakePlatform.start()
        let session = try await TestSession(platform.profile) { $0.keepsChanges = true }
        let result = await session.run(
            """
            def put(n) { add $n host=h port=1 user=u password=pppp }
            step fleet { for n in [a, b] parallel 2 { put $n } }
            step outer { step inner { for n in [c, d] parallel 2 { for m in [1] parallel 1 { remove $n } } } }
            for n in [a] parallel 1 { step "own" { delete $n } }
            delete b
            """)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        let steps = (await session.tally()?.entries ?? []).map { "\($0.name) \($0.step ?? "-")" }
        #expect(steps.sorted() == ["a fleet", "a own", "b -", "b fleet", "c inner", "d inner"])
        session.close()
        await platform.server.stop()
    }

    @Test func anInterruptionEndsParallelIterations() async throws {
        let platform = try await silent()
        let result = try await run(
            "for i in 1..8 parallel 4 {\n defer print \"left $i\"\n show \"a$i\"\n}", on: platform,
            during: { interrupt in
                await platform.server.log.wait { $0.held.count == 4 }
                interrupt()
            })
        #expect(result.exitStatus == 130)
        #expect(result.printed == ["left 1", "left 2", "left 3", "left 4"])
    }

    @Test func sixtyFourIterationsShareBoundedConnections() async throws {
        let platform = try await FakePlatform.start()
        let result = try await run(
            """
            for i in 1..500 parallel 64 {
                add "pg_$i" host="host-$i" port=$(9000 + $i) user=u password=pppp
                show "pg_$i"
                expect body.port == 9000 + $i
                print $i
            }
            """, on: platform
        ) { $0.connectionLimit = 8 }
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(result.printed == (1...500).map(String.init))
        #expect(platform.state.withLock { $0.connections.count } == 500)
        #expect(platform.server.log.state.mostOpen == 8)
        #expect(platform.state.withLock { $0.logins } == 1)
    }

    @Test func requestsKeepTheirPace() async throws {
        let platform = try await FakePlatform.start()
        let result = try await run(
            "for i in 1..6 parallel 6 { ping }\nprint done", on: platform
        ) { $0.requestsPerSecond = 200 }
        #expect(result.printed == ["done"], "\(result.failureText)")
        #expect(platform.requests.count == 6)
    }

    @Test func turnsAreEvenlySpaced() {
        let pace = RequestPace(requestsPerSecond: 10)
        let turns = (0..<4).map { _ in pace.takeTurn(at: .now()) }
        #expect(turns[0] == nil)
        let later = turns.compactMap { $0 }
        #expect(later.count == 3)
        for (first, second) in zip(later, later.dropFirst()) { #expect(second - first == .milliseconds(100)) }
        #expect(RequestPace(requestsPerSecond: nil).takeTurn(at: .now()) == nil)
    }

    @Test func theHostAnswersForEnvironmentFilesClockAndTests() async throws {
        let session = try await TestSession(nil)
        let result = await session.run(
            """
            print env("HOME_TOWN"), env("NOWHERE", fallback)
            print json("data.json").a
            print now()
            test "yes" { print ran }
            test "no" { print "ran, too" }
            print csv("other.csv")
            """,
            services: {
                HostServices(
                    environment: { $0 == "HOME_TOWN" ? "Lyon" : nil },
                    readFile: { kind, path in
                        kind == .json && path == "data.json" ? .value(["a": 1]) : .problem("no such file")
                    },
                    wallClock: { "2026-11-23T18:00:00.000Z" }, runsTest: { name, _ in name == "yes" })
            })
        session.close()
        #expect(result.printed == ["Lyon fallback", "1", "2026-11-23T18:00:00.000Z", "ran"], "\(result.failureText)")
        #expect(result.failure?.diagnostic.code == "cannot-read")
        #expect(result.failureText.contains("no such file"))
    }

    @Test func aRunLivesOnTheCallingThread() async throws {
        let platform = try await FakePlatform.start()
        let profile = platform.profile
        let status = await withCheckedContinuation { continuation in
            // A thread of its own, so that none of the tests' is held up.
            let thread = Thread {
                let status: Int? = try? CallingThread.run { loop, finish in
                    let executor = Executor(configuration: ExecutorConfiguration(platform: profile), eventLoop: loop)
                    let source = SourceFile(name: "test", text: "show a\nexpect status 404\nexit 7")
                    guard let program = Compiler(commands: ConnectionAPI.commands).compile(source).program else {
                        return finish(-1)
                    }
                    let machine = Machine(
                        configuration: MachineConfiguration(
                            commands: ConnectionAPI.commands, secrets: executor.secrets))
                    machine.load(program)
                    PoolRun(executor: executor, machine: machine) { _ in }.start { outcome in
                        executor.close()
                        if case .exit(let status) = outcome { finish(status) } else { finish(-2) }
                    }
                }
                continuation.resume(returning: status)
            }
            thread.start()
        }
        #expect(status == 7)
        await platform.server.stop()
    }

    @Test func useChoosesThePlatformOfWhatFollows() async throws {
        let first = try await FakePlatform.start()
        let second = try await FakePlatform.start()
        second.put("b", ["host": "there"])
        let profiles = ["one": first.profile, "two": second.profile]
        let session = try await TestSession(first.profile) { configuration in
            configuration.resolve = { name in
                profiles[name].map { .success($0) } ?? .failure(PlatformProblem("there is no profile `\(name)`"))
            }
        }
        let result = await session.run(
            """
            show b
            expect status 404
            for i in [1, 2] parallel 2 {
                use two
                show b
                expect body.host == there
            }
            show b
            expect status 404
            use two
            show b
            """)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        // The prompt's next line goes on there.
        #expect(await session.run("show b").exitStatus == 0)
        #expect(second.lines.count == 4)
        #expect(first.state.withLock { $0.logins } == 1)
        #expect(second.state.withLock { $0.logins } == 1)
        let unknown = await session.run("use three")
        #expect(unknown.failure?.diagnostic.code == "no-platform")
        session.close()
        await first.server.stop()
        await second.server.stop()
    }
}
