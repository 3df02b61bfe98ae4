/// A platform as one place, whichever names and users a run reaches it by.
///
/// The sessions of one executor share it if their endpoints are equal. Then a run's own writes, its doubts and its counts
/// are those of one platform.
final class PlatformPlace {
    /// The states in which the run's own writes left connections.
    let ownWrites: OwnWrites
    /// The endpoint's URL.
    let url: String

    init(_ ownWrites: OwnWrites, url: String) {
        self.ownWrites = ownWrites
        self.url = url
    }
}

@available(*, unavailable)
extension PlatformPlace: Sendable {}
