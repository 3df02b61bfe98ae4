import PicketSyntax

/// Runs a machine and the iterations of its parallel loops, one at a time on one thread, and collects their requests.
///
/// It neither waits nor does I/O. `next` returns a strand with its request; the host answers at any time, in any order,
/// and calls `resume(_:)`. Events are emitted in the order of the script, iteration after iteration, whatever the order
/// in which they occurred.
package final class Scheduler {
    private let root: Strand
    private var ready = Window<Strand>()
    /// The number of iterations and loops that began or ended since the last request to the host, which must get control at
    /// intervals.
    private var turnsInARow = 0
    private static let turnsPerYield = 1_024
    /// A turn is short, but one at the limit of memory collects the whole heap.
    private static let turnsPerLook = 4
    private let continuesOnError: Bool
    let clock: () -> Int64
    let emit: (TimedEvent) -> Void
    /// The limit that an iteration has reached, and by which the run ends; nil before that.
    private var limitReached: Failure?
    /// Set when the run is done.
    package private(set) var outcome: Outcome?

    /// The current request of a strand.
    package struct Request {
        package let strand: Strand
        /// Never `finished`, `events` or `parallel`. `yielded` is no request; it only gives the host control.
        package let signal: Signal
    }

    /// - Parameter emit: called with each event in the order of the script.
    package convenience init(
        _ machine: Machine, continuesOnError: Bool = false, emit: @escaping (Event) -> Void
    ) {
        self.init(machine, continuesOnError: continuesOnError, clock: { 0 }, emit: { emit($0.event) })
    }

    /// - Parameters:
    ///
    ///   - clock: nanoseconds since the run began. An event of a parallel iteration has the time at which it occurred,
    ///
    ///     not the time at which it was emitted.
    ///
    ///   - emit: called with each event in the order of the script.
    package init(
        _ machine: Machine, continuesOnError: Bool = false, clock: @escaping () -> Int64,
        emit: @escaping (TimedEvent) -> Void
    ) {
        machine.continuesOnError = continuesOnError
        root = Strand(machine)
        self.continuesOnError = continuesOnError
        self.clock = clock
        self.emit = emit
        makeReady(root)
    }

    package var machine: Machine { root.machine }

    /// Runs until a strand needs the host; nil if all strands wait for answers, or the run is done.
    package func next() -> Request? {
        var current: Strand?
        while let strand = current ?? ready.popFirst() {
            current = nil
            let signal = strand.takeHeldSignal() ?? strand.machine.run()
            if !strand.machine.events.isEmpty {
                emitEvents(of: strand)
                // The run has reached a limit by these events, so the request is void.
                if strand.machine.interruption != nil, signal != .finished {
                    makeReady(strand)
                    continue
                }
                // The host may have asked for the end of the run when it got them.
                if machine.interruptionFlag.isRaised, signal != .finished {
                    strand.hold(signal)
                    makeReady(strand)
                    return Request(strand: strand, signal: machine.yielded())
                }
            }
            switch signal {
            case .events: if ready.isEmpty { current = strand } else { makeReady(strand) }
            case .finished, .parallel:
                if signal == .finished { finish(strand) } else { begin(strand) }
                guard !isAwaitedAfterTurn || outcome != nil else {
                    turnsInARow = 0
                    return Request(strand: strand, signal: machine.yielded())
                }
            case .yielded:
                makeReady(strand)
                return Request(strand: strand, signal: signal)
            default:
                turnsInARow = 0
                strand.isWaiting = true
                return Request(strand: strand, signal: signal)
            }
        }
        return nil
    }

    /// Counts a turn, and returns whether the host needs control after it.
    private var isAwaitedAfterTurn: Bool {
        turnsInARow += 1
        if turnsInARow >= Self.turnsPerYield || machine.interruptionFlag.isRaised { return true }
        return turnsInARow % Self.turnsPerLook == 0 && machine.isAwaited
    }

    /// Continues a strand after the host has answered its request, by calling a `resume` function of its machine or by
    /// doing the work.
    package func resume(_ strand: Strand) {
        guard strand.isWaiting else { return }
        strand.isWaiting = false
        strand.cancel = nil
        strand.stop = nil
        makeReady(strand)
    }

    /// Runs the machine again after its end, because the host has loaded another text.
    package func beginAgain() {
        outcome = nil
        makeReady(root)
    }

    private func makeReady(_ strand: Strand) { ready.append(strand) }

    // MARK: Interrupting

    /// Stops the run: no new work begins, commands in progress complete, then deferred blocks run. The host bounds the
    /// time by `abandon`.
    ///
    /// - Returns: the number of commands in progress.
    @discardableResult
    package func interrupt(_ failure: Failure) -> Int { interrupt(root, failure) }

    /// The number of deferred bodies that wait for the end of their blocks.
    package var deferredCount: Int { deferredCount(of: root) }

    private func deferredCount(of strand: Strand) -> Int {
        let own = strand.machine.blocks.count { $0.kind == .deferred }
        return own + (strand.inner?.strands.reduce(0) { $0 + deferredCount(of: $1) } ?? 0)
    }

    /// The deadline of the current test, in nanoseconds of the monotonic clock. The host then calls `expireTest`.
    package var testDeadline: Int64 { root.machine.testDeadline }

    /// Ends the current test, whose time is over. The test fails, its deferred blocks run, and the run continues after
    /// it.
    package func expireTest() {
        root.machine.expireTest()
        if let loop = root.inner {
            cancel(loop)
        } else if root.isWaiting {
            root.cancel?()
            resume(root)
        }
    }

    /// A strand whose deferred or final body already runs goes on.
    ///
    /// - Returns: the number of commands in progress.
    @discardableResult
    private func interrupt(_ strand: Strand, _ failure: Failure) -> Int {
        guard strand.machine.interrupt(failure) else { return 0 }
        if let loop = strand.inner {
            loop.isCancelled = true
            return loop.strands.reduce(0) { $0 + interrupt($1, failure) }
        }
        guard strand.isWaiting else { return 0 }
        guard strand.stop?() ?? true else { return 1 }
        strand.cancel?()
        resume(strand)
        return 0
    }

    /// Cancels all work of the host for the run, including deferred blocks. The scheduler cannot be used afterwards.
    package func abandon() { abandon(root) }

    private func abandon(_ strand: Strand) {
        strand.cancel?()
        strand.cancel = nil
        strand.stop = nil
        strand.isWaiting = false
        guard let loop = strand.inner else { return }
        for inner in loop.strands { abandon(inner) }
        // A loop and its strands keep each other, and so do a machine and its loop.
        loop.inOrder = Window()
        strand.inner = nil
        strand.machine.pendingParallel = nil
    }

    // MARK: Parallel loops

    private func begin(_ strand: Strand) {
        guard let iterations = strand.machine.pendingParallel else { return makeReady(strand) }
        let loop = LoopInProgress(iterations, parent: strand)
        strand.inner = loop
        startIterations(loop)
    }

    private func startIterations(_ loop: LoopInProgress) {
        while loop.running < loop.iterations.width, !loop.isCancelled {
            if let failure = loop.iterations.exhaustion {
                loop.failure = loop.failure ?? (loop.inOrder.end, failure)
                return cancel(loop)
            }
            guard let machine = loop.iterations.nextIteration() else { return }
            let strand = Strand(machine, loop: loop, position: loop.inOrder.end)
            loop.inOrder.append(.running(strand))
            loop.running += 1
            makeReady(strand)
        }
    }

    private func finish(_ strand: Strand) {
        guard let loop = strand.loop else {
            outcome = strand.machine.outcome
            return
        }
        loop.running -= 1
        loop.inOrder[strand.position] = .ended([])
        loop.recorded += strand.machine.recorded
        loop.unknowns.add(strand.machine.unknowns)
        note(strand.machine.outcome, of: strand, in: loop)
        loop.inOrder[strand.position] = .ended(strand.buffer)
        release(loop)
        startIterations(loop)
        if loop.running == 0 { end(loop) }
    }

    private func note(_ outcome: Outcome, of strand: Strand, in loop: LoopInProgress) {
        switch outcome {
        case .success: return
        case .exit(let status):
            loop.exit = loop.exit ?? CalledExit(status: status, location: strand.machine.exitLocation)
            cancel(loop)
        case .failure(let failure):
            if continuesOnError, failure.isCatchable, !strand.machine.isHandledOutside(failure) {
                guard mayLeave(.failure, from: strand) else { return }
                let failure = strand.machine.kept(failure)
                loop.recorded.append(failure)
                if mayLeave(.event, from: strand) {
                    strand.hold([TimedEvent(.recorded(failure), at: clock())])
                }
                return
            }
            if failure.kind != .interrupted, loop.failure.map({ isCause(failure, of: strand, before: $0) }) ?? true {
                loop.failure = (strand.position, failure)
            }
            cancel(loop)
            endRun(by: failure)
        }
    }

    /// Stops the loops around an iteration that has reached a limit, because nothing catches it. Otherwise strands that
    /// begin others would run into the limit one by one.
    private func endRun(by failure: Failure) {
        guard failure.kind == .limit, limitReached == nil else { return }
        limitReached = failure
        interrupt(failure)
    }

    /// Whether a failure is the loop's failure. It is the one of the earliest iteration, unless a later one cannot be
    /// caught.
    private func isCause(_ failure: Failure, of strand: Strand, before known: (position: Int, failure: Failure)) -> Bool
    {
        guard failure.isCatchable == known.failure.isCatchable else { return !failure.isCatchable }
        return strand.position < known.position
    }

    /// Stops the other iterations after the first failure: commands in progress complete, then deferred blocks run.
    private func cancel(_ loop: LoopInProgress) {
        guard !loop.isCancelled else { return }
        loop.isCancelled = true
        let failure = Failure(
            .interrupted,
            Diagnostic(
                .cancelled, message: "the parallel loop around this iteration ended",
                at: loop.iterations.location))
        for other in loop.strands { interrupt(other, failure) }
    }

    private func end(_ loop: LoopInProgress) {
        let parent = loop.parent
        parent.inner = nil
        parent.machine.unknowns.add(loop.unknowns)
        parent.machine.resume(
            parallel: loop.recorded, failure: loop.failure?.failure, exit: loop.exit)
        makeReady(parent)
    }
}
