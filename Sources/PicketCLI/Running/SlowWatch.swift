import NIOCore

/// Says that a test still runs, each time when a period has passed.
final class SlowWatch {
    private let period: TimeAmount?
    private let eventLoop: any EventLoop
    private var task: RepeatedTask?

    /// - Parameter period: nil to say nothing.
    init(_ period: TimeAmount?, on eventLoop: any EventLoop) {
        self.period = period
        self.eventLoop = eventLoop
    }

    /// A test begins.
    ///
    /// - Parameter notice: Gets the nanoseconds since then.
    func begin(_ notice: @escaping (Int64) -> Void) {
        guard let period else { return }
        end()
        let start = NIODeadline.now()
        let notice = NIOLoopBound(notice, eventLoop: eventLoop)
        task = eventLoop.scheduleRepeatedTask(initialDelay: period, delay: period) { _ in
            // The name of the period says more than the moment at which the loop had time.
            let passed = (NIODeadline.now() - start).nanoseconds
            notice.value(passed - passed % max(1, period.nanoseconds))
        }
    }

    /// The test has ended.
    func end() {
        task?.cancel()
        task = nil
    }
}
