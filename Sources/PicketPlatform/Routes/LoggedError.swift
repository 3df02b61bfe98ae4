/// Logs only the kind of an error, because its text may quote what a client sent.
enum LoggedError {
    static func kind(of error: any Error) -> String {
        if let failure = error as? SQLiteFailure { return failure.kind }
        return "\(type(of: error))"
    }
}
