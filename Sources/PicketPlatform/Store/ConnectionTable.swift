import GRDB

/// The SQL statements for connections.
enum ConnectionTable {
    static func all(_ db: Database) throws -> [Connection] {
        try Row.fetchAll(db, sql: "SELECT name, host, port, user, password, tags, enabled FROM connection").map { row in
            Connection(
                name: ConnectionName(stored: row["name"]), host: row["host"], port: row["port"], user: row["user"],
                password: row["password"], tags: row["tags"], enabled: row["enabled"])
        }
    }

    static func put(_ connection: Connection, _ db: Database) throws {
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO connection VALUES (?, ?, ?, ?, ?, ?, ?)").execute(
            arguments: [
                connection.name.text, connection.host, connection.port, connection.user, connection.password,
                connection.tags, connection.enabled,
            ])
    }

    static func delete(_ name: ConnectionName, _ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM connection WHERE name = ?").execute(arguments: [name.text])
    }
}
