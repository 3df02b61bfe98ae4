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

    static func migrate(_ database: inout SQLiteConnection) throws {
        let version = try database.rows("PRAGMA user_version") { $0.integer(0) }.first ?? 0
        guard (0...migrations.count).contains(version) else {
            throw PlatformFailure("the store was made by a newer version of picket-platform")
        }
        for migration in migrations[version...] { try database.runAll(migration) }
        try database.run("PRAGMA user_version = \(migrations.count)")
    }
}
