import PicketSystem

extension EmbeddedPlatform {
    /// Calls back from another thread if the platform ends before it is stopped, with a message about it.
    func watch(_ onEnd: @escaping @Sendable (String) -> Void) {
        SystemThread.detach { [self] in
            // `stop()` reaps the process later.
            guard process.waitForEnd(), !isBeingStopped else { return }
            onEnd("the local platform has ended: its requests fail until a new session")
        }
    }
}
