import Synchronization

/// Asks a run, from any thread, to return control to its host soon.
///
/// The flag has no reason. The caller first stores the reason where the host reads it (a cancelled task, a job for the
/// event loop); the host reads it when the machine yields.
package final class InterruptionFlag: Sendable {
    private let isSet = Atomic<Bool>(false)

    package init() {}

    package func raise() { isSet.store(true, ordering: .releasing) }

    @inline(__always)
    package var isRaised: Bool { isSet.load(ordering: .relaxed) }

    /// Call it before the host reads the reason: everything stored before the flag was raised is then visible.
    func lower() { _ = isSet.exchange(false, ordering: .acquiring) }
}
