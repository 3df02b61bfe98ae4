package import PicketRuntime
import PicketSyntax

/// The course of `:tour`: which step is next, and whether a text has done it.
package struct Tour {
    /// What a text has brought about.
    package struct Result {
        /// The commands that ended, with the status of the answer; nil for no answer.
        package var answers: [(command: String, status: Int?)] = []
        /// Whether an expectation held.
        package var held = false
        /// Whether something was printed.
        package var printed = false
        /// The command of the prompt that succeeded.
        package var session: SessionCommand.Name?

        /// The number of answers that are kept. No step needs more.
        private static let keptAnswers = 100

        package init() {}

        package mutating func take(_ event: Event) {
            switch event {
            case .commandEnded(let exchange):
                if answers.count == Self.keptAnswers { answers.removeFirst() }
                answers.append((exchange.command, exchange.response.status))
            case .held: held = true
            case .printed, .shown: printed = true
            default: break
            }
        }

        /// Adds what a part of the text has brought about.
        package mutating func add(_ other: Result) {
            answers += other.answers
            held = held || other.held
            printed = printed || other.printed
        }
    }

    /// How a text relates to the current step.
    package enum Verdict {
        /// The step is done. The next one is nil at the end.
        case done(next: TourStep?)
        /// The right command got another status.
        case answeredOtherwise(command: String, status: Int?)
        /// The text was about something else.
        case unrelated
    }

    /// The number of steps.
    package static var count: Int { TourStep.all.count }

    /// The number of the current step, from 1.
    package private(set) var number = 1

    package init() {}

    /// The current step; nil after the last.
    package var step: TourStep? { number <= TourStep.all.count ? TourStep.all[number - 1] : nil }

    /// Goes to the next step without doing the current one.
    package mutating func skip() { number += 1 }

    /// Looks at what a text has brought about, and goes on if the step is done.
    package mutating func take(_ result: Result) -> Verdict {
        guard let step else { return .unrelated }
        if Self.isDone(step.goal, by: result) {
            number += 1
            return .done(next: self.step)
        }
        if case .answer(let command, _, _) = step.goal,
            let other = result.answers.last(where: { $0.command.hasBytes(of: command) })
        {
            return .answeredOtherwise(command: command, status: other.status)
        }
        return .unrelated
    }

    private static func isDone(_ goal: TourStep.Goal, by result: Result) -> Bool {
        switch goal {
        case .answer(let command, let statuses, let count):
            let fitting = result.answers.count { answer in
                answer.command.hasBytes(of: command) && answer.status.map(statuses.contains) == true
            }
            return fitting >= count
        case .held: return result.held
        case .printed: return result.printed
        case .session(let name): return result.session == name
        }
    }
}
