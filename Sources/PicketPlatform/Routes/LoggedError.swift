import GRDB

/// Logs only the kind of an error, because its text may quote what a client sent.
enum LoggedError {
    static func kind(of error: any Error) -> String {
        if let error = error as? DatabaseError { return "SQLite, \(error.extendedResultCode)" }
        return "\(type(of: error))"
    }
}
