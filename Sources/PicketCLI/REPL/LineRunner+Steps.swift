import NIOCore

extension LineRunner {
    /// The steps of a run, stored until the session's thread reads them.
    final class RunSteps {
        private var waiting: [RunStep] = []
        private var listener: EventLoopPromise<RunStep>?

        func post(_ step: RunStep) {
            guard let listener else { return waiting.append(step) }
            self.listener = nil
            listener.succeed(step)
        }

        func next(on eventLoop: any EventLoop) -> EventLoopFuture<RunStep> {
            guard waiting.isEmpty else { return eventLoop.makeSucceededFuture(waiting.removeFirst()) }
            let promise = eventLoop.makePromise(of: RunStep.self)
            listener = promise
            return promise.futureResult
        }
    }
}
