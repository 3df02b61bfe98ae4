import CSQLite

/// A connection to an SQLite database, which one thread at a time uses.
struct SQLiteConnection: ~Copyable {
    /// nil if the connection is closed.
    private var handle: OpaquePointer?
    /// The prepared statements, by their text.
    private var statements: [String: SQLiteStatement] = [:]

    /// Opens a database, which is created if it is missing. It never waits for the lock of another connection.
    ///
    /// - Parameter path: A path, or `:memory:`.
    init(path: String) throws(SQLiteFailure) {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
        guard code == SQLITE_OK, let handle else {
            let failure = SQLiteFailure(code, of: handle)
            sqlite3_close_v2(handle)
            throw failure
        }
        self.handle = handle
    }

    deinit { sqlite3_close_v2(handle) }

    /// Releases the file. Later statements fail.
    mutating func close() {
        statements = [:]
        sqlite3_close_v2(handle)
        handle = nil
    }

    /// Runs one statement, which is prepared once.
    mutating func run(_ sql: String, _ values: SQLiteValue...) throws(SQLiteFailure) {
        try statement(sql).run(values) { _ in }
    }

    /// Runs one query, and returns what `read` makes of each row.
    mutating func rows<Value>(
        _ sql: String, _ values: SQLiteValue..., read: (SQLiteRow) -> Value
    ) throws(SQLiteFailure) -> [Value] {
        var result: [Value] = []
        try statement(sql).run(values) { result.append(read($0)) }
        return result
    }

    /// Runs several statements that have no parameters.
    func runAll(_ sql: String) throws(SQLiteFailure) {
        guard let handle else { throw .closed }
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteFailure(code, of: handle) }
    }

    /// Runs `body` in one transaction, which keeps other writers out from its begin. If something fails, nothing of it
    /// remains.
    mutating func transaction<Result>(
        _ body: (inout SQLiteConnection) throws -> Result
    ) throws -> Result {
        try run("BEGIN IMMEDIATE")
        do {
            let result = try body(&self)
            try run("COMMIT")
            return result
        } catch {
            // SQLite has already rolled back after some errors, such as a full disk.
            if let handle, sqlite3_get_autocommit(handle) == 0 { try? run("ROLLBACK") }
            throw error
        }
    }

    private mutating func statement(_ sql: String) throws(SQLiteFailure) -> SQLiteStatement {
        if let known = statements[sql] { return known }
        guard let handle else { throw .closed }
        let statement = try SQLiteStatement(sql, connection: handle)
        statements[sql] = statement
        return statement
    }
}
