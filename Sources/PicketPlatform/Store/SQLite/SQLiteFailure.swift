import CSQLite

/// An error of SQLite, with its text.
struct SQLiteFailure: Error, Equatable, CustomStringConvertible {
    /// The extended result code (https://www.sqlite.org/rescode.html).
    let code: Int32
    let message: String

    /// Takes the last error of a connection; the meaning of the code if there is no connection.
    init(_ code: Int32, of handle: OpaquePointer?) {
        self.code = handle.map(sqlite3_extended_errcode) ?? code
        self.message = String(cString: handle.flatMap(sqlite3_errmsg) ?? sqlite3_errstr(code))
    }

    /// The failure of every use of a closed connection.
    static let closed = SQLiteFailure(SQLITE_MISUSE, of: nil)

    /// Whether another connection has locked the database.
    var isBusy: Bool { code & 0xFF == SQLITE_BUSY }

    /// The code and its general meaning, which quotes nothing.
    var kind: String { "SQLite, \(code) (\(String(cString: sqlite3_errstr(code))))" }

    var description: String { "\(message) (SQLite's error \(code))" }
}
