import NIOCore
import NIOPosix
import Picket
import PicketRuntime
import PicketSyntax
import Synchronization

/// The event loop of a pool, with the connections that its runs share.
///
/// The executor and the runs are used on the loop only.
final class PoolLoop: ProgramHost {
    private let group: MultiThreadedEventLoopGroup
    let eventLoop: any EventLoop
    private let platform: PoolPlatform
    private let options: PoolOptions
    /// The executor over whose connections all runs go; nil before the first run and after the end.
    private let shared: NIOLoopBoundBox<Executor?>
    private let life = Mutex(Life.open(runs: [:], last: 0))

    private enum Life {
        case open(runs: [Int: PoolCancellation], last: Int)
        /// No run begins any more. The continuations wait for the end of the last one.
        case closing(runs: [Int: PoolCancellation], [CheckedContinuation<Void, Never>])
        case closed(Task<Void, Never>)
    }

    init(_ platform: PoolPlatform, _ options: PoolOptions) throws(LoopProblem) {
        try LoopDescriptors.toRunAndClose.check()
        (self.platform, self.options) = (platform, options)
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        eventLoop = group.next()
        shared = .makeEmptyBox(valueType: Executor.self, eventLoop: eventLoop)
    }

    /// A pool that nobody closed closes itself; no run can be in progress.
    deinit {
        let (eventLoop, group, shared) = (eventLoop, group, shared)
        if case .closed = life.withLock({ $0 }) { return }
        eventLoop.execute {
            shared.value?.close()
            shared.value = nil
            group.shutdownGracefully { _ in }
        }
    }

    // MARK: Running

    func run(_ make: @escaping @Sendable (ProgramRun.DriverPart) -> ProgramRun) async -> RunResult {
        await run(PoolOrder(make)).result
    }

    func makeSession() -> any HostSession { PoolSession(self) }

    /// Performs a run to its end. If the surrounding task is cancelled, it ends the run.
    func run(_ order: PoolOrder) async -> PoolEnding {
        let cancellation = PoolCancellation()
        guard let number = begin(cancellation) else { return PoolEnding(order.refused([Self.closed])) }
        defer { end(number) }
        let journal: JournalOrder.Opened?
        do throws(JournalOrder.Refused) {
            journal = try order.journal?.open(on: eventLoop, platform: platform.profile.nameInJournal)
        } catch {
            return PoolEnding(order.refused(error.problems))
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                eventLoop.execute { [self] in
                    start(order, journal, cancellation) { continuation.resume(returning: $0) }
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
    }

    private func start(
        _ order: PoolOrder, _ journal: JournalOrder.Opened?, _ cancellation: PoolCancellation,
        completion: @escaping (PoolEnding) -> Void
    ) {
        let shared = shared.value ?? Executor(configuration: options.configuration(platform), eventLoop: eventLoop)
        self.shared.value = shared
        OrderedRun(order, over: shared, journal: journal, cancellation).start { ending in
            cancellation.end()
            completion(ending)
        }
    }

    // MARK: Life

    private static let closed = Diagnostic(.poolClosed, message: "the pool is closed", at: nil)

    /// Performs work on the loop, unless it is closed.
    func perform(_ work: @escaping @Sendable () -> Void) {
        life.withLock { life in
            if case .closed = life { return }
            eventLoop.execute(work)
        }
    }

    /// Counts a run; nil if the pool is closed or closing.
    private func begin(_ cancellation: PoolCancellation) -> Int? {
        life.withLock { life in
            guard case .open(var runs, let last) = life else { return nil }
            runs[last + 1] = cancellation
            life = .open(runs: runs, last: last + 1)
            return last + 1
        }
    }

    private func end(_ number: Int) {
        let waiting = life.withLock { life -> [CheckedContinuation<Void, Never>] in
            switch life {
            case .open(var runs, let last):
                runs[number] = nil
                life = .open(runs: runs, last: last)
            case .closing(var runs, let waiting):
                runs[number] = nil
                life = .closing(runs: runs, runs.isEmpty ? [] : waiting)
                if runs.isEmpty { return waiting }
            case .closed: break
            }
            return []
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Ends the runs in progress, waits for them, and closes the connections. A second call waits as well.
    func close() async {
        await withCheckedContinuation { continuation in
            let (runs, isIdle) = life.withLock { life -> ([PoolCancellation], Bool) in
                switch life {
                case .open(let runs, _):
                    life = .closing(runs: runs, runs.isEmpty ? [] : [continuation])
                    return (Array(runs.values), runs.isEmpty)
                case .closing(let runs, let waiting):
                    if !runs.isEmpty { life = .closing(runs: runs, waiting + [continuation]) }
                    return ([], runs.isEmpty)
                case .closed: return ([], true)
                }
            }
            if isIdle { continuation.resume() }
            for run in runs { run.cancel() }
        }
        let shutdown = life.withLock { life in
            if case .closed(let shutdown) = life { return shutdown }
            let shutdown = shutDown()
            life = .closed(shutdown)
            return shutdown
        }
        await shutdown.value
    }

    /// Closes the connections and the loop. Every call of `close` waits for it.
    private func shutDown() -> Task<Void, Never> {
        Task { [eventLoop, group, shared] in
            try? await eventLoop.submit {
                shared.value?.close()
                shared.value = nil
            }.get()
            // It fails only if the loop is closed already.
            try? await group.shutdownGracefully()
        }
    }
}

extension PoolLoop: CustomReflectable {
    /// A mirror without children: `dump` of a pool, a library or a program would show the credentials.
    var customMirror: Mirror { Mirror(self, children: []) }
}
