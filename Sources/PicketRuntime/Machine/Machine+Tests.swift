import PicketSyntax

extension Machine {
    /// Whether a `test` block is in progress.
    package var isInTest: Bool { beganInTest || blocks.contains { $0.kind == .test } }

    /// Asks the host whether to run the test; `resume(value:)` continues.
    func startTest(_ instruction: Instruction) {
        let tags = register(instruction.a + 16)
        pendingTest = (
            shownText(register(instruction.a)),
            tags.kind == CellKind.list ? tags.listElements.map { shownText($0) } : tags.isText ? [shownText(tags)] : []
        )
        pendingRegister = instruction.a + 48
        signalNext = .test
    }

    /// Saves copies of all variables, so that a test does not affect the next one. The `jump` after it leads past the
    /// test.
    func enterTest(_ instruction: Instruction) throws(Failure) {
        let count = instruction.b >> 4
        let end = state.pointee.counter.pointee.wide + 1
        let farCount = state.pointee.farGlobalCount
        let saved = heap.state.pointee.list(capacity: count + farCount)
        for position in 0..<count + farCount {
            let cell = position < count ? register(position * 16) : state.pointee.farGlobals[position - count]
            cell.markShared()
            heap.state.pointee.append(cell, to: saved)
        }
        var entry = BlockEntry(
            kind: .test, target: state.pointee.counter + end, frameCount: state.pointee.frameCount)
        entry.deadline = try testDeadline(instruction.a)
        entry.name = pendingTest.name
        entry.saved = saved
        entry.register = count
        entry.last = last
        entry.recordedCount = recorded.count
        blocks.append(entry)
        isTestExpired = false
        last = nil
        state.pointee.counter += 1
        events.append(.testStarted(name: pendingTest.name, tags: pendingTest.tags, location: currentLocation))
    }

    /// Reads the registers after the name and tags: the time limit, whether to run, and the current time.
    private func testDeadline(_ a: Int) throws(Failure) -> Int64 {
        let limit = register(a + 32).revealed
        hasOwnTestLimit = limit.kind != CellKind.missing
        guard !hasOwnTestLimit || Amount.timeout.accepts(limit) else {
            throw wrongAmount(.timeout, got: register(a + 32))
        }
        guard let time = hasOwnTestLimit ? limit.integer : configuration.testLimit else { return .max }
        let (end, overflow) = register(a + 64).integer.addingReportingOverflow(time)
        return overflow ? .max : end
    }

    /// The deadline of the current test, in nanoseconds of the monotonic clock.
    var testDeadline: Int64 { isTestExpired ? .max : blocks.last { $0.kind == .test }?.deadline ?? .max }

    /// Ends the current test, whose time is over. Its deferred blocks run.
    func expireTest() {
        isTestExpired = true
        guard !hasOwnTestLimit, let limit = configuration.testLimit else {
            resumeFailure = fault(
                .testTimeout, "the test took longer than its `timeout`", label: "here",
                help: "its `timeout=` says how long it may take", kind: .deadline, limit: Failure.Limit(.timeout))
            return
        }
        resumeFailure = fault(
            .testTimeout, "the test took longer than \(DurationText.short(limit)), the limit of every test",
            label: "here", help: "`timeout=` gives a test another limit", kind: .deadline,
            limit: Failure.Limit(.timeout, .duration(limit)))
    }

    /// Ends a test. Its failure does not end the run, unless the run is being ended from outside.
    func leaveTest(_ block: BlockEntry, _ completion: inout Completion) -> Turn? {
        for (position, cell) in block.saved.listElements.enumerated() {
            if position < block.register {
                setRegister(position * 16, cell)
            } else {
                state.pointee.farGlobals[position - block.register] = cell
            }
        }
        last = block.last
        // After a failed `check` the test continues, and fails at its end.
        var result = recorded.count > block.recordedCount ? TestResult.failed(recorded[block.recordedCount]) : .passed
        var goesOn = false
        if case .failure(var failure) = completion {
            if failure.isSkip {
                result = .skipped(failure.fault.message)
                goesOn = true
            } else {
                goesOn = failure.isCatchable || failure.endsTestOnly
                if goesOn { failure = kept(failure) }
                result = .failed(failure)
                if goesOn { recorded.append(failure) }
            }
        }
        events.append(.testEnded(name: block.name, result: result))
        guard goesOn else { return nil }
        state.pointee.counter = block.target
        return Turn()
    }
}
