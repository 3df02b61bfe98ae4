/// How many cases ended how.
package struct Totals: Sendable, Equatable {
    package var passed = 0
    package var failed = 0
    package var skipped = 0
    /// Commands that were carried out.
    package var commands = 0

    package init(passed: Int = 0, failed: Int = 0, skipped: Int = 0, commands: Int = 0) {
        self.passed = passed
        self.failed = failed
        self.skipped = skipped
        self.commands = commands
    }

    package var cases: Int { passed + failed + skipped }

    package func count(_ state: CaseReport.State) -> Int {
        switch state {
        case .passed: return passed
        case .failed: return failed
        case .skipped: return skipped
        }
    }

    mutating func add(_ other: Totals) {
        passed += other.passed
        failed += other.failed
        skipped += other.skipped
        commands += other.commands
    }
}

extension CaseReport {
    /// A set-up that went well is no case of its own.
    package var isCounted: Bool { kind != .setUp || state == .failed }

    package var commandCount: Int { activities.reduce(0) { $0 + $1.commandCount } }
}

extension Activity {
    var commandCount: Int {
        switch self {
        case .command: return 1
        case .step(let step): return step.activities.reduce(0) { $0 + $1.commandCount }
        default: return 0
        }
    }
}

extension FileReport {
    /// The cases that count, in their order.
    package var counted: [CaseReport] { cases.filter(\.isCounted) }

    package var totals: Totals {
        var totals = Totals()
        for item in cases {
            totals.commands += item.commandCount
            guard item.isCounted else { continue }
            switch item.state {
            case .passed: totals.passed += 1
            case .failed: totals.failed += 1
            case .skipped: totals.skipped += 1
            }
        }
        return totals
    }
}

extension Report {
    package var totals: Totals {
        files.reduce(into: Totals()) { $0.add($1.totals) }
    }

    /// All tags, in the order of the alphabet.
    package var tags: [String] {
        Set(files.flatMap { $0.cases.flatMap(\.tags) }).sorted()
    }
}
