import Synchronization

/// Asks a run, from any thread, to let its host look around as soon as it can.
///
/// It does not say why: the host finds out when the machine yields. Whoever raises it first leaves the reason where the
/// host looks (a cancelled task, a job for the event loop).
package final class InterruptionFlag: Sendable {
    private let isSet = Atomic<Bool>(false)

    package init() {}

    package func raise() { isSet.store(true, ordering: .releasing) }

    @inline(__always)
    package var isRaised: Bool { isSet.load(ordering: .relaxed) }

    /// The host is about to look: what was left for it before the flag was raised can be seen from here on.
    func lower() { _ = isSet.exchange(false, ordering: .acquiring) }
}
