import NIOCore
import PicketRuntime
import PicketSystem
import Synchronization

/// A command that runs in the background of the prompt.
final class Job: Sendable {
    let number: Int
    /// One line that names the job, without secrets.
    let title: Shown<String>
    /// The nanoseconds between two runs; nil for a job that runs once.
    let interval: Int64?
    /// The text as it was entered.
    let text: String
    let report: LineReport
    private let start = ContinuousClock.now
    private let handle = Mutex<JobHandle?>(nil)
    private let reachedEnd = Mutex(false)

    init(number: Int, title: Shown<String>, text: String, every interval: Int64?, report: LineReport) {
        self.number = number
        self.title = title
        self.text = text
        self.interval = interval
        self.report = report
    }

    var label: Shown<String> { "[\(number)]" }

    /// The age, for `:jobs`.
    var age: Duration { start.duration(to: .now) }

    /// Whether a watch ended after its last round, or because its condition holds.
    var hasReachedEnd: Bool {
        get { reachedEnd.withLock { $0 } }
        set { reachedEnd.withLock { $0 = newValue } }
    }

    func begin(_ handle: JobHandle) { self.handle.withLock { $0 = handle } }

    /// Stops the job after its deferred blocks. Further calls have no effect.
    func stop() { handle.withLock { $0 }?.stop() }

    /// Ends the deferred blocks as well.
    func cut() { handle.withLock { $0 }?.cut() }

    /// Waits for the end of the job. Never call it on the loop.
    func wait() { handle.withLock { $0 }?.wait() }
}

/// The handle of a job on the loop, for other threads.
struct JobHandle: Sendable {
    private let run: EventLoopFuture<NIOLoopBound<JobRun>>
    private let ended: EventLoopFuture<Outcome>

    init(_ run: EventLoopFuture<NIOLoopBound<JobRun>>, ended: EventLoopFuture<Outcome>) {
        self.run = run
        self.ended = ended
    }

    /// The job may wait for a file on the loop.
    func stop() {
        FileWait.endAll()
        run.whenSuccess { $0.value.stop() }
    }

    func cut() { run.whenSuccess { $0.value.cut() } }

    /// The promise never fails.
    func wait() { _ = try? ended.wait() }
}

/// The running jobs of a session, and the jobs that ended since the last look.
final class JobList: Sendable {
    private struct State {
        var running: [Job] = []
        var ended: [(job: Job, outcome: Outcome)] = []
    }

    private let state = Mutex(State())

    /// The smallest number that no running job has.
    var nextNumber: Int {
        state.withLock { state in
            var number = 1
            while state.running.contains(where: { $0.number == number }) { number += 1 }
            return number
        }
    }

    var running: [Job] { state.withLock { $0.running } }

    func add(_ job: Job) { state.withLock { $0.running.append(job) } }

    func ended(_ job: Job, _ outcome: Outcome) {
        state.withLock { state in
            state.running.removeAll { $0 === job }
            state.ended.append((job, outcome))
        }
    }

    func takeEnded() -> [(job: Job, outcome: Outcome)] {
        state.withLock { state in
            defer { state.ended = [] }
            return state.ended
        }
    }
}
