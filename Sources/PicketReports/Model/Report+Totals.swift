import PicketRuntime
import PicketSyntax

/// The number of cases by state.
package struct Totals: Sendable, Equatable {
    package var passed = 0
    /// The number of passed cases that passed only after a failed attempt.
    package var flaky = 0
    package var failed = 0
    /// The number of failed cases that failed because of something other than the test.
    package var errors = 0
    package var skipped = 0
    /// The number of executed commands.
    package var commands = 0

    package init(passed: Int = 0, failed: Int = 0, errors: Int = 0, skipped: Int = 0, commands: Int = 0) {
        self.passed = passed
        self.failed = failed
        self.errors = errors
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
        flaky += other.flaky
        failed += other.failed
        errors += other.errors
        skipped += other.skipped
        commands += other.commands
    }
}

extension CaseReport {
    /// Whether the case counts. A successful set-up does not.
    package var isCounted: Bool { kind != .setUp || state == .failed }

    /// Whether it failed because of something else: the set-up, the look at the run's end, a missing answer, a limit or an
    /// interruption.
    package var isError: Bool {
        guard state == .failed else { return false }
        return kind == .setUp || kind == .end || !reason.isEmpty
            || !failures.isEmpty && failures.allSatisfy { !$0.isOfScript }
    }

    /// The number of executed commands, with those of earlier attempts.
    package var commandCount: Int {
        activities.reduce(attempts.reduce(0) { $0 + $1.commandCount }) { $0 + $1.commandCount }
    }
}

extension FailureReport {
    /// Whether a statement of the script failed, and not something that it needs.
    var isOfScript: Bool {
        // This is the test's own `timeout=`.
        if code.utf8.elementsEqual(DiagnosticCode.testTimeout.rawValue.utf8) { return true }
        switch Failure.Kind(rawValue: kind) {
        case .command, .expectation, .fail, .runtime, nil: return !lacksAnswer
        case .noResponse, .limit, .deadline, .login, .journal, .interrupted: return false
        }
    }
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
    /// The cases that count, in order.
    package var counted: [CaseReport] { cases.filter(\.isCounted) }

    package var totals: Totals {
        var totals = Totals()
        for item in cases {
            totals.commands += item.commandCount
            guard item.isCounted else { continue }
            switch item.state {
            case .passed:
                totals.passed += 1
                if item.isFlaky { totals.flaky += 1 }
            case .failed:
                totals.failed += 1
                if item.isError { totals.errors += 1 }
            case .skipped: totals.skipped += 1
            }
        }
        return totals
    }
}

extension Report {
    /// Whether nothing failed.
    package var isSuccess: Bool {
        exitStatus.map { $0 == 0 } ?? (files.allSatisfy { file in file.cases.allSatisfy { $0.state != .failed } })
    }

    package var totals: Totals {
        files.reduce(into: Totals()) { $0.add($1.totals) }
    }

    /// All tags in alphabetical order.
    package var tags: [String] {
        Set(files.flatMap { $0.cases.flatMap(\.tags) }).sorted()
    }
}
