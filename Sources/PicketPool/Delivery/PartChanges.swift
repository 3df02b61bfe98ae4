import PicketRuntime

/// What the parts of an `ensure` changed.
struct PartChanges {
    /// The parts that are known to have done something.
    private var done: [Tally.Change] = []
    /// The parts whose answers do not tell what they did.
    private var open: [Tally.Change] = []

    /// Whether no part is known to have done anything.
    var areNone: Bool { done.isEmpty }

    /// Records the end of a part.
    mutating func note(_ part: PlatformCommand, _ response: borrowing Response, _ outcome: Notice.Outcome?) {
        switch outcome {
        case .isAsMeant: open.append(.asMeant)
        case .isUnknown: open.append(.overtaken)
        case .wasSentAgain, nil:
            if let change = part.change(response, nil, isGood: true) { done.append(change) }
        }
    }

    /// Returns what is counted beside the change of the whole command.
    ///
    /// - Parameter change: That change; nil if the command ended without one.
    func beside(_ change: String?) -> [Tally.Change] {
        switch change {
        // What was done stays done, whatever a later request met.
        case nil: done
        // The state is known, though not who caused all of it.
        case "created", "updated", "unchanged": open
        default: []
        }
    }
}
