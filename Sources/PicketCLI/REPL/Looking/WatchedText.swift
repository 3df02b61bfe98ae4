import PicketRuntime
import PicketSyntax
import PicketTerminal
import Synchronization

/// The text that each round of a `:watch` runs: its command, and its condition as an expectation.
struct WatchedText: Sendable {
    let text: String
    let source: SourceFile
    let end: WatchEnd
    /// Where the expectation begins; nil without a condition.
    private let conditionStart: UInt32?

    init(_ command: String, _ end: WatchEnd, name: String) {
        text = end.condition.map { "\(command)\nexpect \($0)" } ?? command
        source = SourceFile(name: name, text: text)
        self.end = end
        conditionStart = end.condition.map { _ in UInt32(command.utf8.count + 1) }
    }

    /// Whether a round ended only because the condition does not hold.
    func isUnmet(_ failure: Failure) -> Bool {
        guard let conditionStart, failure.kind == .expectation, let location = failure.fault.location else {
            return false
        }
        return location.source === source && location.span.start >= conditionStart
    }
}

/// Counts the rounds of a `:watch`.
final class WatchedRounds: Sendable {
    enum Step {
        case again
        /// The last round is done, or the condition holds.
        case reached
        /// The last round is done, and the condition does not hold.
        case givenUp
        /// The round failed in another way, or left by `exit`.
        case failed
    }

    let watched: WatchedText
    private let count = Mutex(0)

    init(_ watched: WatchedText) { self.watched = watched }

    /// Returns what follows a round. A watch continues after an unexpected response that was already shown.
    func next(after outcome: Outcome, _ report: LineReport) -> Step {
        let isLast = count.withLock { count in
            count += 1
            return count == watched.end.rounds
        }
        let hasCondition = watched.end.condition != nil
        switch outcome {
        case .success: return isLast || hasCondition ? .reached : .again
        case .failure(let failure) where watched.isUnmet(failure) || report.hasShown(failure):
            return isLast ? (hasCondition ? .givenUp : .reached) : .again
        case .exit, .failure: return .failed
        }
    }
}
