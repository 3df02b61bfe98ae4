import Synchronization

/// The place of a process's embedded platform, which may start later than the process.
final class EmbeddedPlatformPlace: Sendable {
    private let content = Mutex<EmbeddedPlatform?>(nil)

    /// The platform; nil before its start.
    var platform: EmbeddedPlatform? {
        get { content.withLock { $0 } }
        set { content.withLock { $0 = newValue } }
    }
}
