/// The registers of `within` and `retry`, in order: the limit or count, the interval, the factor, the start time and
/// the current time, which `retry` does not use, and the number of attempts.
enum AttemptRegister {
    static let limit = 0
    static let interval = 16
    static let factor = 32
    static let start = 48
    static let now = 64
    static let begun = 80
    static let count = 6
}

extension Machine {
    /// Begins an attempt. The flag marks a `within`, whose limit bounds the requests inside.
    func pushAttempt(_ instruction: Instruction, target: UnsafePointer<Instruction>) throws(Failure) {
        let a = instruction.a
        let isTimed = instruction.flag != 0
        try checkAttempt(a, isTimed: isTimed)
        setRegister(a + AttemptRegister.begun, Cell(register(a + AttemptRegister.begun).integer + 1))
        blocks.append(
            BlockEntry(
                kind: .attempt, target: target, place: state.pointee.counter, register: a,
                frameCount: state.pointee.frameCount,
                deadline: isTimed ? end(of: a) : .max))
    }

    /// The end of a `within`.
    private func end(of a: Int) -> Int64 {
        let limit = register(a).integer
        let (sum, overflow) = register(a + AttemptRegister.start).integer.addingReportingOverflow(limit)
        return overflow ? .max : sum
    }

    /// The latest start of the last attempt of a `within`: its request needs time for an answer before the end.
    private func lastBeginning(of a: Int) -> Int64 { end(of: a) - min(register(a).integer / 20, 1_000_000_000) }

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

    /// After a failed attempt, waits for the next attempt, or lets the failure propagate.
    func decideAttempt(_ instruction: Instruction) throws(Failure) {
        let a = instruction.a
        let isTimed = instruction.flag != 0
        var interval = register(a + AttemptRegister.interval).integer
        let begun = register(a + AttemptRegister.begun).integer
        guard case .failure(var failure)? = completions.popLast()?.completion else { return }
        if isTimed {
            let rest = lastBeginning(of: a) - register(a + AttemptRegister.now).integer
            guard rest > 0 else {
                let limit = register(a).isSecret ? .secret : Failure.ShownValue(shownText(register(a)))
                return try endAttempts(&failure, Failure.Attempts(count: Int(begun), limit: limit))
            }
            interval = min(interval, rest)
        } else if begun >= register(a).integer {
            return try endAttempts(&failure, Failure.Attempts(count: Int(begun), limit: nil))
        }
        if countEvent(), reportsEverything { events.append(.attemptFailed(failure)) }
        let factor = register(a + AttemptRegister.factor).number
        let following = Double(interval) * factor
        let longest = Double(Int64.max / 4)
        setRegister(a + AttemptRegister.interval, Cell(nanoseconds: Int64(min(following, longest))))
        pendingDelay = interval
        signalNext = .sleep
    }

    /// Ends the statement after the last failed attempt. The failure propagates, unless only a `check` failed.
    private func endAttempts(_ failure: inout Failure, _ attempts: Failure.Attempts) throws(Failure) {
        failure.evidence.attempts.append(attempts)
        guard failure.isCheck, !isInAttempt else { throw failure }
        record(failure)
        // Skips the jump to the next attempt.
        state.pointee.counter += 1
    }

    /// Whether a failed `check` ends an attempt. The attempt must be inside the innermost deferred body, if there is one.
    var isInAttempt: Bool {
        for block in blocks.reversed() {
            if block.kind == .attempt { return true }
            if block.kind == .running { return false }
        }
        return beganInAttempt
    }

    /// What bounds a request now: the nearest limit of all blocks around it. What tidies up is not bound by the limits of
    /// what it tidies up after.
    package var requestLimit: RequestLimit {
        guard let deferred = blocks.lastIndex(where: { $0.kind == .running }) else {
            return blocks.reduce(inheritedLimit) { $0.bounded(by: $1) }
        }
        return blocks[deferred...].reduce(RequestLimit()) { $0.bounded(by: $1) }
    }

    /// The moment of the monotonic clock that bounds a request now.
    package var requestDeadline: Int64 { requestLimit.time }

    /// The innermost step that goes on, be it around the loop whose iteration this is; nil for none.
    var step: String? { blocks.last { $0.kind == .step }?.name ?? inheritedStep }

    /// Whether a deferred body runs because something has failed, or the run is being ended.
    var isTidyingUp: Bool { completions.contains { $0.completion.isFailure } }

    /// Whether a deferred body runs because of a failure that no `catch`, attempt or test around it handles.
    var isTidyingUpForGood: Bool {
        guard let first = completions.firstIndex(where: { $0.completion.isFailure }) else { return false }
        // The failure of a loop's round was recorded, and the next round follows.
        guard case .failure(let failure) = completions[first].completion else { return false }
        guard failure.isCatchable else { return true }
        let running = blocks.indices.filter { blocks[$0].kind == .running }
        guard let body = running.indices.contains(first) ? running[first] : running.last else { return true }
        return !blocks[..<body].contains { $0.kind == .handler || $0.kind == .attempt || $0.kind == .test }
    }
}
