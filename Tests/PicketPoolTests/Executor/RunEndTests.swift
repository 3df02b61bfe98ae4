import NIOCore
import NIOPosix
import PicketRuntime
import PicketSyntax
import Testing

@testable import PicketPool

/// A run on an event loop ends whatever its script looks at, and leaves nothing on the loop.
@Suite(.timeLimit(.minutes(10))) struct RunEndTests {
    /// These scripts compute all the time: other tests have servers on the common loops.
    private static let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()

    static let scripts = [
        """
        let m = {}
        for i in 1..20000 { set m["connection_number_$i"] = $i }
        while true { try { print $m.conection_number_x } catch _p { } }
        """,
        "let xs = range(1, 100000)\nwhile true { try { print $xs + 1 } catch _p { } }",
        "let xs = range(1, 20000)\nlet ys = range(2, 20001)\nwhile true { try { expect $xs == $ys } catch _p { } }",
        "while true { try { print \"x\" matches \"($(uuid())\" } catch _p { } }",
        "while true { secret s = \"password-$(uuid())\"\n print $s }",
        "let s = join(range(1, 50000), \"\")\nwhile true { let _found = $s matches \"([0-9]+)+x\" }",
    ]

    @Test(arguments: scripts)
    func theDeadlineEndsIt(_ script: String) async throws {
        let session = try await TestSession(nil, on: RunEndTests.loop)
        let result = await session.run("defer print tidied\n" + script, deadline: .milliseconds(20))
        session.close()
        #expect(result.failure?.kind == .deadline)
        #expect(result.printed.last == "tidied")
    }

    /// The interruption comes from another thread while the script keeps the loop's.
    @Test(arguments: scripts)
    func anInterruptionEndsIt(_ script: String) async throws {
        let session = try await TestSession(nil, on: RunEndTests.loop)
        let result = await session.run("defer print tidied\n" + script, during: { interrupt in interrupt() })
        session.close()
        #expect(result.failure?.kind == .interrupted)
        #expect(result.exitStatus == 130)
    }

    @Test(arguments: scripts)
    func theTimeLimitOfATestEndsIt(_ script: String) async throws {
        let session = try await TestSession(nil, on: RunEndTests.loop)
        let result = await session.run("test \"t\" timeout=20ms {\n\(script)\n}\nprint on")
        session.close()
        #expect(result.recorded.first?.diagnostic.code == "test-timeout")
        #expect(result.printed.last == "on")
    }

    /// Whoever looks at a run that has ended.
    private final class Remains {
        weak var run: PoolRun?
        weak var machine: Machine?
    }

    @Test(arguments: [
        "sleep 24h", "for i in 1..3 parallel 3 { if $i == 1 { fail now } else { sleep 24h } }",
        "try { within 24h every 24h { fail now } } catch _p { }\nsleep 24h",
        "test \"t\" timeout=24h { sleep 24h }",
    ])
    func nothingOutlivesIt(_ script: String) async throws {
        let session = try await TestSession(nil, on: RunEndTests.loop)
        let loop = session.loop
        let remains = try await loop.submit { NIOLoopBound(Remains(), eventLoop: loop) }.get()
        let compilation = Compiler(commands: ConnectionAPI.commands).compile(
            SourceFile(name: "test.picket", text: script))
        let program = try #require(compilation.program)
        try await loop.submit {
            let executor = Executor(configuration: ExecutorConfiguration(platform: nil), eventLoop: loop)
            let machine = Machine(configuration: MachineConfiguration(commands: ConnectionAPI.commands))
            machine.load(program)
            let run = PoolRun(executor: executor, machine: machine, deadline: .hours(24)) { _ in }
            remains.value.run = run
            remains.value.machine = machine
            run.start { _ in executor.close() }
            run.interrupt()
        }.get()
        // What was running is gone from the stack.
        let isGone = try await loop.submit { remains.value.run == nil && remains.value.machine == nil }.get()
        #expect(isGone)
        session.close()
    }
}
