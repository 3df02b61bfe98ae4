import PicketSyntax

/// The failures of a run that has reached one of its limits, and what its deferred blocks may still do.
extension Machine {
    /// Grants deferred blocks a million steps once, so that they can still clean up.
    func stepLimit() -> Failure {
        if !heap.hasBoundedSteps { heap.stepsLeft = Machine.graceSteps }
        heap.hasBoundedSteps = true
        if heap.hasShortenedSteps {
            return fault(
                .stepLimit,
                "deferred blocks took more than \(Machine.graceSteps) steps after the run had reached a limit",
                label: "stopped here", help: "check for a recursion that a deferred block begins anew", kind: .limit,
                limit: Failure.Limit(.steps, .integer(Int64(Machine.graceSteps))))
        }
        return fault(
            .stepLimit, "the script took more than \(limits.steps) steps", label: "stopped here",
            help: "check for a loop or a def that never ends", kind: .limit,
            limit: Failure.Limit(.steps, .integer(Int64(limits.steps))))
    }

    private static let graceSteps = 1_000_000

    /// Grants deferred blocks no more than these steps after any other limit: each level of a recursion may begin it anew
    /// when it ends.
    func boundSteps() {
        guard !heap.hasBoundedSteps else { return }
        heap.hasBoundedSteps = true
        guard heap.stepsLeft > Machine.graceSteps else { return }
        heap.stepsLeft = Machine.graceSteps
        heap.hasShortenedSteps = true
    }

    func depthLimit() -> Failure {
        boundSteps()
        return fault(
            .depthLimit, "calls are nested more than \(limits.depth) deep", label: "this call",
            help: "does the recursion end?",
            kind: .limit, limit: Failure.Limit(.depth, .integer(Int64(limits.depth))))
    }

    func regexBudgetExceeded() -> Failure {
        boundSteps()
        return fault(
            .regexLimit, "the regular expression took too long on this text", label: "gave up",
            help: "match a shorter text, or a pattern with fewer repetitions", kind: .limit,
            limit: Failure.Limit(.regex))
    }

    /// The failure for a value that does not fit into the memory when it is written out. The instruction is first repeated
    /// after a collection, because garbage may have filled the memory, and then as often as the host extends the memory.
    func doesNotFit() -> Failure {
        if isAwaited { return pause }
        guard !hasCollected || extendMemory() else { return valueTooLarge() }
        wantsCollection = true
        return notYet
    }

    /// Reports a value that repeats its parts too often to be processed.
    private func valueTooLarge() -> Failure {
        boundSteps()
        return fault(
            .memoryLimit, "written out, this value takes more than \(limits.memory) bytes",
            label: "too large", help: "write out a part of it", kind: .limit, limit: memory)
    }

    /// The failure of a call by the host whose answer would take too much memory outside of the heap.
    package func answerTooLarge(of name: String) -> Failure {
        var failure = Failure(
            .limit,
            Diagnostic(
                .memoryLimit, message: "written out, the answer of `\(name)` takes more than \(limits.memory) bytes",
                at: nil, help: "return a part of it"))
        failure.evidence.limit = memory
        return failure
    }

    /// A placeholder for a failure that is decided after a collection. It is never shown.
    var notYet: Failure { Failure(.limit, Diagnostic(.memoryLimit, message: "", at: nil)) }

    /// Grants deferred blocks an eighth of the memory once, so that they can still clean up.
    func memoryLimit() -> Failure {
        let limit = heap.state.pointee.limit
        if !heap.hasUsedGrace {
            heap.state.pointee.limit = limit.addingReportingOverflow(limit / 8 + (1 << 20)).partialValue
        }
        if heap.state.pointee.limit < limit { heap.state.pointee.limit = .max }
        heap.hasUsedGrace = true
        boundSteps()
        return fault(
            .memoryLimit, "the script's values take more than \(limits.memory) bytes", label: "stopped here",
            help: "keep fewer values at a time: process a file or list in parts", kind: .limit, limit: memory)
    }

    private var memory: Failure.Limit { Failure.Limit(.memory, .integer(Int64(limits.memory))) }
}
