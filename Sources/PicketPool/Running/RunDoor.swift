import NIOCore
import Synchronization

/// The way of other threads to a run on its loop.
///
/// After the end of the run it calls nothing and keeps nothing. So the loop can be closed then, whatever a thread still
/// holds.
final class RunDoor: Sendable {
    private let eventLoop: any EventLoop
    private let run: Mutex<NIOLoopBound<PoolRun>?>

    /// Creates the door of a run. Call it on the run's loop.
    init(_ run: PoolRun, on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        self.run = Mutex(NIOLoopBound(run, eventLoop: eventLoop))
    }

    /// Calls a function with the run on its loop, unless the run is over.
    func enter(_ body: @escaping @Sendable (PoolRun) -> Void) {
        // The lock is held meanwhile, so that nothing is queued after the end.
        run.withLock { run in
            guard let known = run else { return }
            eventLoop.execute { body(known.value) }
        }
    }

    /// The run is over.
    func close() { run.withLock { $0 = nil } }
}
