package import NIOCore

/// Schedules at most one call at a time.
package final class LoopTimer {
    /// When the call is due; nil if none is scheduled.
    package private(set) var time: NIODeadline?
    private var task: Scheduled<Void>?

    package init() {}

    /// Schedules a call, which replaces the previous one.
    package func set(_ time: NIODeadline, on eventLoop: any EventLoop, action: @escaping () -> Void) {
        task?.cancel()
        self.time = time
        task = eventLoop.assumeIsolated().scheduleTask(deadline: time) { [weak self] in
            self?.cancel()
            action()
        }
    }

    package func cancel() {
        task?.cancel()
        task = nil
        time = nil
    }
}

@available(*, unavailable)
extension LoopTimer: Sendable {}
