import PicketRuntime

/// The platform that a run uses from its beginning, even if `use` in another run names a different one.
package struct PlatformPin {
    let session: PlatformSession?
}

@available(*, unavailable)
extension PlatformPin: Sendable {}

extension Executor {
    /// The platform that the next run would begin with.
    package var pin: PlatformPin { PlatformPin(session: current) }

    /// Returns the context of a strand whose run is pinned. Its own `use` changes nothing outside the run.
    func context(of strand: Strand, pinnedTo pin: PlatformPin) -> StrandContext {
        var root = strand
        while let parent = root.parent { root = parent }
        // Each has a number of its own, which names its steps in a journal.
        if root.context == nil {
            forgetRefusals()
            root.context = StrandContext(platform: pin.session, run: nextRun(), isRoot: false)
        }
        return context(of: strand)
    }
}
