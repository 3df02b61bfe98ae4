package import NIOCore

/// Ends a run from any thread, such as a signal's.
package struct RunInterruption: Sendable {
    private let run: NIOLoopBound<PoolRun>
    private let eventLoop: any EventLoop

    /// Must be made on the run's loop.
    package init(_ run: PoolRun, on eventLoop: any EventLoop) {
        self.run = NIOLoopBound(run, eventLoop: eventLoop)
        self.eventLoop = eventLoop
    }

    /// The first call lets deferred blocks run, the second ends them as well.
    package func callAsFunction() {
        eventLoop.execute { [run] in run.value.interrupt() }
    }
}
