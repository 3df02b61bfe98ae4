import Foundation
import Picket

/// Measures what a host pays for its scripts: a run, a command, an event, memory, and the pauses of its other tasks.
///
///     HostBenchmark                 all figures
///     HostBenchmark gap COUNT       the longest pause of a task beside so many computing scripts
///     HostBenchmark profile NAME ROUNDS    one of `Profiled`, for a profiler
///     HostBenchmark runs COUNT      the memory of so many runs in one process; ends with 1 if it grows
@main
enum HostBenchmark {
    static func main() async throws {
        let words = CommandLine.arguments
        if words.count == 3, words[1] == "gap", let count = Int(words[2]) { return try await measureGap(beside: count) }
        if words.count == 4, words[1] == "profile", let name = Profiled(rawValue: words[2]), let rounds = Int(words[3])
        {
            return try await profile(name, rounds)
        }
        if words.count == 3, words[1] == "runs", let count = Int(words[2]) {
            exit(try await ManyRuns.measure(count) ? 0 : 1)
        }
        try await measureRuns()
        try await measureCommands()
        try await measureMemory()
        for count in [2, 16, 64] { try await measureGap(beside: count) }
    }

    private static func measureRuns() async throws {
        let library = Library()
        let program = try library.compile("print 1")
        let options = RunOptions()
        report("a run of `print 1`, synchronous", rounds: 100_000) { _ = program.runSynchronously(options) }
        await report("a run of `print 1`, asynchronous", rounds: 100_000) { _ = await program.run(options) }
        report("new library, check and run of `print 1`", rounds: 20_000) { _ = Library().runSynchronously("print 1") }
    }

    private static func measureCommands() async throws {
        var library = Library()
        try library.add(Command("soon")) { _ in 1 }
        try library.add(Command("later"), async: { _ in 1 })
        var options = RunOptions()
        let soon = try library.compile("for _i in 1..1000 { soon }")
        let later = try library.compile("for _i in 1..1000 { later }")
        let parallel = try library.compile("for _i in 1..1000 parallel 16 { later }")
        report("1,000 commands", rounds: 2_000) { _ = soon.runSynchronously(options) }
        await report("1,000 asynchronous commands", rounds: 500) { [options] in _ = await later.run(options) }
        await report("1,000 asynchronous commands, 16 at once", rounds: 200) { [options] in
            _ = await parallel.run(options)
        }
        options.onEvent = { _ in }
        report("1,000 commands with events", rounds: 1_000) { _ = soon.runSynchronously(options) }
    }

    /// What a profiler can look at alone.
    private enum Profiled: String {
        case run, text, task, commands, events
        case later = "async-commands"
    }

    private static func profile(_ name: Profiled, _ rounds: Int) async throws {
        var library = Library()
        try library.add(Command("soon")) { _ in 1 }
        try library.add(Command("later"), async: { _ in 1 })
        let text =
            switch name {
            case .run, .text, .task: "print 1"
            case .commands, .events: "for _i in 1..1000 { soon }"
            case .later: "for _i in 1..1000 { later }"
            }
        let program = try library.compile(text)
        var options = RunOptions()
        if case .events = name { options.onEvent = { _ in } }
        for _ in 0..<rounds {
            switch name {
            case .run, .commands, .events: _ = program.runSynchronously(options)
            case .text: _ = Library().runSynchronously(text)
            case .task, .later: _ = await program.run(options)
            }
        }
    }

    /// Many runs wait at once for a command; what the process gained is theirs.
    private static func measureMemory() async throws {
        var library = Library()
        try library.add(Command("wait"))
        let program = try library.compile("print begun\nwait")
        var runs: [Execution] = []
        let count = 2_000
        let before = residentBytes()
        for _ in 0..<count {
            let run = Execution(program)
            _ = run.next()
            runs.append(run)
        }
        print("memory of a live run: \((residentBytes() - before) / count / 1_024) KB")
        withExtendedLifetime(runs) {}
    }

    /// A task that only yields counts how long it was away.
    private static func measureGap(beside count: Int) async throws {
        let program = try Library().compile("let n = 0\nwhile true { set n = $n + 1 }")
        var options = RunOptions()
        options.limits.steps = .max
        options.deadline = .seconds(2)
        let clock = ContinuousClock()
        let end = clock.now + .seconds(2)
        let runs = (0..<count).map { _ in Task { [options] in _ = await program.run(options) } }
        var longest = Duration.zero
        var last = clock.now
        while clock.now < end {
            await Task.yield()
            let now = clock.now
            longest = max(longest, now - last)
            last = now
        }
        for run in runs { await run.value }
        print("longest pause of a task beside \(count) computing scripts: \(longest)")
    }
}
