import Foundation
import NIOCore
import PicketPool
import PicketRuntime
import PicketSyntax

/// One scenario, lived through to its end, and what an observer finds wrong with it.
package struct History {
    package let scenario: Scenario
    /// What contradicts the assertions; empty for a good history.
    package private(set) var findings: [String] = []
    /// What the program said, life by life.
    package private(set) var transcript: [String] = []
    /// Hashes that stand in the journal.
    package private(set) var hashes: [String] = []
    package private(set) var lives = 0

    /// Lives through a scenario, in a folder of its own.
    package init(_ scenario: Scenario) {
        self.scenario = scenario
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("picket-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            findings.append("there is no folder for the journal: \(error)")
            return
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        let programs = programs(of: scenario)
        guard findings.isEmpty else { return }
        live(programs, rival: scenario.rival.isEmpty ? [] : self.programs(of: scenario.asRival), in: folder)
    }

    private mutating func programs(of scenario: Scenario) -> [CompiledScript] {
        scenario.scripts.compactMap { script in
            let source = SourceFile(name: "night.picket", text: script)
            let compilation = Compiler(commands: ConnectionAPI.commands).compile(source)
            if compilation.program == nil {
                findings.append("a script has a fault: \(compilation.diagnostics.map(\.message))")
            }
            return compilation.program
        }
    }

    /// Lives of another operator's program are counted from here.
    private static let rivalLife = 100

    private mutating func live(_ programs: [CompiledScript], rival: [CompiledScript], in folder: URL) {
        let clock = SimulatedClock()
        let network = SimulatedNetwork(scenario, clock)
        let rivalDisk = SimulatedDisk(in: folder, name: "other")
        var other: Life?
        if !rival.isEmpty {
            let life = Life(Self.rivalLife, network, clock, rivalDisk)
            life.start(scenario.asRival, rival, seed: ~scenario.seed, resumes: false)
            other = life
        }
        let disk = SimulatedDisk(in: folder, name: "night")
        var chance = Chance(scenario.seed ^ 0x11FE)
        var told: [Life.Told] = []
        var kills = scenario.kills[...]
        var mayResumeFailure = scenario.resumesAfterFailure
        var resumes = false
        while lives < 8 {
            lives += 1
            let life = Life(lives, network, clock, disk)
            if lives == 1 { disk.isFullAfter = scenario.diskFull }
            life.start(scenario, programs, seed: scenario.seed &+ UInt64(lives), resumes: resumes)
            let wasKilled = follow(life, beside: other, network, killAfter: kills.popFirst())
            if wasKilled { life.kill(losesTail: scenario.losesTail, &chance) }
            // What is still due holds the loop.
            life.loop.die()
            told.append(life.told)
            // The folder is another one each time.
            transcript.append(
                Self.transcript(life.told, wasKilled: wasKilled).replacing(folder.path, with: "/folder"))
            let hasJournal = FileManager.default.fileExists(atPath: disk.path)
            if wasKilled {
                resumes = hasJournal && !disk.bytes.isEmpty
                if !resumes { try? FileManager.default.removeItem(atPath: disk.path) }
            } else if let status = life.told.status, status != 0, mayResumeFailure, hasJournal {
                mayResumeFailure = false
                disk.restore(disk.bytes)
                resumes = true
            } else {
                break
            }
            pass(.milliseconds(Int64(chance.number(0...15_000))), beside: other, network, clock)
        }
        if let other { _ = follow(other, beside: nil, network, killAfter: nil) }
        pass(.seconds(30), beside: nil, network, clock)
        network.loop.die()
        other?.loop.die()
        hashes = Self.hashes(disk.bytes)
        let observer = Observer(scenario, network.platform, told, lives: 1...99, journal: disk.bytes)
        findings.append(contentsOf: observer.findings)
        guard let other else { return }
        transcript.append("another operator:\n" + Self.transcript(other.told, wasKilled: false))
        let second = Observer(
            scenario.asRival, network.platform, [other.told], lives: Self.rivalLife...Self.rivalLife,
            journal: rivalDisk.bytes)
        findings.append(contentsOf: second.findings.map { "\($0) (of the other operator)" })
    }

    /// Does what is due, wherever it is, until the life ends.
    ///
    /// - Returns: whether it was killed.
    private mutating func follow(
        _ life: Life, beside other: Life?, _ network: SimulatedNetwork, killAfter: Int?
    ) -> Bool {
        var events = 0
        while !life.hasEnded {
            guard events < 20_000 else {
                findings.append("the run does not end")
                return true
            }
            guard let next = Self.next([life.loop, network.loop, other?.loop]) else {
                findings.append("the run waits for nothing and has not ended")
                return true
            }
            if next === life.loop {
                if events == killAfter { return true }
                if lives == 1, events == scenario.interruption { life.interrupt() }
                events += 1
            }
            next.step()
        }
        return false
    }

    /// The loop on which something is due first; nil for none.
    private static func next(_ loops: [SimulatedLoop?]) -> SimulatedLoop? {
        let waiting = loops.compactMap { loop in loop?.nextTime.map { (loop, $0) } }
        return waiting.min { $0.1 < $1.1 }?.0
    }

    /// Lets time pass in which the program does not run.
    private func pass(
        _ time: TimeAmount, beside other: Life?, _ network: SimulatedNetwork, _ clock: SimulatedClock
    ) {
        let end = clock.now + time
        while let next = Self.next([network.loop, other?.loop]), next.nextTime.map({ $0 <= end }) ?? false {
            next.step()
        }
        clock.advance(to: end)
    }

    private static func transcript(_ told: Life.Told, wasKilled: Bool) -> String {
        let end = wasKilled ? "killed" : told.refusal.map { "refused: \($0)" } ?? "status \(told.status ?? -1)"
        return (told.texts + [end]).joined(separator: "\n")
    }

    private static func hashes(_ journal: [UInt8]) -> [String] {
        journal.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard case .map(let event)? = try? Value(json: Array(line)),
                event["event"] == "secret" || event["event"] == "variable",
                case .string(let hash)? = event["hash"]
            else { return nil }
            return hash
        }
    }
}
