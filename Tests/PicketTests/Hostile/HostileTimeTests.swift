import Foundation
import Picket
import PicketRuntime
import Testing

/// How long to run; 0 for not at all.
private let hostileMinutes = ProcessInfo.processInfo.environment["PICKET_HOSTILE_MINUTES"].flatMap { Double($0) } ?? 0

/// A file with one script that is run again and again, as `PICKET_HOSTILE_FILE` names it; nil for those of the generator.
private let hostileFile = ProcessInfo.processInfo.environment["PICKET_HOSTILE_FILE"]

/// Hostile scripts through the public door, against the clock and the memory of the process. `scripts/fuzz-hosts MINUTES`
/// runs it in release; a build without `PICKET_HOSTILE_MINUTES` does not.
@Suite(.enabled(if: hostileMinutes > 0), .serialized) struct HostileTimeTests {
    private static let seed =
        ProcessInfo.processInfo.environment["PICKET_HOSTILE_SEED"].flatMap { UInt64($0) }
        ?? UInt64.random(in: 0 ... .max)
    private static let deadline = Duration.milliseconds(40)
    /// The time of what is deferred.
    private static let grace = Duration.milliseconds(200)
    private static let memory = 16 << 20

    /// Shows how late each of fifty runs of a script ends that the other test has found.
    @Test(.enabled(if: hostileFile != nil)) func oneScriptEndsInTimeAndInMemory() async throws {
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: hostileFile ?? "")), as: UTF8.self)
        for _ in 0..<50 {
            let found = try await Self.run(text)
            print("\(found.late) late, worked \(found.worked), \(found.grown >> 20) MB")
            #expect(!Self.isTooMuch(found))
        }
    }

    @Test(.enabled(if: hostileFile == nil)) func everyScriptEndsInTimeAndInMemory() async throws {
        var mutations = ScriptMutations(seed: Self.seed, others: HostileScripts.all)
        let end = ContinuousClock().now + .seconds(60 * hostileMinutes)
        var count = 0
        var slowest = Duration.zero
        var largest = 0
        for text in HostileScripts.all {
            let found = try await Self.check(text)
            (slowest, largest) = (max(slowest, found.late), max(largest, found.grown))
            count += 1
        }
        while ContinuousClock().now < end {
            let found = try await Self.check(String(decoding: mutations.next(), as: UTF8.self))
            (slowest, largest) = (max(slowest, found.late), max(largest, found.grown))
            count += 1
        }
        print(
            "seed \(Self.seed): \(count) scripts in \(hostileMinutes) minutes; the latest ended \(slowest) after its",
            "end, the largest took \(largest >> 20) MB")
    }

    /// How long after its deadline and grace a script ended, the CPU time of the run, and by how much the process grew.
    private struct Found {
        var late: Duration
        var worked: Duration
        var grown: Int
    }

    /// A slow or large run is repeated, because the machine may have been busy, and the allocator may have kept memory.
    private static func check(_ text: String) async throws -> Found {
        var found = try await run(text)
        for _ in 0..<3 where isTooMuch(found) { found = try await run(text) }
        if isTooMuch(found) {
            // If it worked for a shorter time than its deadline and grace, the machine was busy with something else.
            Issue.record(
                "\(found.late) late, worked \(found.worked), \(found.grown >> 20) MB: \(text.debugDescription)")
        }
        return found
    }

    private static func isTooMuch(_ found: Found) -> Bool {
        found.late > .milliseconds(50) || found.grown > memory + 32 << 20
    }

    private static func run(_ text: String) async throws -> Found {
        let library = try HostileHost.library()
        var options = RunOptions()
        options.limits = Limits(
            steps: 4_000_000, depth: 500, memory: memory, source: 1 << 20, outputBytes: 1 << 20, outputLines: 10_000,
            recorded: 1_000, events: 100_000)
        options.deadline = deadline
        options.grace = grace
        let before = ProcessMemory.begin()
        let start = (wall: ContinuousClock().now, work: clock())
        _ = await library.run(text, options: options)
        let elapsed = ContinuousClock().now - start.wall
        // `clock` counts microseconds.
        return Found(
            late: max(.zero, elapsed - deadline - grace), worked: .microseconds(clock() - start.work),
            grown: ProcessMemory.peak() - before)
    }
}

/// The memory of this process, as Linux counts it.
private enum ProcessMemory {
    /// Forgets the peak, and returns the memory in use.
    static func begin() -> Int {
        try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
        return status("VmRSS:")
    }

    static func peak() -> Int { status("VmHWM:") }

    private static func status(_ name: String) -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) })
        else { return 0 }
        return (Int(line.split(whereSeparator: { !$0.isNumber }).first ?? "") ?? 0) * 1_024
    }
}
