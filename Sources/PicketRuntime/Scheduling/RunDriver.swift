/// Drives a run to its end, for every kind of host.
///
/// It owns the run's scheduler and everything that counts time: the deadline, the grace of deferred blocks, the limits of
/// tests and requests. It has no clock and does no I/O: the host passes a function that tells the time, performs each
/// `Step`, and asks for the next one. A host that waits is woken by an answer, or by one timer at `wakeTime`.
///
///     driver.start(until: .deadline(…))
///     while true {
///         switch driver.next() { … }
///     }
///     driver.close()
package final class RunDriver {
    /// What the host does next.
    package enum Step {
        /// Serve the request, now or later; then `scheduler.resume(_:)`.
        case serve(Scheduler.Request)
        /// Let other work of the host happen.
        case yield
        /// Cancel the work on a request. The run still waits for its answer, for a limited time.
        case cancel(ticket: Int)
        /// Wait for an answer, for an interruption or until `wakeTime`.
        case wait
        /// The run begins to end, with so many commands in progress. Only told once.
        case ending(inProgress: Int)
        /// The script and its deferred blocks have ended.
        case finished(Outcome)
        /// The time for deferred blocks is over. Nothing of the script runs any more.
        indirect case cut(Failure)
    }

    /// When a run must end, and why.
    package struct Bound {
        package let time: Int64
        let failure: Failure
        /// Whether deferred blocks get no more time.
        let isFinal: Bool

        /// The deadline of a run. Its deferred blocks run after it.
        package static func deadline(_ time: Int64, _ failure: Failure) -> Bound {
            Bound(time: time, failure: failure, isFinal: false)
        }

        /// The end of deferred blocks of a run that was ended before.
        package static func final(_ time: Int64, _ failure: Failure) -> Bound {
            Bound(time: time, failure: failure, isFinal: true)
        }

        /// Returns the bound by another clock.
        ///
        /// - Parameters:
        ///
        ///   - now: the time of this bound's clock.
        ///
        ///   - other: the time of the other clock.
        package func moved(from now: Int64, to other: Int64) -> Bound {
            let (left, isLong) = time.subtractingReportingOverflow(now)
            return Bound(time: RunDriver.sum(other, isLong ? time : left), failure: failure, isFinal: isFinal)
        }
    }

    /// Failures are boxed, because they are large.
    private enum State {
        case running
        /// The run must end at a time.
        indirect case bounded(Bound)
        /// Only commands in progress and deferred blocks go on.
        indirect case ending(Failure, until: Int64)
        case ended
    }

    package let scheduler: Scheduler
    let clock: () -> Int64
    /// How long deferred blocks may take in total after the run was ended, in nanoseconds.
    let grace: Int64
    private var state = State.running
    /// The number of commands in progress when the run began to end, until the host has been told.
    private var notice: Int?
    /// When the run first yields, so that the host can begin to listen for signals. It yields early only once, because
    /// long work begins again from its start. nil after that.
    private var firstLook: Int64?
    /// How long the run may compute before other work of its host, in nanoseconds; nil for as long as the machine counts.
    package var slice: Int64?
    /// When the current slice ends; nil if it begins with the next step, because other work of the host went before.
    private var sliceEnd: Int64?
    /// The requests that this driver times; none if the host times them itself.
    @exclusivity(unchecked) var requests = TimedRequests()
    /// Called at the deadline. Returns how many nanoseconds the run may take longer; zero to end it.
    package var extendDeadline: ((Failure) -> Int64)?

    /// - Parameters:
    ///
    ///   - grace: how long deferred blocks may take in total after the run was ended from outside, in nanoseconds.
    ///
    ///   - clock: the time of a clock that never goes back, in nanoseconds. It is also the clock of the script.
    package init(_ scheduler: Scheduler, grace: Int64, clock: @escaping () -> Int64) {
        self.scheduler = scheduler
        self.clock = clock
        self.grace = grace
    }

    /// Begins the run. A run whose end has passed runs only its deferred blocks, of which it has none yet.
    ///
    /// - Parameter firstLook: the time at which the run yields once although nothing is due; nil for none.
    package func start(until bound: Bound?, firstLook: Int64? = nil) {
        state = bound.map { .bounded($0) } ?? .running
        self.firstLook = firstLook
        scheduler.machine.yield(
            when: { [unowned self] in isDue },
            isSliceOver: slice == nil ? nil : { [unowned self] in sliceEnd.map { clock() >= $0 } ?? false })
    }

    /// Ends the driver's part. The host calls it when it has reported the outcome.
    package func close() {
        state = .ended
        scheduler.machine.yield(when: nil)
    }

    /// Ends the driver's part of a run that is dropped before its end. An open request would keep its strand, and the strand
    /// the request.
    package func drop() {
        abandonRequests()
        scheduler.abandon()
        close()
    }

    /// Whether the run is being ended from outside.
    package var isEnding: Bool { failure != nil }

    /// The failure that ends the run from outside; nil while nothing does.
    package var failure: Failure? {
        if case .ending(let failure, _) = state { failure } else { nil }
    }

    /// When the run, or its deferred blocks, must have ended; nil for never.
    package var end: Int64? {
        switch state {
        case .bounded(let bound): bound.time
        case .ending(_, let until): until
        case .running, .ended: nil
        }
    }

    /// When a waiting host asks for the next step at the latest, without an answer; nil for never.
    package var wakeTime: Int64? {
        let time = min(end ?? .max, requests.nextTime, requests.isUsed ? scheduler.testDeadline : .max)
        return time < .max ? time : nil
    }

    // MARK: Ending from outside

    /// Stops the run: it starts nothing new, waits for commands in progress, and runs deferred blocks, all for at most
    /// the grace. Does nothing if the run is already ending.
    package func interrupt(_ failure: Failure) {
        switch state {
        case .running, .bounded: state = .ending(failure, until: Self.sum(clock(), grace))
        case .ending, .ended: return
        }
        notice = scheduler.interrupt(failure)
    }

    /// Bounds the rest of a run of deferred blocks by the grace, because the run that they belong to is ended.
    package func limit(_ failure: Failure) {
        let end = Self.sum(clock(), grace)
        switch state {
        case .bounded(let bound) where bound.time <= end: return
        case .running, .bounded: state = .bounded(.final(end, failure))
        case .ending, .ended: return
        }
    }

    /// Ends the run at once, with its deferred blocks.
    package func cut(_ failure: Failure) {
        interrupt(failure)
        if case .ending(let failure, _) = state { state = .ending(failure, until: .min) }
    }

    // MARK: Steps

    /// Runs until the host is needed.
    package func next() -> Step {
        if let slice, sliceEnd == nil { sliceEnd = Self.sum(clock(), slice) }
        while true {
            if let step = lookAtTime() { return step }
            if let notice {
                self.notice = nil
                return .ending(inProgress: notice)
            }
            if let ticket = requests.takeCancelled() { return .cancel(ticket: ticket) }
            if let outcome = scheduler.outcome {
                // Nothing that belongs to a run goes on after it.
                return requests.hasDetached ? .wait : .finished(outcome)
            }
            guard let request = scheduler.next() else {
                if scheduler.outcome != nil || requests.hasCancelled { continue }
                return .wait
            }
            guard request.signal == .yielded else { return .serve(request) }
            firstLook = nil
            sliceEnd = nil
            return .yield
        }
    }

    /// Whether a time has come that the machine must not miss while it computes.
    private var isDue: Bool {
        let due = min(end ?? .max, scheduler.testDeadline, firstLook ?? .max, requests.nextTime)
        return due < .max && clock() >= due
    }

    /// Performs what is due; returns a step if that ends the run.
    private func lookAtTime() -> Step? {
        let end = end
        guard end != nil || requests.nextTime < .max || scheduler.testDeadline < .max else { return nil }
        let now = clock()
        if let end, now >= end, let step = reachEnd(now) { return step }
        if now >= scheduler.testDeadline { scheduler.expireTest() }
        if now >= requests.nextTime { expireRequests(now) }
        return nil
    }

    private func reachEnd(_ now: Int64) -> Step? {
        switch state {
        case .bounded(let bound):
            guard !bound.isFinal else {
                interrupt(bound.failure)
                return abandon(bound.failure)
            }
            let more = extendDeadline?(bound.failure) ?? 0
            guard more <= 0 else {
                state = .bounded(.deadline(Self.sum(now, more), bound.failure))
                return nil
            }
            interrupt(bound.failure)
            return nil
        case .ending(let failure, _): return abandon(failure)
        case .running, .ended: return nil
        }
    }

    private func abandon(_ failure: Failure) -> Step {
        state = .ended
        abandonRequests()
        scheduler.abandon()
        return .cut(failure)
    }

    package static func sum(_ time: Int64, _ duration: Int64) -> Int64 {
        let (sum, overflow) = time.addingReportingOverflow(max(0, duration))
        return overflow ? .max : sum
    }
}
