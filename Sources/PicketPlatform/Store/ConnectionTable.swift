/// The SQL statements for connections.
enum ConnectionTable {
    static func all(_ database: inout SQLiteConnection) throws(SQLiteFailure) -> [Connection] {
        try database.rows("SELECT name, host, port, user, password, tags, enabled FROM connection") { row in
            Connection(
                name: ConnectionName(stored: row.text(0)), host: row.text(1), port: row.integer(2), user: row.text(3),
                password: row.text(4), tags: row.text(5), enabled: row.integer(6) != 0)
        }
    }

    static func put(_ connection: Connection, _ database: inout SQLiteConnection) throws(SQLiteFailure) {
        try database.run(
            "INSERT OR REPLACE INTO connection VALUES (?, ?, ?, ?, ?, ?, ?)", .text(connection.name.text),
            .text(connection.host), .integer(connection.port), .text(connection.user), .text(connection.password),
            .text(connection.tags), .integer(connection.enabled ? 1 : 0))
    }

    static func delete(_ name: ConnectionName, _ database: inout SQLiteConnection) throws(SQLiteFailure) {
        try database.run("DELETE FROM connection WHERE name = ?", .text(name.text))
    }
}
