package import NIOCore
import PicketRuntime

/// Ends a run from any thread, for example from a signal handler's thread.
package struct RunInterruption: Sendable {
    private let interrupt: @Sendable () -> Void
    private let end: @Sendable () -> Void

    /// Creates the interruption of a run. Call it on the run's loop.
    package init(_ run: PoolRun, on eventLoop: any EventLoop) {
        let flag = run.interruptionFlag
        let run = NIOLoopBound(run, eventLoop: eventLoop)
        interrupt = {
            eventLoop.execute { run.value.interrupt() }
            // The flag is raised after the call is queued, because the machine may yield at once.
            flag.raise()
        }
        end = {
            eventLoop.execute { run.value.stop() }
            flag.raise()
        }
    }

    /// Creates the interruption of deferred blocks that run on their own. A first call limits their time, and a second
    /// one cuts them off. Call it on the run's loop.
    package init(deferred run: PoolRun, on eventLoop: any EventLoop) {
        let flag = run.interruptionFlag
        let state = NIOLoopBoundBox((run: run, count: 0), eventLoop: eventLoop)
        interrupt = {
            eventLoop.execute {
                state.value.count += 1
                state.value.count == 1 ? state.value.run.limit() : state.value.run.cut()
            }
            flag.raise()
        }
        end = {}
    }

    /// Creates an interruption with a custom action, for anything that is not a single run.
    package init(_ interrupt: @escaping @Sendable () -> Void) {
        self.interrupt = interrupt
        end = interrupt
    }

    /// Ends the run. The first call lets deferred blocks run, the second call ends them as well.
    package func callAsFunction() { interrupt() }

    /// Ends the run and lets deferred blocks run, however often it is called.
    package func stop() { end() }
}
