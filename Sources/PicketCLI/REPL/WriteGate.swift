import PicketHTTP
import PicketPool
import PicketRuntime

/// Allows or refuses the writes of a line or a job. It belongs to the loop.
final class WriteGate {
    /// A person's answer to a question.
    enum Answer: Sendable {
        case yes, no
        /// Yes, for this write and the rest of the line on the same platform.
        case all
        /// Nobody is asked, because a signal ends the session.
        case nobody
    }

    /// Who answers for the writes to protected platforms.
    enum Keeper: Sendable {
        case person
        /// A person who was asked before a job started, about the platform that it starts on.
        case earlier(HTTPEndpoint)
        /// Nobody can be asked. The text says why, in one phrase.
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
    /// The platforms for which a person has allowed all writes.
    private var allowed: [Protection.Place] = []
    /// Whether a question about the first waiting write is being shown.
    private var isAsking = false
    /// How many writes were allowed.
    private(set) var grantedCount = 0
    /// Whether a person said no, or nobody could be asked any more.
    private(set) var isRefused = false
    /// Shows a question to the person. `answer` must be called for each.
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
        guard protection.covers(write), !isAllowed(write) else {
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

    /// How many writes wait for an answer.
    var waitingCount: Int { waiting.count { $0.isWanted() } }

    /// Handles the answer to the current question.
    func answer(_ answer: Answer) {
        guard isAsking, !waiting.isEmpty else { return }
        isAsking = false
        switch answer {
        case .yes:
            grant(waiting.removeFirst())
            askNext()
        case .all:
            allowed.append(protection.place(of: waiting[0].write))
            let all = waiting.filter { isAllowed($0.write) }
            waiting.removeAll { isAllowed($0.write) }
            for one in all { grant(one) }
            askNext()
        case .no:
            // The run ends first, so that the script cannot catch the refusal and continue.
            refuse("you said no", after: onRefusal)
        // The signal has stopped the run already, and this refusal may be one of its deferred blocks.
        case .nobody: refuse("the session ends, so nobody is asked")
        }
    }

    /// - Parameter prepare: Runs before the commands know. Their deferred blocks may ask anew in it.
    private func refuse(_ reason: String, after prepare: () -> Void = {}) {
        isRefused = true
        let all = waiting
        waiting = []
        prepare()
        for one in all { one.completion(.refused(reason)) }
    }

    private func isAllowed(_ write: PendingWrite) -> Bool { allowed.contains(protection.place(of: write)) }

    private func grant(_ one: Waiting) {
        if one.isWanted() { grantedCount += 1 }
        one.completion(.granted)
    }

    /// Shows the next question, and skips commands that were cancelled meanwhile.
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

/// A step of a run that the session's thread must handle.
enum RunStep: Sendable {
    case ended(Outcome)
    case asks(PendingWrite)
    /// An answer is longer than the screen. The output that follows waits for the end of the pager.
    case pages(Shown<String>)
    case needsPassword(WantedPassword)
}
