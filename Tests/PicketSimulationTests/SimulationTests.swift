import Simulation
import Testing

/// Whole scripts on the real scheduler, machine, delivery and journal, over a network, platform, clock and disk that are
/// simulated: an observer who sees the platform's log and what the user was told finds no contradiction.
@Suite struct SimulationTests {
    @Test(arguments: 0..<5) func noHistoryContradictsWhatTheUserWasTold(_ part: UInt64) {
        var texts: [String] = []
        let summary = Simulation.run(seeds: part * 100 + 1..<part * 100 + 101) { texts.append($0) }
        #expect(summary.isGood, "\(summary.text)\n\(texts.joined(separator: "\n"))")
        #expect(summary.histories == 100 && summary.lives >= 100)
    }

    /// A seed says everything: the same history comes again.
    @Test func aSeedIsOneHistory() {
        for seed in UInt64(1)...20 {
            let (first, second) = (lines(seed), lines(seed))
            let differing = zip(first, second).first { $0 != $1 }
            #expect(first.count == second.count && differing == nil, "seed \(seed): \(differing ?? ("", ""))")
        }
    }

    private func lines(_ seed: UInt64) -> [Substring] {
        History(Scenario(seed: seed)).transcript.flatMap { $0.split(separator: "\n") }
    }
}
