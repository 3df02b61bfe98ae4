import Foundation
import Picket
import Synchronization
import Testing

/// Many scripts at once, which end in every way: by themselves, at a deadline, cancelled, interrupted, at a limit, with
/// bodies that do not end.
///
/// `scripts/sanitize threads` runs it again and again under the thread sanitizer.
@Suite(.timeLimit(.minutes(60))) struct CrowdTests {
    private static let size = 64
    private static let secret = "correct-horse-battery"
    private static var rounds: Int {
        ProcessInfo.processInfo.environment["PICKET_CROWD_ROUNDS"].flatMap { Int($0) } ?? 2
    }

    /// What the scripts of one round share.
    private struct Round: Sendable {
        let library: Library
        let programs: [String: Program]
        let session: Session
        let interruption = Interruption()
        let gate: Gate

        init(_ gate: Gate) throws {
            self.gate = gate
            let library = try CrowdTests.library(gate)
            self.library = library
            programs = try CrowdTests.texts.mapValues { text throws in try library.compile(text) }
            session = Session(library, options: CrowdTests.options)
        }
    }

    private static let texts = [
        "computes":
            "param n\nlet m = {}\nfor i in 1..300 { set m[\"key number $i\"] = [$i] }\nprint $n, len($m), half($n)",
        "parallel": "param n\nfor i in 1..40 parallel 8 { later $i as x\n if $x.body != $i { fail wrong } }\nprint $n",
        "fails": "try { for i in 1..40 parallel 8 { later $i\n if $i == 20 { fail now } } } catch e { print $e.code }",
        "endless": "defer print tidied\nwhile true { let x = [1, 2, 3] }",
        "waits": "defer { later 1\nprint tidied }\nfor i in 1..8 parallel 8 { sleep 24h }",
        "stuck": "try { within 1ms { stuck } } catch e { print $e.code }",
        "secret": "secret s = env(\"TOKEN\")\nlet copy = \"<$s>\"\nprint $copy\nlater $s\nfail \"not $copy\"",
        "prints": "while true { print \"a line of text\" }",
        "includes": "include \"module\"\nprint triple(14), csv(\"file\")[0].name",
    ]

    private static var options: RunOptions {
        var options = RunOptions()
        options.limits.steps = .max
        options.grace = .seconds(100_000)
        options.environment = ["TOKEN": .string(secret)]
        return options
    }

    private static func library(_ gate: Gate) throws -> Library {
        var library = Library()
        library.preludes = [ScriptText("prelude", "def half(n) { return $n / 2 }")]
        library.modules = [ScriptText("module", "def triple(n) { return twice($n) + $n }")]
        library.files = { request in [["name": .string(request.path)]] }
        try library.add(function: "twice", "n") { (n: Int) in 2 * n }
        try library.add(
            Command("later", parameters: [Parameter("x", .value, isPositional: true)]),
            async: { arguments in
                await Task.yield()
                try Task.checkCancellation()
                return arguments["x"] ?? .null
            })
        try library.add(
            Command("stuck"),
            async: { _ in
                await gate.wait()
                return .null
            })
        return library
    }

    @Test func everyoneEndsAsItShould() async throws {
        for _ in 0..<Self.rounds {
            let gate = Gate()
            let round = try Round(gate)
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<Self.size { group.addTask { await Self.run(number, in: round) } }
                // The scripts that wait for an interruption share one, which also ends those that begin after it.
                group.addTask {
                    for _ in 0..<200 { await Task.yield() }
                    round.interruption.interrupt()
                    round.session.interrupt()
                }
            }
            gate.open()
            await round.session.close()
        }
    }

    private static func run(_ number: Int, in round: Round) async {
        var options = options
        let log = Log()
        if number % 3 == 0 { options.onEvent = { log.add("\($0)") } }
        switch number % 12 {
        case 0, 1:
            options.parameters = ["n": .integer(Int64(number))]
            let name = number.isMultiple(of: 2) ? "computes" : "parallel"
            guard let result = await round.programs[name]?.run(options) else { return }
            #expect(result.output.first?.hasPrefix("\(number)") == true, "\(result.rendered())")
        case 2: #expect(await round.programs["fails"]?.run(options).output == ["failed"])
        case 3:
            options.deadline = .milliseconds(number)
            let result = await round.programs["endless"]?.run(options)
            // On a busy machine the deadline may pass before the first statement.
            #expect(result?.failure?.kind == .deadline && result?.output.allSatisfy { $0 == "tidied" } == true)
        case 4:
            let task = Task { [options] in await round.programs["waits"]?.run(options) }
            for _ in 0..<number { await Task.yield() }
            task.cancel()
            let result = await task.value
            #expect(result?.failure?.kind == .interrupted)
        case 5:
            options.interruption = round.interruption
            let result = await round.programs[number.isMultiple(of: 2) ? "waits" : "endless"]?.run(options)
            #expect(result?.failure?.kind == .interrupted)
        case 6:
            options.grace = .milliseconds(1)
            let result = await round.programs["stuck"]?.run(options)
            // On a busy machine its time may be over before it begins.
            #expect(result?.output == ["no-response"] && result?.abandoned.allSatisfy { $0 == "stuck" } == true)
        case 7:
            let result = await round.programs["secret"]?.run(options)
            #expect(result?.output == ["•••"] && result?.rendered().contains(secret) == false)
            #expect(!log.lines.contains { $0.contains(secret) })
        case 8: await useSession(number, round.session)
        case 9: #expect(await inThread(round.programs["includes"], options)?.output == ["42 file"])
        case 10:
            options.onPrint = { log.add($0) }
            options.limits.outputLines = 500
            options.onLimit = { $0.usage.steps < 10_000 ? .extend(by: 100) : .stop }
            #expect(await round.programs["prints"]?.run(options).failure?.kind == .limit)
        default:
            let result = await round.library.run("let x = \(number)\nprint half($x), $nothing", options: options)
            #expect(result.exitStatus == 2)
        }
    }

    /// Texts of many tasks in one session, which may be interrupted meanwhile.
    private static func useSession(_ number: Int, _ session: Session) async {
        let name = "name\(number)"
        let text = "let \(name) = \(number)\nsecret s\(number) = env(\"TOKEN\")\n"
        let result = await session.run(text + "def f\(number)() { return $\(name) }")
        #expect(result.isSuccess || result.failure?.kind == .interrupted)
        guard result.isSuccess else { return }
        #expect(await session.value(of: name) == .integer(Int64(number)))
        let answer = try? await session.call("f\(number)")
        #expect(answer == nil || answer == .integer(Int64(number)))
        #expect(await session.run("print $s\(number), $\(name)").output.first.map { $0 == "••• \(number)" } ?? true)
    }

    /// Runs on a thread of its own, because the tasks need the others.
    private static func inThread(_ program: Program?, _ options: RunOptions) async -> RunResult? {
        guard let program else { return nil }
        // The thread sanitizer does not see the order that a continuation makes, but it sees the order of a lock.
        let place = ResultPlace()
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                place.result.withLock { $0 = program.runSynchronously(options) }
                continuation.resume()
            }
        }
        return place.result.withLock { $0 }
    }
}

/// The result that a thread leaves for a task.
private final class ResultPlace: Sendable {
    let result = Mutex<RunResult?>(nil)
}
