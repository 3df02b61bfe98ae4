import PicketSyntax

/// What may still leave a run: printed lines, recorded failures and events. All machines of the run share it.
struct Allowance {
    /// An amount of what leaves a run.
    struct Amount {
        var bytes = 0
        var lines = 0
        var recorded = 0
        var events = 0

        static let failure = Amount(recorded: 1)
        static let event = Amount(events: 1)

        static func line(_ text: String) -> Amount { Amount(bytes: text.utf8.count + 1, lines: 1) }
    }

    enum State {
        case withinLimits
        /// A limit was reached. Deferred blocks have a rest of everything.
        case ending
    }

    private var left: Amount
    private(set) var state = State.withinLimits

    /// What deferred blocks may emit after a limit was reached.
    private static let rest = Amount(bytes: 65_536, lines: 1_000, recorded: 100, events: 10_000)

    init(_ limits: Limits) {
        left = Amount(
            bytes: limits.outputBytes, lines: limits.outputLines, recorded: limits.recorded, events: limits.events)
    }

    /// Takes an amount. Returns the limit that it exceeds, and takes nothing then.
    mutating func take(_ amount: Amount) -> Failure.Limit.Name? {
        if amount.bytes > left.bytes { return .outputBytes }
        if amount.lines > left.lines { return .outputLines }
        if amount.recorded > left.recorded { return .recorded }
        if amount.events > left.events { return .events }
        left.bytes -= amount.bytes
        left.lines -= amount.lines
        left.recorded -= amount.recorded
        left.events -= amount.events
        return nil
    }

    /// Takes one event; returns whether it passes. No limit is looked at otherwise.
    @inline(__always)
    mutating func takeEvent() -> Bool {
        guard left.events > 0 else { return false }
        left.events &-= 1
        return true
    }

    /// Adds what the host grants beyond a limit.
    mutating func extend(_ name: Failure.Limit.Name, by more: Int) {
        switch name {
        case .outputBytes: left.bytes = Allowance.sum(left.bytes, more)
        case .outputLines: left.lines = Allowance.sum(left.lines, more)
        case .recorded: left.recorded = Allowance.sum(left.recorded, more)
        default: left.events = Allowance.sum(left.events, more)
        }
    }

    private static func sum(_ left: Int, _ more: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(more)
        return overflow ? .max : sum
    }

    /// The run ends by a limit, and its deferred blocks get their rest.
    mutating func end() {
        state = .ending
        left = Allowance.rest
    }
}

/// The limits of what leaves a run.
extension Machine {
    enum Departure {
        case passes
        /// It exceeds a limit and is dropped. The run ends by the limit.
        case exceeds(Failure.Limit.Name)
        /// It is dropped, because the run is ending and has used up its rest.
        case isDropped(Failure.Limit.Name)
    }

    /// Counts what is about to leave the run. Asks the host before it reports the first excess.
    func count(_ amount: Allowance.Amount) -> Departure {
        while let name = heap.allowance.take(amount) {
            guard case .withinLimits = heap.allowance.state else { return .isDropped(name) }
            guard let more = heap.extend?(name), more > 0 else {
                heap.allowance.end()
                return .exceeds(name)
            }
            heap.allowance.extend(name, by: more)
        }
        return .passes
    }

    /// Counts an event of a kind that is made only for a host that wants all of them, so that the limit is the same for
    /// every host. Ends the run soon if it is one too many.
    ///
    /// - Returns: Whether the event may be made.
    @inline(__always)
    func countEvent() -> Bool { heap.allowance.takeEvent() || countLastEvent() }

    @inline(never)
    private func countLastEvent() -> Bool {
        switch count(.event) {
        case .passes: return true
        case .exceeds(let name):
            endByLimit(name)
            return false
        case .isDropped: return false
        }
    }

    /// Emits a line of output.
    func emit(_ line: String, _ event: (String) -> Event) throws(Failure) {
        switch count(.line(line)) {
        case .passes: events.append(event(line))
        case .exceeds(let name), .isDropped(let name): throw outletLimit(name)
        }
    }

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
}

/// The extensions of limits that a host grants.
extension Machine {
    /// Asks the host for more when a limit is reached; it returns by how much. Zero ends the run.
    package func onLimit(_ extend: ((Failure.Limit.Name) -> Int)?) { heap.extend = extend }

    /// Asks the host for more steps when the last one is used up.
    func extendSteps() {
        guard !heap.hasBoundedSteps else { return }
        heap.stepsLeft = max(heap.stepsLeft, heap.extend?(.steps) ?? 0)
    }

    /// Asks the host for more memory when the limit is reached; returns whether the run gets any.
    func extendMemory() -> Bool {
        guard !heap.hasUsedGrace, let more = heap.extend?(.memory), more > 0 else { return false }
        let (limit, overflow) = heap.state.pointee.limit.addingReportingOverflow(more)
        heap.state.pointee.limit = overflow ? .max : limit
        return true
    }

    /// What the run has used so far.
    package var usage: (steps: Int, peakBytes: Int, commands: Int) {
        let begun = max(0, Machine.ticksPerRefill - state.pointee.budget)
        return (heap.stepsUsed + begun, max(heap.peakBytes, heap.state.pointee.bytes), heap.commandCount)
    }
}
