import PicketPool

/// Asks a person for the passwords that one line needs. It belongs to the loop.
final class PasswordGate {
    private var waiting: [(wanted: WantedPassword, completion: (PasswordAnswer) -> Void)] = []
    /// Whether the person gave no password.
    private(set) var isRefused = false
    /// Shows a question to the person. `answer` must be called for each.
    private let onQuestion: (WantedPassword) -> Void
    /// Ends the run if there is no answer.
    private let onRefusal: () -> Void

    init(onQuestion: @escaping (WantedPassword) -> Void, onRefusal: @escaping () -> Void) {
        self.onQuestion = onQuestion
        self.onRefusal = onRefusal
    }

    func ask(_ wanted: WantedPassword, completion: @escaping (PasswordAnswer) -> Void) {
        waiting.append((wanted, completion))
        if waiting.count == 1 { onQuestion(wanted) }
    }

    /// Handles the answer to the current question; nil for no answer.
    func answer(_ password: String?) {
        guard let first = waiting.first else { return }
        guard let password else {
            isRefused = true
            let all = waiting
            waiting = []
            // The run ends first, so that the script cannot catch the refusal and continue.
            onRefusal()
            for one in all { one.completion(.refused("there is no password for `\(one.wanted.user)`")) }
            return
        }
        waiting.removeFirst()
        first.completion(.given(password))
        if let next = waiting.first { onQuestion(next.wanted) }
    }
}

@available(*, unavailable)
extension PasswordGate: Sendable {}
