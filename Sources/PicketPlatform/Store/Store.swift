import Foundation
import GRDB

/// The SQLite database of one platform.
///
/// A commit is on disk before its request is answered: WAL with `synchronous=FULL` syncs the log at every commit
/// (https://www.sqlite.org/pragma.html#pragma_synchronous). The lock is exclusive, because the running platform answers
/// reads from memory. So a second process on the same file is refused.
struct Store: Sendable {
    let database: DatabaseQueue
    /// Whether a commit need not wait for a disk.
    let isInMemory: Bool

    init(at location: StoreLocation) throws(PlatformFailure) {
        isInMemory = location == .memory
        do {
            database = try Self.open(location)
            try database.writeWithoutTransaction { try Self.prepare($0, location) }
        } catch let failure as PlatformFailure {
            throw failure
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw PlatformFailure("the store \(location.path) is in use by another platform")
        } catch let error as DatabaseError {
            throw PlatformFailure("the store \(location.path) cannot be opened: \(error.message ?? "\(error)")")
        } catch {
            throw PlatformFailure("the store \(location.path) cannot be opened: \(error)")
        }
    }

    /// Releases the file for another platform. Later writes fail.
    func close() {
        // An error means that a statement is still in use; the connection then closes with it.
        try? database.close()
    }

    private static func open(_ location: StoreLocation) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "picket-platform"
        configuration.busyMode = .immediateError
        switch location {
        case .memory: return try DatabaseQueue(configuration: configuration)
        case .file(let path):
            try createPrivately(path)
            return try DatabaseQueue(path: path, configuration: configuration)
        }
    }

    /// Creates the file with a private mode, because it contains passwords in clear text, which the API shows. SQLite
    /// gives its log the mode of the database.
    private static func createPrivately(_ path: String) throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: path) else { return }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try files.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw PlatformFailure("the store \(path) cannot be created: its folder cannot be made")
        }
        guard files.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw PlatformFailure("the store \(path) cannot be created")
        }
    }

    private static func prepare(_ db: Database, _ location: StoreLocation) throws {
        try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
        try db.execute(sql: "PRAGMA journal_mode = \(location == .memory ? "MEMORY" : "WAL")")
        try db.execute(sql: "PRAGMA synchronous = FULL")
        try db.inTransaction(.immediate) {
            try StoreSchema.migrate(db)
            return .commit
        }
    }
}

extension StoreLocation {
    var path: String {
        switch self {
        case .memory: ":memory:"
        case .file(let path): path
        }
    }
}
