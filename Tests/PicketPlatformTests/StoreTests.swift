import Foundation
import Testing

@testable import PicketPlatform

/// The face of SQLite, and stores of earlier versions.
@Suite struct StoreTests {
    private func withConnection(_ body: (inout SQLiteConnection) throws -> Void) throws {
        var connection = try SQLiteConnection(path: ":memory:")
        try connection.run("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c BLOB) STRICT")
        try body(&connection)
    }

    @Test func valuesComeBackAsTheyWereBound() throws {
        try withConnection { connection in
            for (number, text) in ["", "é\u{0}x", "'); DROP TABLE t; --"].enumerated() {
                try connection.run(
                    "INSERT INTO t VALUES (?, ?, ?)", .integer(number), .text(text), .bytes(Array(text.utf8)))
            }
            try connection.run("INSERT INTO t VALUES (?, 'x', ?)", .integer(.max), .bytes([0, 0xFF]))
            let rows = try connection.rows("SELECT a, b, c, typeof(c) FROM t ORDER BY a") {
                ($0.integer(0), $0.text(1), $0.bytes(2), $0.text(3))
            }
            #expect(rows.map(\.0) == [0, 1, 2, .max])
            #expect(rows.map(\.1) == ["", "é\u{0}x", "'); DROP TABLE t; --", "x"])
            #expect(rows.map(\.2).last == [0, 0xFF] && rows[0].2 == [] && rows.allSatisfy { $0.3 == "blob" })
        }
    }

    @Test func aFailureHasTheTextOfSQLiteAndItsKindQuotesNothing() throws {
        try withConnection { connection in
            let wrong = #expect(throws: SQLiteFailure.self) { try connection.run("SELECT secret FROM t") }
            #expect(wrong?.message == "no such column: secret" && wrong?.kind == "SQLite, 1 (SQL logic error)")
            try connection.run("INSERT INTO t VALUES (1, 'x', NULL)")
            for _ in 0..<2 {
                let twice = #expect(throws: SQLiteFailure.self) {
                    try connection.run("INSERT INTO t VALUES (?, 'y', NULL)", .integer(1))
                }
                #expect(twice?.code == 1555 && twice?.isBusy == false)
            }
            try connection.run("INSERT INTO t VALUES (?, 'y', NULL)", .integer(2))
        }
    }

    @Test func aFailedTransactionLeavesNothing() throws {
        struct Stop: Error {}
        try withConnection { connection in
            #expect(throws: Stop.self) {
                try connection.transaction { connection in
                    try connection.run("INSERT INTO t VALUES (1, 'x', NULL)")
                    throw Stop()
                }
            }
            #expect(throws: SQLiteFailure.self) {
                try connection.transaction { connection in
                    try connection.run("INSERT INTO t VALUES (2, 'x', NULL)")
                    try connection.run("INSERT INTO t VALUES (2, 'x', NULL)")
                }
            }
            try connection.transaction { try $0.run("INSERT INTO t VALUES (3, 'x', NULL)") }
            #expect(try connection.rows("SELECT a FROM t") { $0.integer(0) } == [3])
        }
    }

    @Test func aClosedConnectionFails() throws {
        try withConnection { connection in
            try connection.run("INSERT INTO t VALUES (1, 'x', NULL)")
            connection.close()
            connection.close()
            #expect(throws: SQLiteFailure.closed) { try connection.run("INSERT INTO t VALUES (1, 'x', NULL)") }
            #expect(throws: SQLiteFailure.closed) { try connection.runAll("SELECT 1") }
        }
    }

    /// The tables as version 0.1.0 wrote them.
    @Test func anEarlierStoreIsServed() async throws {
        try await withFolder { folder in
            let path = folder + "/store"
            do {
                var old = try SQLiteConnection(path: path)
                try old.runAll(
                    """
                    PRAGMA journal_mode = WAL;
                    CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
                    CREATE TABLE account (
                        name TEXT PRIMARY KEY,
                        password_hash TEXT NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    INSERT INTO account VALUES (
                        'ann', 'scrypt$r1NJk97+zhFJoQMHqZwryg==$Gso5hrAPfdU7RxCZ3o8nteeuaX/Lc5JGV2R/t5f7ZT0=');
                    CREATE TABLE connection (
                        name TEXT PRIMARY KEY, host TEXT NOT NULL, port INTEGER NOT NULL, user TEXT NOT NULL,
                        password TEXT NOT NULL, tags TEXT NOT NULL, enabled INTEGER NOT NULL
                    ) STRICT;
                    INSERT INTO connection VALUES ('web é', 'h', 5432, 'u', 'pä', 'a=b', 1);
                    INSERT INTO connection VALUES ('two', 'h2', 5433, 'u', '', '', 0);
                    INSERT INTO setting VALUES (
                        'signing-key', X'9C23321BBAAEA13BDC0F55FA05ED5A6E5F5B4E92101DDB957F121AEF0CE726A6');
                    PRAGMA user_version = 1;
                    """)
                old.close()
            }
            let configuration = configured {
                $0.store = .file(path)
                $0.accounts = [(Account(name: "ann"), .kept)]
                $0.now = { 1_795_964_200 }
            }
            try await withPlatform(configuration) { platform, client in
                var client = client
                client.token =
                    "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3OTYwNTA1ODQsImlhdCI6MTc5NTk2NDE3OSwiZGF0YWJhc2UiOiJk"
                    + "cy1kYXRhIiwiZW1haWwiOiJhbm5AbG9jYWxob3N0IiwidXNlciI6ImFubiJ9"
                    + ".9SKFSnkQEO4-rDffKjjcbl0eHDSuTUVksCnvzONE1Sk"
                let two = try await client.request("GET", "\(instances)/two")
                #expect(
                    two.status == 200 && two.body.contains(#""port": 5433"#) && two.body.contains(#""enabled": false"#))
                let web = try await client.request("GET", "\(instances)/web%20%C3%A9")
                #expect(web.body.contains(#""password": "pä""#))
                _ = try await client.loggedIn("ann", "correct horse")
            }
        }
    }

    @Test func aStoreOfALaterVersionIsRefused() throws {
        for version in [2, -1] {
            try withConnection { connection in
                try connection.run("PRAGMA user_version = \(version)")
                let failure = #expect(throws: PlatformFailure.self) { try StoreSchema.migrate(&connection) }
                #expect(failure?.description.contains("newer version") == true)
            }
        }
    }
}
