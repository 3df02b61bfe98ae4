import Foundation
import Synchronization
import Testing

extension KillTests {
    /// A run is killed, and so are those that go on with it, on a platform that disturbs a tenth of the requests: in the end the
    /// platform is as if nothing had happened, no write took effect twice, and what was said is so.
    @Test(arguments: TestSize.numbers(3, full: 200))
    func aRunThatIsKilledAgainAndAgainIsGoneOnWith(_ number: Int) async throws {
        var chance = Chance(seed: 1_000_000 + UInt64(number))
        let instances = Instances(count: TestSize.choose(20, full: 500), isParallel: number % 2 == 0)
        let disturbances = instances.disturbances(&chance)
        let platform = try await LocalPlatform.start(faults: disturbances)
        defer { platform.stop() }
        let journal = platform.folder.appending(path: "journal").path()
        // The first ones die early, so that there is something left to be gone on with.
        let part = UInt64(instances.requests / 5)
        let killing = Killing(at: .beforeTheAnswer, after: 2 + Int(chance.next() % part), journal: journal)
        let proxy = try await FaultProxy.start(before: platform, killing.script)
        let script = platform.folder.appending(path: "many.picket")
        try Data(instances.script.utf8).write(to: script)
        let arguments = platform.arguments(of: script, by: proxy) + ["--resend-after", "1s", "--retries", "20"]
        var kills = 0
        for attempt in 0..<2 + number % 3 {
            let moment = Moment.allCases[Int(chance.next() % UInt64(Moment.allCases.count))]
            let start = moment == .inTheJournal ? killing.lines : proxy.state.withLock { $0.requests }
            killing.renew(at: moment, after: start + 2 + Int(chance.next() % part))
            let ended = try await RunningPicket.run(
                arguments + [attempt == 0 ? "--journal" : "--resume", journal], onStart: { killing.aim(at: $0) })
            // A journal that has just been begun is not always looked at in time.
            guard ended.status != 0 else { break }
            #expect(ended.status == SIGKILL, "\(killing): \(ended.errors)")
            kills += 1
        }
        killing.stop()
        let last = try await RunningPicket.run(arguments + ["--resume", journal])
        #expect(last.status == 0 && last.output == "done\n", "\(last.errors)")
        await proxy.stop()
        #expect(try await platform.connections() == instances.end)
        try await checkEffects(platform, instances, disturbances)
        try checkClaims(journal, instances, last.errors)
        let left = try await platform.remainingFaults().count
        TestSize.report(
            "kills \(number): \(kills) kills, \(max(0, kills - 1)) in what went on; "
                + "\(disturbances.count - left) requests disturbed: \(last.errors)")
    }

    /// No write took effect twice: not one that was answered, nor one whose answer never left the platform.
    private func checkEffects(
        _ platform: LocalPlatform, _ instances: Instances, _ disturbances: [PlannedFault]
    ) async throws {
        let left = try await platform.remainingFaults()
        let lines = try platform.log.filter { $0.contains("/pg-instances/") }
        for (method, operation, expected) in [
            ("POST", "add", instances.adds), ("PUT", "update", instances.updates),
            ("PATCH", "disable", instances.disablings), ("DELETE", "delete", instances.deletions),
        ] {
            let own = lines.filter { $0.hasPrefix(method + " ") }
            let answered = own.count { $0.hasSuffix(" 200") || $0.hasSuffix(" 201") }
            func resets(_ faults: [PlannedFault]) -> Int {
                faults.count { $0.fault == "reset-after" && $0.operation == operation }
            }
            #expect(answered + resets(disturbances) - resets(left) == expected, "\(method): \(own)")
            #expect(!own.contains { $0.hasSuffix(" 409") || $0.hasSuffix(" 404") }, "\(method): \(own)")
        }
    }

    /// The journal says of each command that it is done, and the summary counts each once.
    private func checkClaims(_ journal: String, _ instances: Instances, _ summary: String) throws {
        let lines = try JournalLine.all(journal)
        let done = lines.filter { $0.event == "answer" && $0.isSuccess == true }
        #expect(Set(done.compactMap(\.step)).count == instances.commands)
        #expect(done.count == instances.commands, "no command is done twice")
        #expect(lines.last?.outcome == "success")
        let counts = try #require(
            summary.firstMatch(of: #/(\d+) steps? from the journal(?:, (\d+) only read back)?, (\d+) sent/#),
            "\(summary)")
        let all = [counts.1, counts.2 ?? "0", counts.3].map { Int($0) ?? 0 }
        #expect(all.reduce(0, +) == instances.commands, "\(summary)")
    }
}

extension Instances {
    var adds: Int { count }
    var updates: Int { (1...count).count { $0 % 5 == 0 } + ensured }
    var disablings: Int { (1...count).count { $0 % 7 == 0 } }
    var deletions: Int { (1...count).count { $0 % 10 == 0 } }
    private var ensured: Int { (1...count).count { $0 % 3 == 0 && $0 % 10 != 0 } }
    /// Of the script.
    var commands: Int { adds + updates + disablings + deletions }

    /// What goes wrong with a tenth of the requests.
    func disturbances(_ chance: inout Chance) -> [PlannedFault] {
        var faults: [PlannedFault] = []
        for number in 1...count {
            var operations = ["add"]
            if number % 5 == 0 { operations.append("update") }
            if number % 7 == 0 { operations.append("disable") }
            if number % 10 == 0 { operations.append("delete") }
            if number % 10 != 0, number % 3 == 0 { operations += ["show", "update"] }
            for operation in operations where chance.next() % 10 == 0 {
                faults.append(PlannedFault(.anything(chance.next()), operation: operation, name: "pg_\(number)"))
            }
        }
        return faults
    }
}

/// A fault of the local platform, as its option and its control path have it.
struct PlannedFault: Codable, Sendable {
    let fault: String
    var status: Int?
    var milliseconds: Int?
    var operation: String?
    var name: String?
    var times: Int?

    private init(_ fault: String, status: Int? = nil, milliseconds: Int? = nil) {
        self.fault = fault
        self.status = status
        self.milliseconds = milliseconds
    }

    init(_ other: PlannedFault, operation: String, name: String) {
        self = other
        self.operation = operation
        self.name = name
    }

    /// The answers of 500 end a run: they are none of these.
    private static let all = [
        PlannedFault("reset-before"), PlannedFault("reset-after"), PlannedFault("truncate"),
        PlannedFault("status", status: 503), PlannedFault("status", status: 504), PlannedFault("status", status: 429),
        PlannedFault("delay", milliseconds: 20),
    ]

    static func anything(_ number: UInt64) -> PlannedFault { all[Int(number % UInt64(all.count))] }
}
