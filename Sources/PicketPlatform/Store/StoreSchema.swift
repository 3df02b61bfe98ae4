import GRDB

/// The tables of the store. `user_version` is the number of migrations that a file has had.
enum StoreSchema {
    private static let migrations = [
        """
        CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE account (
            name TEXT PRIMARY KEY,
            password_hash TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE connection (
            name TEXT PRIMARY KEY,
            host TEXT NOT NULL,
            port INTEGER NOT NULL,
            user TEXT NOT NULL,
            password TEXT NOT NULL,
            tags TEXT NOT NULL,
            enabled INTEGER NOT NULL
        ) STRICT;
        """
    ]

    static func migrate(_ db: Database) throws {
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard version <= migrations.count else {
            throw PlatformFailure("the store was made by a newer version of picket-platform")
        }
        for migration in migrations[version...] { try db.execute(sql: migration) }
        try db.execute(sql: "PRAGMA user_version = \(migrations.count)")
    }
}
