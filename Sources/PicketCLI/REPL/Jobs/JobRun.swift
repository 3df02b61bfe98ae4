import NIOCore
import PicketPool
import PicketRuntime

/// The work of a job on the loop: one run, or repeated runs until it is stopped.
final class JobRun {
    private let eventLoop: any EventLoop
    private let course: JobCourse
    private let promise: EventLoopPromise<Outcome>
    private let makeRun: () -> PoolRun
    private var run: PoolRun?
    private var pause: Scheduled<Void>?
    private var isStopped = false

    init(
        _ course: JobCourse, on eventLoop: any EventLoop, promise: EventLoopPromise<Outcome>,
        makeRun: @escaping () -> PoolRun
    ) {
        self.course = course
        self.eventLoop = eventLoop
        self.promise = promise
        self.makeRun = makeRun
    }

    func begin() {
        pause = nil
        let run = makeRun()
        self.run = run
        run.start { [self] outcome in
            self.run = nil
            ended(outcome)
        }
    }

    private func ended(_ outcome: Outcome) {
        guard let interval = course.interval, !isStopped, course.goesOn(outcome) else {
            return promise.succeed(outcome)
        }
        pause = eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(interval)) { [self] in begin() }
    }

    /// Stops the job after its deferred blocks. Further calls have no effect.
    func stop() {
        isStopped = true
        if let pause {
            pause.cancel()
            self.pause = nil
            promise.succeed(.success)
        }
        run?.stop()
    }

    /// Ends the job at once, including deferred blocks.
    func cut() {
        stop()
        run?.interrupt()
    }
}

@available(*, unavailable)
extension JobRun: Sendable {}
