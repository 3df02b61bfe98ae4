package import NIOCore
import PicketRuntime

/// Ends a run from any thread, such as a signal's.
package struct RunInterruption: Sendable {
    private let interrupt: @Sendable () -> Void
    private let end: @Sendable () -> Void

    /// Must be made on the run's loop.
    package init(_ run: PoolRun, on eventLoop: any EventLoop) {
        let flag = run.interruptionFlag
        let run = NIOLoopBound(run, eventLoop: eventLoop)
        interrupt = {
            eventLoop.execute { run.value.interrupt() }
            // After what is left for the loop: the machine may yield at once.
            flag.raise()
        }
        end = {
            eventLoop.execute { run.value.stop() }
            flag.raise()
        }
    }

    /// Ends whatever is not one run.
    package init(_ interrupt: @escaping @Sendable () -> Void) {
        self.interrupt = interrupt
        end = interrupt
    }

    /// The first call lets deferred blocks run, the second ends them as well.
    package func callAsFunction() { interrupt() }

    /// Lets deferred blocks run, however often it is called.
    package func stop() { end() }
}
