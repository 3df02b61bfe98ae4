import PicketRuntime

/// Why a journal cannot be used: one phrase for people.
package struct JournalProblem: Error, Sendable, Hashable {
    package let message: String
    /// The failure reason of the affected command. A script cannot catch it.
    let failureReason: Response.FailureReason

    package init(_ message: String) { self.init(message, .journal) }

    init(_ message: String, _ failureReason: Response.FailureReason) {
        self.message = message
        self.failureReason = failureReason
    }

    /// The response of a command that was not sent because of the problem.
    var response: Response { .failure(message, failureReason) }
}
