/// How a run is ended from outside, and how it notices: every slow way asks now and then whether the host is awaited.
extension Machine {
    /// Slow instructions, and refills of the budget (each counts for several), between two looks at the clock.
    static let instructionsPerLook = 1_024
    static let instructionsPerRefill = 128

    /// Whether the host has to look around now: somebody raised the flag, or a moment that the host named has come.
    var isAwaited: Bool { interruptionFlag.isRaised || heap.isDue?() == true }

    /// Lets the run yield early once a moment has come that no other thread watches, such as a deadline.
    ///
    /// - Parameter isDue: is asked often, in the middle of long work; nil ends that.
    package func yield(when isDue: (() -> Bool)?) { heap.isDue = isDue }

    /// Runs the deferred blocks, then ends with this failure; the host calls it instead of a `resume`, or at any signal.
    package func interrupt(_ failure: Failure) {
        if interruption == nil, !isInterrupted { interruption = failure }
    }

    /// What happened while the machine was suspended, or a failure just now. An interruption wins over everything else
    /// that is pending: no `catch` is carried out any more.
    func takeInterruption() -> Signal? {
        if let failure = interruption {
            interruption = nil
            isInterrupted = true
            // Trouble that nothing catches stays the cause: the run must not go on as if it had not been.
            let cause = resumeFailure.flatMap { $0.isCatchable ? nil : $0 } ?? failure
            resumeFailure = nil
            resumeExit = nil
            isFailureHeld = false
            return unwind(.failure(cause)) ?? (events.isEmpty ? nil : .events)
        }
        if let failure = resumeFailure {
            // The host may be about to end the run: it looks first, then the failure goes on.
            if !isFailureHeld, failure.isCatchable, isAwaited {
                isFailureHeld = true
                return yielded()
            }
            isFailureHeld = false
            resumeFailure = nil
            return unwind(completion(of: failure)) ?? (events.isEmpty ? nil : .events)
        }
        guard let status = resumeExit else { return nil }
        resumeExit = nil
        return unwind(.exit(status)) ?? (events.isEmpty ? nil : .events)
    }

    /// A failure of the instruction that was just carried out.
    func fail(_ failure: Failure) -> Signal? {
        charge(ticks: Machine.ticksPerFailure)
        resumeFailure = failure
        return takeInterruption()
    }

    /// The signal with which the host gets to look around.
    func yielded() -> Signal {
        interruptionFlag.lower()
        return .yielded
    }

    // MARK: Long work

    /// Gives up the instruction in progress if the host is awaited; it is carried out again from its beginning, so it must
    /// not have changed anything yet.
    func pauseIfAwaited() throws(Failure) {
        guard isAwaited else { return }
        throw pause
    }

    /// Stands for "from the beginning, after the host has looked around"; nobody sees it.
    var pause: Failure {
        wantsPause = true
        return notYet
    }

    /// The instruction that was given up is the next one.
    func pauseInstruction() -> Signal {
        wantsPause = false
        state.pointee.counter -= 1
        return yielded()
    }

    /// One slow instruction more; now and then the clock is looked at.
    @inline(__always)
    func countInstruction() {
        heap.instructionsUntilLook &-= 1
        if heap.instructionsUntilLook < 0 { look() }
    }

    @inline(never)
    private func look() {
        heap.instructionsUntilLook = Machine.instructionsPerLook
        if isAwaited { yieldsNext = true }
    }

    // MARK: Charging

    /// What making a failure and catching it costs, beside what it looks at.
    static let ticksPerFailure = 32

    /// Work counts like rounds of a loop: a tick is about a fifth of a microsecond.
    @inline(__always)
    func charge(ticks: Int) { state.pointee.budget -= ticks }

    /// Work that looks at bytes one after the other.
    @inline(__always)
    func charge(scanned bytes: Int) { state.pointee.budget -= bytes >> 7 }

    /// Work of about a few nanoseconds each: cells compared, steps of a regular expression.
    @inline(__always)
    func charge(visits: Int) { state.pointee.budget -= visits >> 5 }

    /// Every so many elements of a long walk, the host is asked for.
    @inline(__always)
    func pauseIfAwaited(at position: Int) throws(Failure) {
        if position & 0xFFFF == 0xFFFF { try pauseIfAwaited() }
    }
}
