/// The registers of `within` and `retry`, from the first on: limit or count, interval, factor, start or attempts made,
/// and the time now, which then becomes the delay.
enum AttemptRegister {
    static let limit = 0
    static let interval = 16
    static let factor = 32
    static let progress = 48
    static let now = 64
    static let count = 5
}

extension Machine {
    /// Begins an attempt. The flag says `within`, whose limit bounds the requests inside.
    func pushAttempt(_ instruction: Instruction, target: UnsafePointer<Instruction>) throws(Failure) {
        let a = instruction.a
        let isTimed = instruction.flag != 0
        try checkAttempt(a, isTimed: isTimed)
        blocks.append(
            BlockEntry(
                kind: .attempt, target: target, place: state.pointee.counter, register: a,
                frameCount: state.pointee.frameCount,
                deadline: isTimed ? saturated(register(a + AttemptRegister.progress), register(a)) : .max))
    }

    private func saturated(_ start: Cell, _ limit: Cell) -> Int64 {
        let (sum, overflow) = start.integer.addingReportingOverflow(limit.integer)
        return overflow ? .max : sum
    }

    private func checkAttempt(_ a: Int, isTimed: Bool) throws(Failure) {
        let limit = register(a).revealed
        let amount = isTimed ? Amount.within : .retry
        guard amount.accepts(limit) else { throw wrongAmount(amount, got: register(a)) }
        let interval = register(a + AttemptRegister.interval).revealed
        guard Amount.every.accepts(interval) else {
            throw wrongAmount(.every, got: register(a + AttemptRegister.interval))
        }
        let factor = register(a + AttemptRegister.factor).revealed
        guard Amount.backoff.accepts(factor) else {
            throw wrongAmount(.backoff, got: register(a + AttemptRegister.factor))
        }
    }

    /// After a failed attempt: waits and goes on to the next one, or lets the failure be the outcome.
    func decideAttempt(_ instruction: Instruction) throws(Failure) {
        let a = instruction.a
        let isTimed = instruction.flag != 0
        let interval = register(a + AttemptRegister.interval).integer
        let progress = register(a + AttemptRegister.progress).integer
        guard case .failure(let failure)? = completions.popLast()?.completion else { return }
        if isTimed {
            let end = saturated(register(a + AttemptRegister.progress), register(a))
            let (next, overflow) = register(a + AttemptRegister.now).integer.addingReportingOverflow(interval)
            if overflow || next > end { return try endAttempts(failure) }
        } else {
            if progress + 1 >= register(a).integer { return try endAttempts(failure) }
            setRegister(a + AttemptRegister.progress, Cell(progress + 1))
        }
        if reportsEverything { events.append(.attemptFailed(failure)) }
        let factor = register(a + AttemptRegister.factor).number
        let following = Double(interval) * factor
        let longest = Double(Int64.max / 4)
        setRegister(a + AttemptRegister.interval, Cell(nanoseconds: Int64(min(following, longest))))
        pendingDelay = interval
        signalNext = .sleep
    }

    /// The last attempt has failed: so does the statement, unless only a `check` did, which lets what follows run.
    private func endAttempts(_ failure: Failure) throws(Failure) {
        guard failure.isCheck, !isInAttempt else { throw failure }
        record(failure)
        // Past the jump to the next attempt.
        state.pointee.counter += 1
    }

    /// Whether a failed `check` ends an attempt: one of a block around it, and not of what tidies up after that.
    var isInAttempt: Bool {
        for block in blocks.reversed() {
            if block.kind == .attempt { return true }
            if block.kind == .running { return false }
        }
        return beganInAttempt
    }

    /// The moment of the monotonic clock that bounds a request now: the nearest of all blocks around it. What tidies up
    /// is not bound by the limits of what it tidies up after.
    package var requestDeadline: Int64 {
        guard let deferred = blocks.lastIndex(where: { $0.kind == .running }) else {
            return blocks.reduce(inheritedDeadline) { min($0, $1.deadline) }
        }
        return blocks[deferred...].reduce(.max) { min($0, $1.deadline) }
    }

    /// Whether a deferred body runs because something has failed, or the run is being ended.
    var isTidyingUp: Bool { completions.contains { $0.completion.isFailure } }

    /// Whether a deferred body runs because of a failure that nothing around it has: no `catch`, no attempt, no test.
    var isTidyingUpForGood: Bool {
        guard let first = completions.firstIndex(where: { $0.completion.isFailure }) else { return false }
        // A round of a loop whose failure was recorded: the next one follows.
        guard case .failure(let failure) = completions[first].completion else { return false }
        guard failure.isCatchable else { return true }
        let running = blocks.indices.filter { blocks[$0].kind == .running }
        guard let body = running.indices.contains(first) ? running[first] : running.last else { return true }
        return !blocks[..<body].contains { $0.kind == .handler || $0.kind == .attempt || $0.kind == .test }
    }
}
