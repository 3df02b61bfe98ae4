import PicketSyntax

/// The failures that are recorded while the run goes on.
extension Machine {
    /// Records a failure, unless the run has recorded as many as it may.
    func record(_ failure: Failure) {
        switch count(.failure) {
        case .passes:
            let failure = kept(failure)
            events.append(.recorded(failure))
            recorded.append(failure)
        case .exceeds(let name): endByLimit(name)
        case .isDropped: break
        }
    }

    /// Returns a failure as the run keeps it until its end. It counts as memory of the run.
    func kept(_ failure: Failure) -> Failure {
        let failure = failure.shortened
        let bytes = failure.storedBytes
        heap.recordedBytes += bytes
        heap.state.pointee.bytes += bytes
        return failure
    }

    /// Forgets the failures of the text before.
    func forgetRecorded() {
        recorded = []
        heap.state.pointee.bytes -= heap.recordedBytes
        heap.recordedBytes = 0
    }

    /// Ends the run soon, because more has left it than may.
    func endByLimit(_ name: Failure.Limit.Name) {
        interrupt(outletLimit(name))
        yieldsNext = true
    }
}
