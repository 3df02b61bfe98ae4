import PicketSyntax

/// What a script did with answers that nobody knows: those to requests that were only planned.
package struct UnknownAnswers: Sendable {
    /// How many expectations of them were passed over.
    package private(set) var passedOver = 0
    /// How often the script went by them elsewhere.
    package var reads: Int { earlierReads + latestReads }
    private var earlierReads = 0
    /// Since the latest expectation.
    private var latestReads = 0
    /// Where the latest of these was.
    private(set) var latest: SourceLocation?

    package init() {}

    mutating func noteRead(at place: SourceLocation) {
        latestReads += 1
        latest = place
    }

    /// An expectation was looked at.
    mutating func noteExpectation(isPassedOver: Bool) {
        if isPassedOver { passedOver += 1 } else { earlierReads += latestReads }
        (latestReads, latest) = (0, nil)
    }

    /// Adds what an iteration did.
    package mutating func add(_ other: UnknownAnswers) {
        passedOver += other.passedOver
        earlierReads += other.reads
    }
}

extension Machine {
    /// A part of an answer that nobody knows: in an expectation neither it nor its opposite holds.
    @inline(never)
    func unknownPart(isSoft: Bool) -> Cell {
        unknowns.noteRead(at: currentLocation)
        return isSoft ? .missing : .unknown
    }

    /// Whether an expectation asks about an answer that nobody knows: that neither holds nor breaks one.
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
