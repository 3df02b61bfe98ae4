import PicketSyntax

extension Machine {
    func performBlock(_ instruction: Instruction) throws(Failure) {
        let target = state.pointee.counter + instruction.wide
        switch instruction.operation {
        case .enterScope: push(.scope)
        case .pushDeferred: push(.deferred, target: target)
        case .deferToEnd: deferToEnd(instruction.wide, firstRegister: instruction.a)
        case .pushHandler: push(.handler, target: target, register: instruction.a)
        case .pushFinalizer: push(.finalizer, target: target)
        case .pushAttempt: try pushAttempt(instruction, target: target)
        case .attemptDelay: try decideAttempt(instruction)
        case .enterStep: enterStep(instruction)
        case .leave: signalNext = leaveBlock(.normal)
        case .endDeferred: signalNext = endDeferred()
        case .leaveJump:
            signalNext = unwind(.jump(target, blockCount: blockCount(outside: instruction.a)))
        case .runTest: startTest(instruction)
        case .enterTest: try enterTest(instruction)
        case .skipTest: throw isInTest ? skipped(register(instruction.a)) : skipOutsideTest()
        case .runParallel: try startParallel(instruction)
        case .fail: throw failed(register(instruction.a))
        case .exit:
            let status = try exitStatus(register(instruction.a))
            if isInTest { throw exitInTest() }
            noteExit(at: currentLocation)
            signalNext = unwind(.exit(status))
        case .include: try enterInclude(instruction.wide)
        case .endInclude: leaveInclude()
        case .endChunk: try enterNextChunk()
        default: finish(.success)
        }
    }

    private func push(
        _ kind: BlockEntry.Kind, target: UnsafePointer<Instruction>? = nil, register: Int = 0
    ) {
        blocks.append(
            BlockEntry(
                kind: kind, target: target ?? state.pointee.counter, place: state.pointee.counter, register: register,
                frameCount: state.pointee.frameCount))
    }

    func finish(_ outcome: Outcome) {
        settleSteps()
        self.outcome = outcome
        signalNext = .finished
    }

    private func enterStep(_ instruction: Instruction) {
        let name = shownText(register(instruction.a))
        push(.step)
        blocks[blocks.count - 1].name = name
        events.append(.stepStarted(name: name, location: currentLocation))
    }

    // MARK: Leaving

    /// Leaves blocks until the completion is done. Returns nil to continue, or a signal if the machine has finished.
    func unwind(_ completion: Completion) -> Signal? {
        var completion = completion
        while let block = blocks.last, isLeft(block, completion) {
            popFrames(to: block.frameCount)
            blocks.removeLast()
            if let next = leave(block, &completion) { return next.signal }
        }
        return spend(completion)
    }

    /// The result of leaving a block: code to run now, or a signal for the host.
    struct Turn {
        var signal: Signal?
    }

    private func isLeft(_ block: BlockEntry, _ completion: Completion) -> Bool {
        switch completion {
        case .normal: return false
        case .failure, .exit: return true
        case .jump(_, let blockCount), .nextRound(_, let blockCount, _): return blocks.count > blockCount
        case .returned: return block.frameCount == state.pointee.frameCount
        }
    }

    /// Leaves one block. Returns nil to continue with the surrounding one.
    private func leave(_ block: BlockEntry, _ completion: inout Completion) -> Turn? {
        switch block.kind {
        case .scope: return nil
        case .deferred, .finalizer:
            runHeld(block, completion)
            return Turn()
        case .handler:
            guard case .failure(let failure) = completion, failure.isCaught else { return nil }
            setRegister(block.register, problem(failure))
            state.pointee.counter = block.target
            return Turn()
        case .attempt:
            guard case .failure(let failure) = completion, failure.endsAttemptOnly else { return nil }
            completions.append(HeldCompletion(completion: .failure(failure)))
            state.pointee.counter = block.target
            return Turn()
        case .step:
            events.append(.stepEnded(name: block.name, failed: completion.isFailure))
            if case .failure(var failure) = completion {
                failure.steps.insert(block.name, at: 0)
                completion = .failure(failure)
            }
            return nil
        case .test: return leaveTest(block, &completion)
        case .running:
            let held = completions.removeLast().completion
            if block.restoresLast { last = block.last }
            completion = merged(held, completion)
            return nil
        }
    }

    /// Runs a deferred or final body, and stores the pending completion.
    private func runHeld(_ block: BlockEntry, _ completion: Completion) {
        completions.append(HeldCompletion(completion: completion))
        push(.running)
        blocks[blocks.count - 1].place = block.place
        if block.kind == .deferred {
            blocks[blocks.count - 1].last = last
            blocks[blocks.count - 1].restoresLast = true
        }
        state.pointee.counter = block.target
    }

    /// Combines two completions. A failing deferred body fails the run, but the first failure stays the cause. A limit,
    /// the deadline or an interruption always replaces it, so that nothing keeps it from ending the run.
    func merged(_ held: Completion, _ new: Completion) -> Completion {
        switch (held, new) {
        case (.failure(let first), .failure(let second)):
            let endsRun = first.isCatchable && !second.isCatchable
            if !first.isCatchable, second.kind == .limit, !isFirst(second) { return .failure(first.reachedAgain) }
            var other = endsRun ? first : second
            // If nothing handles the first failure, it ends the run.
            other.isFollowUp = !endsRun && !isHandled(first)
            record(other)
            return .failure(endsRun ? second : first)
        case (.exit, .failure(let failure)) where failure.endsEverything: return new
        case (.exit(let status), .failure(let failure)):
            record(failure)
            return .exit(max(status, 1))
        case (.failure, .exit), (.exit, .exit): return held
        default: return new
        }
    }

    /// Whether a limit is reached in a deferred body for the first time at its place. When a recursion with deferred calls
    /// unwinds, it may be reached there a million times, so only the first time is recorded.
    private func isFirst(_ limit: Failure) -> Bool {
        let (code, location) = (limit.fault.code, limit.fault.location)
        guard !limitsInDeferred.contains(where: { $0.code == code && $0.location == location }) else { return false }
        limitsInDeferred.append((code, location))
        return true
    }

    /// Ends the innermost block without a failure: runs its deferred bodies, then continues here.
    private func leaveBlock(_ completion: Completion) -> Signal? {
        guard !blocks.isEmpty else { return nil }
        return unwind(.jump(state.pointee.counter, blockCount: blockCount(outside: 1)))
    }

    /// The number of entries that remain after `left` blocks. Each deferred body of a block is an entry above it.
    private func blockCount(outside left: Int) -> Int {
        var count = blocks.count
        for _ in 0..<left {
            while count > 0, blocks[count - 1].kind == .deferred { count -= 1 }
            count -= 1
        }
        return max(0, count)
    }

    private func endDeferred() -> Signal? {
        guard let block = blocks.popLast(), let held = completions.popLast() else { return nil }
        if block.restoresLast { last = block.last }
        return unwind(held.completion)
    }

    /// Performs the completion after all its blocks were left.
    private func spend(_ completion: Completion) -> Signal? {
        switch completion {
        case .normal: return nil
        case .jump(let target, _):
            state.pointee.counter = target
            return nil
        case .nextRound(let target, _, let frameCount):
            popFrames(to: frameCount)
            state.pointee.counter = target
            return nil
        case .returned(let value):
            popFrame(returning: value)
            return nil
        case .failure(let failure):
            popFrames(to: 0)
            completions = []
            settleSteps()
            outcome = .failure(failure)
            return .finished
        case .exit(let status):
            popFrames(to: 0)
            outcome = .exit(status)
            return .finished
        }
    }

    private func popFrames(to count: Int) {
        while state.pointee.frameCount > count { popFrame() }
    }

    private func exitStatus(_ cell: Cell) throws(Failure) -> Int {
        guard Amount.exit.accepts(cell) else { throw wrongAmount(.exit, got: cell) }
        return Int(cell.integer)
    }
}

extension Completion {
    var isFailure: Bool {
        switch self {
        case .failure, .nextRound: return true
        case .normal, .jump, .returned, .exit: return false
        }
    }
}
