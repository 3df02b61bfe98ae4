import Foundation
import Testing

/// The runner is killed at some moment and the run gone on with: the platform ends as if nothing had happened, and no
/// connection was added twice.
@Suite(.serialized) struct KillTests {
    @Test(arguments: TestSize.numbers(8, full: 40))
    func aKilledRunIsGoneOnWith(_ number: Int) async throws {
        var chance = Chance(seed: UInt64(number))
        let instances = Instances(
            count: TestSize.choose(40, full: 500), isParallel: number % 2 == 0)
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        let killing = Killing(
            at: Moment.allCases[number / 2 % Moment.allCases.count],
            after: 2 + Int(chance.next() % UInt64(instances.requests - 2)),
            journal: platform.folder.appending(path: "journal").path())
        let moment = "\(killing)"
        let proxy = try await FaultProxy.start(before: platform, killing.script)
        let script = platform.folder.appending(path: "many.picket")
        try Data(instances.script.utf8).write(to: script)
        let arguments = platform.arguments(of: script, by: proxy) + ["--resend-after", "0s"]
        let killed = try await RunningPicket.run(
            arguments + ["--journal", killing.journal], onStart: { killing.aim(at: $0) })
        #expect(killed.status == SIGKILL, "\(killed.status) \(killed.errors)")
        killing.stop()
        let resumed = try await RunningPicket.run(arguments + ["--resume", killing.journal])
        #expect(resumed.status == 0, "\(moment) \(resumed.errors)")
        #expect(resumed.output == "done\n")
        await proxy.stop()
        #expect(try await platform.connections() == instances.end, "\(moment)")
        let log = try platform.log
        let adds = log.filter { $0.hasPrefix("POST /ds-api/pool/") }
        #expect(adds.count { $0.hasSuffix(" 201") } == instances.count, "\(moment)")
        #expect(adds.count == instances.count, "no add was sent again that had taken effect: \(moment)")
        TestSize.report("kill \(number): \(moment): \(resumed.errors)")
    }
}

/// Numbers that look like chance and are the same each time (Vigna's SplitMix64).
struct Chance {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
