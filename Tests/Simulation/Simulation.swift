import Foundation

/// Many histories, one after the other.
package enum Simulation {
    package struct Summary {
        package fileprivate(set) var histories = 0
        package fileprivate(set) var lives = 0
        package fileprivate(set) var bad: [UInt64] = []
        fileprivate var seconds = 0.0

        package var isGood: Bool { bad.isEmpty && histories > 0 }

        package var text: String {
            let rate = Int(Double(histories) / max(seconds, 0.001))
            return "\(histories) histories, \(lives) lives, \(rate) histories a second: "
                + (bad.isEmpty ? "no assertion fails" : "\(bad.count) go wrong, first those of \(bad.prefix(10))")
        }
    }

    /// Lives through the histories of seeds.
    ///
    /// - Parameter tell: gets a text for each that goes wrong: its findings, and the smallest scenario that does the same.
    package static func run(seeds: Range<UInt64>, tell: (String) -> Void) -> Summary {
        var summary = Summary()
        var hashes: Set<String> = []
        let start = Date()
        for seed in seeds {
            let history = History(Scenario(seed: seed))
            summary.histories += 1
            summary.lives += history.lives
            var findings = history.findings
            // 7: two journals of one secret hold no equal hash. Within one, each name has its own.
            for hash in Set(history.hashes) where !hashes.insert(hash).inserted {
                findings.append("7: two journals hold the hash \(hash)")
            }
            guard !findings.isEmpty else { continue }
            summary.bad.append(seed)
            if summary.bad.count <= 5 { tell(report(seed, findings)) }
        }
        summary.seconds = Date().timeIntervalSince(start)
        return summary
    }

    private static func report(_ seed: UInt64, _ findings: [String]) -> String {
        let kind = findings[0].prefix(2)
        let small = Scenario(seed: seed).shrunk { found in found.contains { $0.hasPrefix(kind) } }
        let history = History(small)
        return "seed \(seed):\n" + findings.map { "  \($0)" }.joined(separator: "\n") + "\n\nshrunk to\n\n" + small.text
            + "\n" + history.findings.map { "  \($0)" }.joined(separator: "\n") + "\n\n"
            + history.transcript.enumerated().map { "life \($0.offset + 1):\n\($0.element)" }.joined(separator: "\n\n")
    }
}
