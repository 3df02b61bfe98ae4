/// Ends a run from outside. All long work checks at intervals whether the host needs control.
extension Machine {
    /// The number of slow instructions between two checks of the clock. A refill of the budget counts as several.
    static let instructionsPerLook = 1_024
    static let instructionsPerRefill = 128

    /// Whether the host needs control now: the flag was raised, or a deadline of the host has passed.
    var isAwaited: Bool { interruptionFlag.isRaised || heap.isDue?() == true }

    /// Makes the run yield after an event that no other thread reports, such as a deadline.
    ///
    /// - Parameters:
    ///
    ///   - isDue: called often, also during long work, which is then abandoned; nil to stop.
    ///
    ///   - isSliceOver: called between instructions alone, because work that is abandoned begins again from its start.
    package func yield(when isDue: (() -> Bool)?, isSliceOver: (() -> Bool)? = nil) {
        heap.isDue = isDue
        heap.isSliceOver = isSliceOver
    }

    /// Runs the deferred blocks, then ends the run with this failure. The host calls it instead of a `resume`, or at
    /// any signal.
    ///
    /// - Returns: Whether the current work ends. A deferred or final body that already runs goes on to its end, and the
    ///   failure takes effect after it.
    @discardableResult
    package func interrupt(_ failure: Failure) -> Bool {
        guard blocks.contains(where: { $0.kind == .running }) else {
            if interruption == nil, !isInterrupted { interruption = failure }
            return true
        }
        // The outermost body surrounds all others that run.
        guard interruption == nil, !isInterrupted, let held = completions.first?.completion else { return false }
        isInterrupted = true
        guard case .exit = held else {
            completions[0].completion = merged(held, .failure(failure))
            return false
        }
        // An iteration ends by its `exit` anyway, and its loop decides.
        if !isIteration { completions[0].completion = .failure(failure) }
        return false
    }

    /// Handles an interruption during a suspension, or a failure that just occurred. An interruption wins over all
    /// other pending failures: no `catch` runs any more.
    func takeInterruption() -> Signal? {
        if let failure = interruption {
            interruption = nil
            isInterrupted = true
            // An uncatchable failure stays the cause, because the run must not continue after it.
            let cause = resumeFailure.flatMap { $0.isCatchable ? nil : $0 } ?? failure
            resumeFailure = nil
            resumeExit = nil
            isFailureHeld = false
            return unwind(.failure(addingFrames(to: cause))) ?? (events.isEmpty ? nil : .events)
        }
        if let failure = resumeFailure {
            // The host may be about to end the run, so it gets control before the failure propagates.
            if !isFailureHeld, failure.isCatchable, isAwaited {
                isFailureHeld = true
                return yielded()
            }
            isFailureHeld = false
            resumeFailure = nil
            return unwind(completion(of: addingFrames(to: failure))) ?? (events.isEmpty ? nil : .events)
        }
        guard let status = resumeExit else { return nil }
        resumeExit = nil
        return unwind(.exit(status)) ?? (events.isEmpty ? nil : .events)
    }

    /// Whether something replaces the answer to the current request.
    var isDisturbed: Bool { interruption != nil || resumeFailure != nil || resumeExit != nil }

    /// Handles a failure of the current instruction.
    func fail(_ failure: Failure) -> Signal? {
        charge(ticks: Machine.ticksPerFailure)
        resumeFailure = failure
        return takeInterruption()
    }

    /// Makes the run yield before its next instruction if code of the host has just asked for it.
    @inline(__always)
    func yieldIfRaised() {
        if interruptionFlag.isRaised { yieldsNext = true }
    }

    /// The signal that returns control to the host.
    func yielded() -> Signal {
        interruptionFlag.lower()
        return .yielded
    }

    // MARK: Long work

    /// Abandons the current instruction if the host needs control. It starts again later, so it must not have changed
    /// anything.
    func pauseIfAwaited() throws(Failure) {
        guard isAwaited else { return }
        throw pause
    }

    /// Adds the bytes of a part of long work to those since the last look, and checks at intervals whether the host needs
    /// control.
    @inline(__always)
    func pauseIfAwaited(after bytes: Int, _ done: inout Int) throws(Failure) {
        done += bytes
        guard done >= Machine.bytesPerLook else { return }
        done = 0
        try pauseIfAwaited()
    }

    private static let bytesPerLook = 1 << 18

    /// A placeholder for "start again after the host had control". It is never shown.
    var pause: Failure {
        wantsPause = true
        return notYet
    }

    /// Makes the abandoned instruction the next one.
    func pauseInstruction() -> Signal {
        wantsPause = false
        state.pointee.counter -= 1
        return yielded()
    }

    /// Counts a slow instruction, and checks the clock at intervals.
    @inline(__always)
    func countInstruction() {
        heap.instructionsUntilLook &-= 1
        if heap.instructionsUntilLook < 0 { look() }
    }

    @inline(never)
    private func look() {
        heap.instructionsUntilLook = Machine.instructionsPerLook
        if isAwaited || heap.isSliceOver?() == true { yieldsNext = true }
    }

    // MARK: Charging

    /// The cost of creating and catching a failure, without the work on its message.
    static let ticksPerFailure = 32

    /// Counts work as rounds of a loop. A tick is about a fifth of a microsecond.
    @inline(__always)
    func charge(ticks: Int) { state.pointee.budget -= ticks }

    /// Counts work that visits bytes one by one.
    @inline(__always)
    func charge(scanned bytes: Int) { state.pointee.budget -= bytes >> 7 }

    /// Counts work of a few nanoseconds each: compared cells, steps of a regular expression.
    @inline(__always)
    func charge(visits: Int) { state.pointee.budget -= visits >> 5 }

    /// Checks during a long walk, every so many elements, whether the host needs control.
    @inline(__always)
    func pauseIfAwaited(at position: Int) throws(Failure) {
        if position & 0xFFFF == 0xFFFF { try pauseIfAwaited() }
    }
}
