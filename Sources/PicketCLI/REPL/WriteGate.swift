import PicketHTTP
import PicketPool
import PicketRuntime

/// Lets the writes of a line or of a job through, or not. It belongs to the loop.
final class WriteGate {
    /// What a person says to a question.
    enum Answer: Sendable {
        case yes, no
        /// Yes, and to the rest of the line.
        case all
    }

    /// Who answers for writes on protected platforms.
    enum Keeper: Sendable {
        case person
        /// A person who was asked before a job began, about the platform that it begins on.
        case earlier(HTTPEndpoint)
        /// Why there is nobody to ask: one phrase.
        case nobody(String)
    }

    private struct Waiting {
        let write: PendingWrite
        let isWanted: () -> Bool
        let completion: (WriteAnswer) -> Void
    }

    private let protection: Protection
    private let keeper: Keeper
    private var waiting: [Waiting] = []
    private var allowsAll = false
    /// Whether the first of those that wait is before the person.
    private var isAsking = false
    /// How many writes were let through.
    private(set) var grantedCount = 0
    /// Whether a person said no.
    private(set) var isRefused = false
    /// Brings a question to the person; `answer` must be called for each.
    var onQuestion: (PendingWrite) -> Void = { _ in }
    /// Ends the run after a no.
    var onRefusal: () -> Void = {}

    init(_ protection: Protection, keeper: Keeper) {
        self.protection = protection
        self.keeper = keeper
    }

    func ask(
        _ write: PendingWrite, isWanted: @escaping () -> Bool, completion: @escaping (WriteAnswer) -> Void
    ) {
        guard protection.covers(write), !allowsAll else {
            grantedCount += 1
            return completion(.granted)
        }
        switch keeper {
        case .nobody(let reason): completion(.refused(reason))
        case .earlier(let endpoint):
            guard endpoint == write.endpoint else { return completion(.refused(Self.notForeseen)) }
            grantedCount += 1
            completion(.granted)
        case .person:
            waiting.append(Waiting(write: write, isWanted: isWanted, completion: completion))
            askNext()
        }
    }

    static let notForeseen =
        "it is protected, and a job cannot ask: choose the platform with `use` before `:job`"

    /// The answer to the question at hand.
    func answer(_ answer: Answer) {
        guard isAsking, !waiting.isEmpty else { return }
        isAsking = false
        switch answer {
        case .yes:
            grant(waiting.removeFirst())
            askNext()
        case .all:
            allowsAll = true
            let all = waiting
            waiting = []
            for one in all { grant(one) }
        case .no:
            isRefused = true
            let all = waiting
            waiting = []
            // The run ends first, so that nothing in it may catch the refusal and go on.
            onRefusal()
            for one in all { one.completion(.refused("you said no")) }
        }
    }

    private func grant(_ one: Waiting) {
        if one.isWanted() { grantedCount += 1 }
        one.completion(.granted)
    }

    /// A command that was given up meanwhile is not asked for.
    private func askNext() {
        guard !isAsking else { return }
        waiting.removeAll { !$0.isWanted() }
        guard let next = waiting.first else { return }
        isAsking = true
        onQuestion(next.write)
    }
}

@available(*, unavailable)
extension WriteGate: Sendable {}

/// What the session's thread hears of a run that goes on on the loop.
enum RunStep: Sendable {
    case ended(Outcome)
    case asks(PendingWrite)
}
