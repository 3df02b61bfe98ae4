import NIOCore
import PicketRuntime

/// What a delivery knows of a write whose answer does not tell its effect.
extension Delivery {
    /// The decision about a write whose answer alone does not tell its effect.
    ///
    /// A class, because most deliveries have none, and actions are moved often.
    final class Conclusion {
        let outcome: Notice.Outcome
        let note: String

        init(outcome: Notice.Outcome, note: String) { (self.outcome, self.note) = (outcome, note) }
    }

    /// A write whose effect is unknown.
    struct Doubt {
        /// The latest answer that proved nothing.
        var lost: Response
        /// When the doubt began.
        let since: NIODeadline
        /// When the write was last sent.
        var sentAt: NIODeadline
        /// Whether that sending may still be at work, so that the write must not be sent again yet.
        var mayBeAtWork: Bool
        /// Whether that sending got no answer of the platform's own. It may still take effect, even after a reset.
        var wasLost = false
        /// Whether an answer came and is the shown one. Then the connection is read once, and nothing is sent again.
        var isAnswered = false
        /// The 409 answer to an `add` that was sent again. It proves that a connection of this name exists, even if a
        /// read does not show it.
        var conflict: Response?
        var readings = 0
        /// Whether a read has shown that the write had not taken effect by then.
        var wasOtherwise = false
        /// Whether a read has got a new token in place of one that the platform had never accepted.
        var hasDoubtedToken = false
        /// The request of an earlier run; nil for a write of this run.
        var earlier: EarlierSending?
        /// The pause before the write may be sent again.
        var pause = ResendingPause()
    }
}
