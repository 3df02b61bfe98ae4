import PicketSyntax

/// Runs a machine and the iterations of its parallel loops, one at a time on one thread, and collects what they need.
///
/// It neither waits nor does I/O: `next` says which strand needs what, the host answers whenever it can, in any order,
/// and calls `resume(_:)`. Events come out in the order of the script, iteration after iteration, whatever the order in
/// which things happened.
package final class Scheduler {
    private let root: Strand
    private var ready = Window<Strand>()
    /// Iterations that ended since the host was last asked for something: it must get to look around.
    private var finishedInARow = 0
    private static let iterationsPerYield = 1_024
    private let continuesOnError: Bool
    private let clock: () -> Int64
    private let emit: (TimedEvent) -> Void
    /// Set when the run is done.
    package private(set) var outcome: Outcome?

    /// What a strand needs now.
    package struct Request {
        package let strand: Strand
        /// Never `finished`, `events` or `parallel`; `yielded` needs nothing but a look around.
        package let signal: Signal
    }

    /// - Parameter emit: is called with each event as soon as its turn has come.
    package convenience init(
        _ machine: Machine, continuesOnError: Bool = false, emit: @escaping (Event) -> Void
    ) {
        self.init(machine, continuesOnError: continuesOnError, clock: { 0 }, emit: { emit($0.event) })
    }

    /// - Parameters:
    ///   - clock: nanoseconds since the run began. An event of a parallel iteration has the moment at which it happened,
    ///     not the one at which its turn came.
    ///   - emit: is called with each event as soon as its turn has come.
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

    /// Runs until a strand needs the host; nil when all that run wait for answers, or the run is done.
    package func next() -> Request? {
        while let strand = ready.popFirst() {
            let signal = strand.machine.run()
            if !strand.machine.events.isEmpty { tell(strand) }
            switch signal {
            case .events: makeReady(strand)
            case .finished:
                finish(strand)
                finishedInARow += 1
                let isAwaited = finishedInARow >= Self.iterationsPerYield || machine.interruptionFlag.isRaised
                guard !isAwaited || outcome != nil else {
                    finishedInARow = 0
                    return Request(strand: strand, signal: machine.yielded())
                }
            case .parallel: begin(strand)
            case .yielded:
                makeReady(strand)
                return Request(strand: strand, signal: signal)
            default:
                finishedInARow = 0
                strand.isWaiting = true
                return Request(strand: strand, signal: signal)
            }
        }
        return nil
    }

    /// The host has answered what a strand waited for, by one of its machine's `resume` functions or by doing it.
    package func resume(_ strand: Strand) {
        guard strand.isWaiting else { return }
        strand.isWaiting = false
        strand.cancel = nil
        strand.stop = nil
        makeReady(strand)
    }

    private func makeReady(_ strand: Strand) { ready.append(strand) }

    // MARK: Interrupting

    /// Stops the run: nothing new begins, a command in progress goes on to its end, then deferred blocks run. The host
    /// bounds the time by `abandon`.
    ///
    /// - Returns: how many commands go on to their ends.
    @discardableResult
    package func interrupt(_ failure: Failure) -> Int { interrupt(root, failure) }

    /// When the test in progress is to end, in nanoseconds of the monotonic clock; the host then calls `expireTest`.
    package var testDeadline: Int64 { root.machine.testDeadline }

    /// The time of the test in progress is up: it fails, its deferred blocks run, and the run goes on after it.
    package func expireTest() {
        root.machine.expireTest()
        if let loop = root.inner {
            cancel(loop)
        } else if root.isWaiting {
            root.cancel?()
            resume(root)
        }
    }

    /// - Returns: how many commands go on to their ends.
    @discardableResult
    private func interrupt(_ strand: Strand, _ failure: Failure) -> Int {
        strand.machine.interrupt(failure)
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

    /// Ends what the host does for the run, deferred blocks included; the scheduler is of no more use.
    package func abandon() { abandon(root) }

    private func abandon(_ strand: Strand) {
        strand.cancel?()
        strand.cancel = nil
        strand.stop = nil
        strand.isWaiting = false
        for inner in strand.inner?.strands ?? [] { abandon(inner) }
    }

    // MARK: Events

    private func tell(_ strand: Strand) {
        let now = clock()
        pass(strand.machine.takeEvents().map { TimedEvent($0, at: now) }, to: strand)
    }

    private func isHead(_ strand: Strand) -> Bool {
        guard let loop = strand.loop else { return true }
        return strand.position == loop.inOrder.start && isHead(loop.parent)
    }

    /// What was held back and now has its turn.
    private func release(_ loop: LoopInProgress) {
        while case .ended(let events)? = loop.inOrder[loop.inOrder.start] {
            _ = loop.inOrder.popFirst()
            pass(events, to: loop.parent)
        }
        guard case .running(let strand)? = loop.inOrder[loop.inOrder.start] else { return }
        let events = strand.buffer
        strand.buffer = []
        pass(events, to: loop.parent)
        // What its own loop holds back comes after it.
        if let inner = strand.inner, isHead(strand) { release(inner) }
    }

    private func pass(_ events: [TimedEvent], to strand: Strand) {
        if isHead(strand) {
            for event in strand.buffer { emit(event) }
            strand.buffer = []
            for event in events { emit(event) }
        } else {
            strand.buffer += events
        }
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
            loop.exitStatus = loop.exitStatus ?? status
            cancel(loop)
        case .failure(let failure):
            if continuesOnError, failure.isCatchable, !strand.machine.isHandledOutside(failure) {
                loop.recorded.append(failure)
                strand.buffer.append(TimedEvent(.recorded(failure), at: clock()))
                return
            }
            if failure.kind != .interrupted, loop.failure.map({ isCause(failure, of: strand, before: $0) }) ?? true {
                loop.failure = (strand.position, failure)
            }
            cancel(loop)
        }
    }

    /// The failure of the earliest iteration is the loop's, unless another one ends the run whatever catches the first.
    private func isCause(_ failure: Failure, of strand: Strand, before known: (position: Int, failure: Failure)) -> Bool
    {
        guard failure.isCatchable == known.failure.isCatchable else { return !failure.isCatchable }
        return strand.position < known.position
    }

    /// The first failure stops the other iterations: commands in progress go on to their ends, then deferred blocks run.
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
            parallel: loop.recorded, failure: loop.failure?.failure, exitStatus: loop.exitStatus)
        makeReady(parent)
    }
}
