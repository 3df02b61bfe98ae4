package import NIOCore
import NIOPosix

/// An event loop on a thread of its own, for a host whose thread waits for a person.
package final class LoopThread: Sendable {
    package let eventLoop: any EventLoop
    private let group: MultiThreadedEventLoopGroup

    package init() throws(LoopProblem) {
        try LoopDescriptors.toRunAndClose.check()
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        eventLoop = group.next()
    }

    /// Runs `body` on the loop and waits for its result; never call it on the loop.
    package func perform<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) throws -> Result {
        try eventLoop.submit(body).wait()
    }

    /// Ends the thread; the loop is of no more use.
    package func close() {
        // It fails only on a loop of the group itself, where this must not be called.
        try? group.syncShutdownGracefully()
    }
}
