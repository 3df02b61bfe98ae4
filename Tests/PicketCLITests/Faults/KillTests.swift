import Foundation
import Synchronization
import Testing

/// The runner is killed at some moment and the run gone on with: the platform ends as if nothing had happened, and no
/// connection was added twice.
@Suite(.serialized) struct KillTests {
    @Test(arguments: 0..<TestSize.choose(8, full: 200))
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
        let proxy = try await FaultProxy.start(before: platform, killing.script)
        let script = platform.folder.appending(path: "many.picket")
        try Data(instances.script.utf8).write(to: script)
        let arguments = [
            "run", script.path(), "--platform", proxy.url, "--cacert", platform.certificateFile, "--user",
            platform.user, "--password-file", platform.passwordFile, "--timeout", "10m", "--connect-timeout", "10m",
            "--resend-after", "0s",
        ]
        let killed = try await RunningPicket.run(
            arguments + ["--journal", killing.journal], onStart: { killing.aim(at: $0) })
        #expect(killed.status == SIGKILL, "\(killed.status) \(killed.errors)")
        killing.isOver.withLock { $0 = true }
        let resumed = try await RunningPicket.run(arguments + ["--resume", killing.journal])
        #expect(resumed.status == 0, "\(killing) \(resumed.errors)")
        #expect(resumed.output == "done\n")
        await proxy.stop()
        #expect(try await platform.connections() == instances.end, "\(killing)")
        let log = try platform.log
        let adds = log.filter { $0.hasPrefix("POST /ds-api/pool/") }
        #expect(adds.count { $0.hasSuffix(" 201") } == instances.count, "\(killing)")
        #expect(adds.count == instances.count, "no add was sent again that had taken effect: \(killing)")
        TestSize.report("kill \(number): \(killing): \(resumed.errors)")
    }
}

/// Where in the life of a request, or of the journal, the runner dies.
private enum Moment: CaseIterable {
    case beforeThePlatform, beforeTheAnswer, afterTheAnswer, inTheJournal
}

private final class Killing: Sendable, CustomStringConvertible {
    let moment: Moment
    /// The request, or the line of the journal.
    let count: Int
    let journal: String
    let isOver = Mutex(false)
    private let target: Mutex<RunningPicket?> = Mutex(nil)

    init(at moment: Moment, after count: Int, journal: String) {
        self.moment = moment
        self.count = count
        self.journal = journal
    }

    var description: String { "\(moment) \(count)" }

    func aim(at run: RunningPicket) {
        target.withLock { $0 = run }
        guard moment == .inTheJournal else { return }
        Thread.detachNewThread { [self] in
            while !isOver.withLock({ $0 }) {
                let lines = (try? Data(contentsOf: URL(fileURLWithPath: journal)))?.count { $0 == UInt8(ascii: "\n") }
                if (lines ?? 0) >= count { return run.kill() }
            }
        }
    }

    var script: FaultProxy.Script {
        var script = FaultProxy.Script()
        script.mayPass = { [self] in !kills(.beforeThePlatform, $0) }
        script.mayReturn = { [self] in !kills(.beforeTheAnswer, $0) }
        script.hasReturned = { [self] in _ = kills(.afterTheAnswer, $0) }
        return script
    }

    private func kills(_ moment: Moment, _ request: ProxiedRequest) -> Bool {
        guard moment == self.moment, request.ordinal >= count, !isOver.withLock({ $0 }) else { return false }
        target.withLock { $0?.kill() }
        return true
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
