import PicketSystem

extension EmbeddedPlatform {
    /// Calls back, from a thread of its own, if the platform ends before it is stopped: with a sentence that says so.
    func watch(_ onEnd: @escaping @Sendable (String) -> Void) {
        SystemThread.detach { [self] in
            // The process is left to be collected by whoever stops the platform.
            guard process.waitForEnd(), !isBeingStopped else { return }
            onEnd("the local platform has ended: its requests fail until a new session")
        }
    }
}
