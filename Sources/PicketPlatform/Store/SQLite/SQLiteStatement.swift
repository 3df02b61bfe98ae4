import CSQLite

/// A value of a statement's parameter.
enum SQLiteValue: Sendable {
    case integer(Int)
    case text(String)
    case bytes([UInt8])
}

/// A prepared statement. It belongs to its connection, and one thread at a time uses it.
final class SQLiteStatement {
    private let handle: OpaquePointer

    /// - Parameter connection: An open connection, which is closed with `sqlite3_close_v2` and so outlives the statement.
    init(_ sql: String, connection: OpaquePointer) throws(SQLiteFailure) {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(
            connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw SQLiteFailure(code, of: connection) }
        handle = statement
    }

    deinit { sqlite3_finalize(handle) }

    /// Runs the statement to its end, and calls `read` for each row of its result.
    func run(_ values: [SQLiteValue], _ read: (SQLiteRow) -> Void) throws(SQLiteFailure) {
        // Without a reset the statement would hold its lock, and a binding its memory.
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1)) }
        while true {
            let code = sqlite3_step(handle)
            switch code {
            case SQLITE_ROW: read(SQLiteRow(statement: handle))
            case SQLITE_DONE: return
            default: throw failure(code)
            }
        }
    }

    private func bind(_ value: SQLiteValue, at index: Int32) throws(SQLiteFailure) {
        let code =
            switch value {
            case .integer(let number): sqlite3_bind_int64(handle, index, Int64(number))
            case .text(let text):
                sqlite3_bind_text64(
                    handle, index, text, UInt64(text.utf8.count), Self.copied, UInt8(SQLITE_UTF8))
            case .bytes(let bytes):
                // A null pointer would bind NULL.
                bytes.isEmpty
                    ? sqlite3_bind_zeroblob(handle, index, 0)
                    : sqlite3_bind_blob64(handle, index, bytes, UInt64(bytes.count), Self.copied)
            }
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// Tells SQLite to copy a value, because Swift's pointer is valid for the call only.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    private func failure(_ code: Int32) -> SQLiteFailure { SQLiteFailure(code, of: sqlite3_db_handle(handle)) }
}

/// A row of a result, valid until the next one is read. A column of another type is converted as SQLite does.
struct SQLiteRow {
    fileprivate let statement: OpaquePointer

    func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    func bytes(_ column: Int32) -> [UInt8] {
        // The pointer comes first: it may convert the value, and so change the count.
        let start = sqlite3_column_blob(statement, column)
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }
}
