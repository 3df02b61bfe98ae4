import PicketSyntax

/// How a script used unknown answers: those to requests that were only planned.
package struct UnknownAnswers: Sendable {
    /// The number of skipped expectations about them.
    package private(set) var passedOver = 0
    /// The number of other uses.
    package var reads: Int { earlierReads + latestReads }
    private var earlierReads = 0
    /// The number since the latest expectation.
    private var latestReads = 0
    /// The location of the latest use.
    private(set) var latest: SourceLocation?

    package init() {}

    mutating func noteRead(at place: SourceLocation) {
        latestReads += 1
        latest = place
    }

    /// Records an evaluated expectation.
    mutating func noteExpectation(isPassedOver: Bool) {
        if isPassedOver { passedOver += 1 } else { earlierReads += latestReads }
        (latestReads, latest) = (0, nil)
    }

    /// Adds the uses of an iteration.
    package mutating func add(_ other: UnknownAnswers) {
        passedOver += other.passedOver
        earlierReads += other.reads
    }
}

extension Machine {
    /// Returns the value of a part of an unknown answer, and records the use. In an expectation neither a comparison with
    /// it nor the opposite holds.
    @inline(never)
    func unknownPart(isSoft: Bool) -> Cell {
        unknowns.noteRead(at: currentLocation)
        return isSoft ? .missing : .unknown
    }

    /// Whether an expectation is about an unknown answer, so that it neither holds nor fails.
    func isOpen(_ site: ExpectationSite, _ left: Cell, _ right: Cell) -> Bool {
        if site.readsResponse, last?.isAssumed ?? false { return true }
        if left.isUnknown { return true }
        switch site.form {
        case .comparison where right.isUnknown, .range where right.isUnknown: return true
        default: break
        }
        guard let place = unknowns.latest else { return false }
        return place.source === currentFunction.source && place.span.start >= site.span.start
            && place.span.end <= site.span.end
    }
}
