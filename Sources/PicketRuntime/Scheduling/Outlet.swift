import PicketSyntax

/// Counts what leaves a run for its host, and finds what exceeds a limit.
struct Outlet {
    /// An amount of output, recorded failures and events.
    private struct Amount {
        var bytes = 0
        var lines = 0
        var recorded = 0
        var events = 1
    }

    enum Answer: Equatable {
        case passes
        /// The event exceeds a limit and is dropped. It is the first one.
        case exceeds(Failure.Limit.Name)
        /// The event is dropped, because the run is ending and has used up its rest.
        case isDropped
    }

    /// What may still leave the run.
    private var left: Amount
    private var isEnding = false

    /// What deferred blocks may emit after a limit was reached.
    private static let rest = Amount(bytes: 65_536, lines: 1_000, recorded: Outlet.recordedRest, events: 10_000)
    static let recordedRest = 100

    init(_ limits: Limits) {
        left = Amount(
            bytes: limits.outputBytes, lines: limits.outputLines, recorded: limits.recorded, events: limits.events)
    }

    mutating func take(_ event: Event) -> Answer {
        let amount = Outlet.amount(of: event)
        guard let name = exceeded(by: amount) else {
            left.bytes -= amount.bytes
            left.lines -= amount.lines
            left.recorded -= amount.recorded
            left.events -= amount.events
            return .passes
        }
        if isEnding { return .isDropped }
        isEnding = true
        left = Outlet.rest
        return .exceeds(name)
    }

    private func exceeded(by amount: Amount) -> Failure.Limit.Name? {
        if amount.bytes > left.bytes { return .outputBytes }
        if amount.lines > left.lines { return .outputLines }
        if amount.recorded > left.recorded { return .recorded }
        return amount.events > left.events ? .events : nil
    }

    private static func amount(of event: Event) -> Amount {
        switch event {
        case .printed(let text), .shown(let text): Amount(bytes: text.utf8.count + 1, lines: 1)
        case .recorded: Amount(recorded: 1)
        default: Amount()
        }
    }
}

extension Event {
    /// About the bytes of memory that the event takes while it waits for its turn.
    var size: Int {
        switch self {
        case .printed(let text), .shown(let text): 96 + text.utf8.count
        case .commandEnded(let exchange):
            if case .bytes(let bytes) = exchange.response.body { 2_048 + 4 * bytes.count } else { 2_048 }
        case .recorded, .attemptFailed, .testEnded: 4_096
        default: 256
        }
    }
}

extension Machine {
    /// The failure of a run that emits more than it may.
    func outletLimit(_ name: Failure.Limit.Name) -> Failure {
        boundSteps()
        switch name {
        case .outputBytes:
            return outletLimit(
                .outputLimit, "the script printed more than \(limits.outputBytes) bytes", "print less in one run", name,
                limits.outputBytes)
        case .outputLines:
            return outletLimit(
                .outputLimit, "the script printed more than \(limits.outputLines) lines", "print less in one run", name,
                limits.outputLines)
        case .recorded:
            return outletLimit(
                .recordedLimit, "more than \(limits.recorded) failures were recorded",
                "`expect` ends the run at the first failure, `check` goes on", name, limits.recorded)
        default:
            return outletLimit(
                .eventLimit, "the run had more than \(limits.events) events", "do less in one run", name, limits.events)
        }
    }

    private func outletLimit(
        _ code: DiagnosticCode, _ message: String, _ help: String, _ name: Failure.Limit.Name, _ limit: Int
    ) -> Failure {
        fault(
            code, message, label: "stopped here", help: help, kind: .limit,
            limit: Failure.Limit(name, .integer(Int64(limit))))
    }

    /// Counts a failure that is about to be recorded; false if the run has recorded so many that it is ending, and its
    /// deferred blocks have used up their rest.
    func mayRecord() -> Bool {
        heap.recordedCount += 1
        return heap.recordedCount - Outlet.recordedRest <= limits.recorded
    }
}
