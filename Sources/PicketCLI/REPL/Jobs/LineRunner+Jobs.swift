import NIOCore
import PicketPool
import PicketRuntime

/// How often a job runs, and who receives its results.
struct JobCourse: Sendable {
    /// The pause before the next run, in nanoseconds; nil to run once.
    let interval: Int64?
    /// Is called before each run.
    var beginsRound: @Sendable () -> Void = {}
    let emit: @Sendable (TimedEvent) -> Void
    /// Returns whether the job runs again after such an outcome.
    let goesOn: @Sendable (Outcome) -> Bool
    /// Whether it takes the notices that have come until its end.
    var takesNotices = true
    /// Is called once on the loop. It also receives the notices about writes without a clear answer.
    let completion: @Sendable (Outcome, [Notice]) -> Void
}

extension LineRunner {
    /// Starts the program that was last loaded as a job, with copies of the session's values and on the current
    /// platform.
    func start(
        _ program: CompiledScript, globals: [Int], _ course: JobCourse, _ gate: NIOLoopBound<WriteGate>?
    ) -> JobHandle {
        let loop = thread.eventLoop
        let promise = loop.makePromise(of: Outcome.self)
        let ended = promise.futureResult.map { [core] outcome in
            course.completion(outcome, course.takesNotices ? core.value.takeNotices() : [])
            return outcome
        }
        let run = loop.submit { [core, deadline] in
            let core = core.value
            let machine = core.machine.copy(for: program, globals: globals)
            let pin = core.executor.pin
            let run = JobRun(course, on: loop, promise: promise) {
                machine.load(program)
                course.beginsRound()
                let run = PoolRun(
                    emittingTimed: course.emit, executor: core.executor, machine: machine, services: core.services,
                    deadline: deadline)
                run.pin = pin
                run.permission = gate?.value.ask
                run.passwords = { wanted, completion in
                    completion(
                        .refused(
                            "a job cannot ask for the password of `\(wanted.user)`: enter `login \(wanted.user)` before it"
                        ))
                }
                return run
            }
            run.begin()
            return NIOLoopBound(run, eventLoop: loop)
        }
        return JobHandle(run, ended: ended)
    }
}
