import NIOCore

/// At most one scheduled call.
final class Alarm: Cancellable {
    /// When it goes off; nil while it is not set.
    private(set) var time: NIODeadline?
    private var task: Scheduled<Void>?

    /// Replaces what was set before.
    func set(_ time: NIODeadline, on eventLoop: any EventLoop, action: @escaping () -> Void) {
        task?.cancel()
        self.time = time
        task = eventLoop.assumeIsolated().scheduleTask(deadline: time) { [weak self] in
            self?.cancel()
            action()
        }
    }

    func cancel() {
        task?.cancel()
        task = nil
        time = nil
    }
}

@available(*, unavailable)
extension Alarm: Sendable {}
