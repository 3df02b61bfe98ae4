import Glibc

/// A thread that waits for the system. Computations belong on an event loop.
package struct SystemThread {
    private let thread: pthread_t

    /// Starts a thread; nil if the system has none left.
    package init?(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        // The thread owns a reference to its work, and takes it over when it starts.
        let context = Unmanaged.passRetained(Work(body))
        let status = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
                return nil
            }, context.toOpaque())
        guard status == 0 else {
            context.release()
            return nil
        }
        self.thread = thread
    }

    /// Starts a thread that nobody waits for. It does nothing if the system has no threads left.
    package static func detach(_ body: @escaping @Sendable () -> Void) {
        if let started = SystemThread(body) { pthread_detach(started.thread) }
    }

    /// Waits for the thread's end. Call it only once.
    package func join() { pthread_join(thread, nil) }

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
