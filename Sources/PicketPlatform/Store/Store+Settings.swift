import Crypto
import Foundation
import GRDB

extension Store {
    /// Returns the key that signs tokens. It is created once and stored, so that tokens survive a restart.
    func signingKey() throws -> [UInt8] {
        try database.write { db in
            if let key = try Data.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'signing-key'") {
                return Array(key)
            }
            let key = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
            try db.execute(sql: "INSERT INTO setting VALUES ('signing-key', ?)", arguments: [Data(key)])
            return key
        }
    }

    func passwordHash(of account: String) throws -> PasswordHash? {
        try database.read { db in
            try String.fetchOne(db, sql: "SELECT password_hash FROM account WHERE name = ?", arguments: [account])
                .flatMap(PasswordHash.init)
        }
    }

    func keep(_ hash: PasswordHash, of account: String) throws {
        try database.write { db in
            try db.execute(sql: "INSERT OR REPLACE INTO account VALUES (?, ?)", arguments: [account, hash.text])
        }
    }
}
