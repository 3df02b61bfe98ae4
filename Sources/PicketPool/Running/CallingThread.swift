package import NIOCore
import NIOPosix

/// Runs an event loop on the calling thread, so that a run starts no other thread for it.
package enum CallingThread {
    /// Runs a loop until `finish` is called, and returns the value passed to it; nil if the loop ended otherwise.
    ///
    ///     let status = try CallingThread.run { loop, finish in … run.start { outcome in finish(outcome.exitStatus) } }
    package static func run<Result>(
        _ body: @escaping (_ eventLoop: any EventLoop, _ finish: @escaping (Result) -> Void) -> Void
    ) throws(LoopProblem) -> Result? {
        try LoopDescriptors.toRunAndClose.check()
        var result: Result?
        MultiThreadedEventLoopGroup.withCurrentThreadAsEventLoop { eventLoop in
            body(eventLoop) { value in
                guard result == nil else { return }
                result = value
                eventLoop.shutdownGracefully { _ in }
            }
        }
        return result
    }

    /// Runs a loop for the rest of the program's life. What `body` starts must end the process.
    ///
    /// Closing a loop starts two threads of the dispatch library, which takes longer than a short run.
    package static func serve(
        _ body: @escaping (_ eventLoop: any EventLoop) -> Void
    ) throws(LoopProblem) -> Never {
        try LoopDescriptors.toRun.check()
        MultiThreadedEventLoopGroup.withCurrentThreadAsEventLoop(body)
        preconditionFailure("nothing closes the loop")
    }
}
