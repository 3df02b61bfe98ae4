#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension EmbeddedPlatform {
    /// Calls back, from a thread of its own, if the platform ends before it is stopped: with a sentence that says so.
    func watch(_ onEnd: @escaping @Sendable (String) -> Void) {
        let watch = PlatformWatch(platform: self, onEnd: onEnd)
        var thread = pthread_t()
        let context = Unmanaged.passRetained(watch)
        let status = pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<PlatformWatch>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, context.toOpaque())
        if status == 0 { pthread_detach(thread) } else { context.release() }
    }
}

/// Waits for the end of a platform.
private final class PlatformWatch: Sendable {
    let platform: EmbeddedPlatform
    let onEnd: @Sendable (String) -> Void

    init(platform: EmbeddedPlatform, onEnd: @escaping @Sendable (String) -> Void) {
        self.platform = platform
        self.onEnd = onEnd
    }

    /// The process is left to be collected by whoever stops the platform.
    func run() {
        var information = siginfo_t()
        while waitid(P_PID, id_t(platform.process), &information, WEXITED | WNOWAIT) != 0 {
            guard errno == EINTR else { return }
        }
        if !platform.isBeingStopped { onEnd("the local platform has ended: its requests fail until a new session") }
    }
}
