/// Why a command cannot become a request: one phrase in lower case, without secrets.
struct CommandProblem: Error, Hashable {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
