import NIOCore
import Picket

/// A session of texts over a pool. What a `use` or a `login` chose holds for the next text and for the session's deferred
/// blocks.
final class PoolSession: HostSession {
    private let loop: PoolLoop
    /// The executor of all texts; nil before the first one and after the end.
    private let kept: NIOLoopBoundBox<Executor?>

    init(_ loop: PoolLoop) {
        self.loop = loop
        kept = .makeEmptyBox(valueType: Executor.self, eventLoop: loop.eventLoop)
    }

    deinit {
        loop.perform { [kept] in
            kept.value?.close()
            kept.value = nil
        }
    }

    func run(_ make: @escaping @Sendable (ProgramRun.DriverPart) -> ProgramRun) async -> RunResult {
        var order = PoolOrder(make)
        order.session = self
        return await loop.run(order).result
    }

    /// Returns the session's executor. Call it on the loop.
    ///
    /// - Parameters:
    ///   - shared: The executor over whose connections it goes.
    ///   - run: A run of the session, all of which have one machine.
    func executor(over shared: Executor, for run: ProgramRun) -> Executor {
        let executor =
            kept.value
            ?? Executor(over: shared, configuration: shared.configuration, secrets: run.machine.secrets)
        kept.value = executor
        return executor
    }
}
