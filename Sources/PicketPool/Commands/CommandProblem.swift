/// Why a command can not become a request: one phrase, lower case, no secret in it.
struct CommandProblem: Error, Hashable {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
