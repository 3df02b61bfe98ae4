import PicketRuntime

/// Why a journal can not be used: one phrase for people.
package struct JournalProblem: Error, Sendable, Hashable {
    package let message: String
    /// What the command that met it ends with. Nothing in a script catches that.
    let failureReason: Response.FailureReason

    init(_ message: String, _ failureReason: Response.FailureReason = .journal) {
        self.message = message
        self.failureReason = failureReason
    }

    /// The response of a command that it keeps from being sent.
    var response: Response { .failure(message, failureReason) }
}
