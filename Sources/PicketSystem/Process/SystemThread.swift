import Glibc

/// A thread that waits for something of the system. What computes belongs on an event loop.
package struct SystemThread {
    private let thread: pthread_t

    /// Starts a thread; nil when the system has none left.
    package init?(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        // The thread owns a reference to its work, which it takes over as it begins.
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

    /// Starts a thread that nobody waits for; nothing happens when the system has none left.
    package static func detach(_ body: @escaping @Sendable () -> Void) {
        if let started = SystemThread(body) { pthread_detach(started.thread) }
    }

    /// Waits for its end; once.
    package func join() { pthread_join(thread, nil) }

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
