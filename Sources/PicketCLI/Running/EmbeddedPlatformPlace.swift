import PicketSystem
import Synchronization

/// The place of a process's embedded platform, which may start later than the process, and again after its end.
final class EmbeddedPlatformPlace: Sendable {
    private struct State {
        var platform: EmbeddedPlatform?
        /// Is called with a message if a platform ends before it is stopped; nil for nobody.
        var onEnd: (@Sendable (String) -> Void)?
    }

    private let state = Mutex(State())

    /// The platform; nil before its start and after its end.
    var platform: EmbeddedPlatform? { state.withLock { $0.platform } }

    func put(_ platform: EmbeddedPlatform) {
        let isWatched = state.withLock { state in
            state.platform = platform
            return state.onEnd != nil
        }
        if isWatched { watch(platform) }
    }

    /// Returns the platform for its caller to stop; nil if there is none.
    func take() -> EmbeddedPlatform? {
        state.withLock { state in
            defer { state.platform = nil }
            return state.platform
        }
    }

    /// Calls back from another thread if the present platform or a later one ends before it is stopped.
    func watch(_ onEnd: @escaping @Sendable (String) -> Void) {
        let platform = state.withLock { state in
            state.onEnd = onEnd
            return state.platform
        }
        if let platform { watch(platform) }
    }

    private func watch(_ platform: EmbeddedPlatform) {
        SystemThread.detach { [self] in
            guard platform.process.waitForEnd() else { return }
            // A platform that is no more here was taken to be stopped.
            let onEnd = state.withLock { state -> (@Sendable (String) -> Void)? in
                guard state.platform === platform else { return nil }
                state.platform = nil
                return state.onEnd
            }
            guard let onEnd else { return }
            platform.stop()
            onEnd("the local platform has ended: `use local` starts another one")
        }
    }
}
