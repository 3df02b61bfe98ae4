import Picket
package import PicketRuntime
import PicketSyntax

/// The course of `:tour`: which step is next, and whether a text has done it.
package struct Tour {
    /// The answer to a command.
    package struct Answer {
        package var command: String
        /// The connection that the command was about; nil if that is not known.
        package var name: String?
        /// nil for no answer.
        package var status: Int?

        package init(_ command: String, _ name: String? = nil, _ status: Int?) {
            (self.command, self.name, self.status) = (command, name, status)
        }

        init(_ exchange: Exchange) {
            self.init(exchange.command, Self.name(in: exchange.response.request), exchange.response.status)
        }

        /// Returns the end of a request's path, if nothing in it is encoded.
        private static func name(in request: String) -> String? {
            let name = request.utf8.reversed().prefix { $0 != UInt8(ascii: "/") }.reversed()
            let isPlain = name.allSatisfy { byte in
                switch byte | 0x20 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: "-_.".utf8.contains(byte)
                }
            }
            return isPlain && !name.isEmpty ? String(decoding: Array(name), as: UTF8.self) : nil
        }
    }

    /// What a text has brought about.
    package struct Result {
        /// The commands that ended.
        package var answers: [Answer] = []
        /// Whether an expectation held.
        package var held = false
        /// Whether something was printed.
        package var printed = false
        /// The command of the prompt.
        package var session: SessionCommand.Name?
        /// Whether an error was shown, or a command of the prompt did not do its work.
        package var isUndone = false

        /// The number of answers that are kept. No step needs more.
        private static let keptAnswers = 100

        package init() {}

        package mutating func take(_ event: Event) {
            switch event {
            case .commandEnded(let exchange):
                if answers.count == Self.keptAnswers { answers.removeFirst() }
                answers.append(Answer(exchange))
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
        /// The text was to do the step, and lacks something.
        case notDone(TourLack)
        /// The offered text is another one now.
        case changed
        /// The text was about something else.
        case unrelated
    }

    /// The number of steps.
    package static let count = 10

    /// The number of the current step, from 1.
    package private(set) var number = 1
    package private(set) var names: TourNames
    private let showsOffers: Bool
    /// The status of the latest answer; nil for none.
    private var lastStatus: Int?

    /// - Parameter showsOffers: Whether a person sees the offered text.
    package init(_ names: TourNames = TourNames(), showsOffers: Bool = true) {
        self.names = names
        self.showsOffers = showsOffers
    }

    /// The current step; nil after the last.
    package var step: TourStep? {
        let steps = TourStep.all(names, showsOffers: showsOffers)
        return number <= steps.count ? steps[number - 1] : nil
    }

    /// Whether the step is about an answer that is not the latest one any more.
    package var needsAnswer: Bool { step?.neededStatus.map { $0 != lastStatus } ?? false }

    /// The text that does the step, or that asks for the answer that it is about.
    package var offer: String? { needsAnswer ? "show \(SourceForm.argument(names.missing))" : step?.example }

    /// Goes to the next step without doing the current one.
    package mutating func skip() { number += 1 }

    /// Looks at what a text has brought about, and goes on if the step is done.
    package mutating func take(_ result: Result) -> Verdict {
        guard let step else { return .unrelated }
        let neededAnswer = needsAnswer
        if let last = result.answers.last { lastStatus = last.status }
        if Self.isDone(step.goal, by: result) {
            learnName(step.goal, result)
            number += 1
            return .done(next: self.step)
        }
        if needsAnswer != neededAnswer { return .changed }
        return lack(step.goal, result).map(Verdict.notDone) ?? .unrelated
    }

    /// Takes the name that a person has chosen, for the steps that follow.
    private mutating func learnName(_ goal: TourStep.Goal, _ result: Result) {
        guard case .answer(let command, let statuses, _) = goal,
            let name = Self.answers(to: command, statuses, in: result).last?.name
        else { return }
        if command.hasBytes(of: "add") { names.added = name }
        if statuses.contains(404) { names.missing = name }
    }

    /// Returns what a text lacks that was to do the step; nil for another text.
    private mutating func lack(_ goal: TourStep.Goal, _ result: Result) -> TourLack? {
        switch goal {
        case .answer(let command, let statuses, let count):
            guard let other = result.answers.last(where: { $0.command.hasBytes(of: command) }) else { return nil }
            let isThere = other.status == 409 || statuses.contains(404) && other.status == 200
            if isThere, let name = other.name {
                names.avoid(name)
                return .newName(name)
            }
            return .answer(command: command, status: other.status, needed: statuses.sorted(), count: count)
        case .held: return result.isUndone ? .expectation : nil
        case .printed: return result.isUndone ? .output : nil
        case .session(let name): return result.session == name ? .command(name) : nil
        }
    }

    private static func isDone(_ goal: TourStep.Goal, by result: Result) -> Bool {
        switch goal {
        case .answer(let command, let statuses, let count):
            return answers(to: command, statuses, in: result).count >= count
        case .held: return result.held
        case .printed: return result.printed
        case .session(let name): return result.session == name && !result.isUndone
        }
    }

    private static func answers(to command: String, _ statuses: Set<Int>, in result: Result) -> [Answer] {
        result.answers.filter { answer in
            answer.command.hasBytes(of: command) && answer.status.map(statuses.contains) == true
        }
    }
}
