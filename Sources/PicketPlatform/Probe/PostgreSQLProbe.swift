import NIOCore
import NIOPosix
import Synchronization

/// Checks PostgreSQL itself through libpq, with the host, port, user and password of the connection.
///
/// libpq blocks while it looks up a host, so each attempt has a thread of a pool. The time limit still holds: an
/// attempt that is too slow is abandoned, and its thread is free when it returns.
final class PostgreSQLProbe: Probe {
    /// The number of simultaneous attempts.
    private static let width = 16

    let interval: Duration?
    private let timeLimit: Duration
    private let threads = NIOThreadPool(numberOfThreads: PostgreSQLProbe.width)

    init(timeLimit: Duration, interval: Duration) {
        self.timeLimit = timeLimit
        self.interval = interval
        threads.start()
    }

    deinit { threads.shutdownGracefully { _ in } }

    func problem(reaching connection: Connection) async -> String? {
        let attempt = PostgreSQLAttempt(connection: connection, deadline: .now + timeLimit)
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let answer = FirstAnswer(loop.makePromise(of: String?.self))
        let limit = loop.scheduleTask(in: TimeAmount(timeLimit)) {
            answer.give(PostgreSQLAttempt.timedOut(connection))
        }
        threads.submit { state in
            answer.give(state == .active ? attempt.problem() : "the platform is stopping")
        }
        defer { limit.cancel() }
        return (try? await answer.future.get()) ?? nil
    }
}

/// Takes the first of two answers, of the attempt and the time limit.
private final class FirstAnswer: Sendable {
    let future: EventLoopFuture<String?>
    private let promise: Mutex<EventLoopPromise<String?>?>

    init(_ promise: EventLoopPromise<String?>) {
        self.future = promise.futureResult
        self.promise = Mutex(promise)
    }

    func give(_ problem: String?) {
        let promise = self.promise.withLock { promise in
            defer { promise = nil }
            return promise
        }
        promise?.succeed(problem)
    }
}
