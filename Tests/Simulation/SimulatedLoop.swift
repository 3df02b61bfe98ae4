import Dispatch
import NIOCore

/// The time of a simulation, which its driver sets.
final class SimulatedClock {
    private(set) var now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    func advance(to time: NIODeadline) { now = max(now, time) }

    /// Milliseconds since 1970 that a simulated program reads: it begins on 2026-01-01.
    var milliseconds: Int64 { 1_767_225_600_000 + Int64(now.uptimeNanoseconds / 1_000_000) }
}

/// An event loop whose time is a simulation's: what is due is done one by one, when the driver says so.
///
/// It is confined to the thread of its simulation, which never hands it to another: that is what `@unchecked` relies on.
final class SimulatedLoop: EventLoop, @unchecked Sendable {
    private struct Entry {
        let time: NIODeadline
        let order: Int
        let action: () -> Void
        let fail: (any Error) -> Void
    }

    private let clock: SimulatedClock
    /// By the order in which they were added.
    private var entries: [Int: Entry] = [:]
    private var count = 0

    init(_ clock: SimulatedClock) { self.clock = clock }

    var now: NIODeadline { clock.now }
    var inEventLoop: Bool { true }

    /// When something is due next; nil for never.
    var nextTime: NIODeadline? { next?.time }

    private var next: Entry? {
        entries.values.min { $0.time == $1.time ? $0.order < $1.order : $0.time < $1.time }
    }

    /// Does what is due next.
    func step() {
        guard let entry = next else { return }
        entries[entry.order] = nil
        clock.advance(to: entry.time)
        entry.action()
    }

    /// Forgets all that is due, as the end of a process does.
    func die() {
        while let entry = entries.values.first {
            entries[entry.order] = nil
            entry.fail(EventLoopError.shutdown)
        }
    }

    @discardableResult
    private func add(
        _ time: NIODeadline, fail: @escaping (any Error) -> Void = { _ in }, _ action: @escaping () -> Void
    ) -> Int {
        count += 1
        entries[count] = Entry(time: max(time, now), order: count, action: action, fail: fail)
        return count
    }

    func execute(_ task: @escaping @Sendable () -> Void) { add(now, task) }

    func scheduleTask<Result>(
        deadline: NIODeadline, _ task: @escaping @Sendable () throws -> Result
    ) -> Scheduled<Result> {
        let promise = makePromise(of: Result.self)
        let action = {
            do {
                promise.assumeIsolated().succeed(try task())
            } catch {
                promise.fail(error)
            }
        }
        let order = add(deadline, fail: { promise.fail($0) }, action)
        return Scheduled(promise: promise, cancellationTask: { self.entries[order] = nil })
    }

    func scheduleTask<Result>(
        in delay: TimeAmount, _ task: @escaping @Sendable () throws -> Result
    ) -> Scheduled<Result> {
        scheduleTask(deadline: now + delay, task)
    }

    func preconditionInEventLoop(file: StaticString, line: UInt) {}
    func preconditionNotInEventLoop(file: StaticString, line: UInt) {}

    func shutdownGracefully(queue: DispatchQueue, _ callback: @escaping @Sendable ((any Error)?) -> Void) {
        queue.async { callback(nil) }
    }
}
