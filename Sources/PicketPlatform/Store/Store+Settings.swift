import PicketCrypto
import Synchronization

extension Store {
    /// Returns the key that signs tokens. It is created once and stored, so that tokens survive a restart.
    func signingKey() throws -> [UInt8] {
        try database.withLock { database in
            try database.transaction { database in
                let kept = try database.rows("SELECT value FROM setting WHERE name = 'signing-key'") { $0.bytes(0) }
                if let key = kept.first { return key }
                let key = RandomBytes.make(32)
                try database.run("INSERT INTO setting VALUES ('signing-key', ?)", .bytes(key))
                return key
            }
        }
    }

    func passwordHash(of account: String) throws(SQLiteFailure) -> PasswordHash? {
        try database.withLock { database throws(SQLiteFailure) in
            try database.rows("SELECT password_hash FROM account WHERE name = ?", .text(account)) { $0.text(0) }
                .first.flatMap(PasswordHash.init)
        }
    }

    func keep(_ hash: PasswordHash, of account: String) throws(SQLiteFailure) {
        try database.withLock { database throws(SQLiteFailure) in
            try database.run("INSERT OR REPLACE INTO account VALUES (?, ?)", .text(account), .text(hash.text))
        }
    }
}
