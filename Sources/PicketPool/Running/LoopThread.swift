package import NIOCore
import NIOPosix

/// An event loop on its own thread, for a host whose thread waits for a person.
package final class LoopThread: Sendable {
    package let eventLoop: any EventLoop
    private let group: MultiThreadedEventLoopGroup

    package init() throws(LoopProblem) {
        try LoopDescriptors.toRunAndClose.check()
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        eventLoop = group.next()
    }

    /// Runs `body` on the loop and waits for its result. Never call it on the loop.
    package func perform<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) throws -> Result {
        try eventLoop.submit(body).wait()
    }

    /// Ends the thread. The loop cannot be used afterwards.
    package func close() {
        // It fails only on a loop of the group itself, where this function must not be called.
        try? group.syncShutdownGracefully()
    }
}
