import NIOPosix
import PicketSystem
import Synchronization

/// The SQLite database of one platform.
///
/// A commit is on disk before its request is answered: WAL with `synchronous=FULL` syncs the log at every commit
/// (https://www.sqlite.org/pragma.html#pragma_synchronous). The lock is exclusive, because the running platform answers
/// reads from memory. So a second process on the same file is refused.
final class Store: Sendable {
    let database: Mutex<SQLiteConnection>
    /// Whether a commit need not wait for a disk.
    let isInMemory: Bool
    /// The thread that waits for the disk.
    private let writing = NIOThreadPool(numberOfThreads: 1)

    init(at location: StoreLocation) throws(PlatformFailure) {
        isInMemory = location == .memory
        do {
            var connection = try Self.open(location)
            try Self.prepare(&connection, location)
            database = Mutex(connection)
        } catch let failure as PlatformFailure {
            throw failure
        } catch let failure as SQLiteFailure where failure.isBusy {
            throw PlatformFailure("the store \(location.path) is in use by another platform")
        } catch let failure as SQLiteFailure {
            throw PlatformFailure("the store \(location.path) cannot be opened: \(failure.message)")
        } catch {
            throw PlatformFailure("the store \(location.path) cannot be opened: \(error)")
        }
        if !isInMemory { writing.start() }
    }

    deinit { writing.shutdownGracefully { _ in } }

    /// Runs `body` where it may wait for the disk: on the store's own thread, or at once if the store is in memory,
    /// because a commit there is faster than waking a thread. After `close`, its statements fail.
    func write(_ body: @escaping @Sendable (inout SQLiteConnection) -> Void) {
        guard !isInMemory else { return database.withLock { body(&$0) } }
        writing.submit { _ in self.database.withLock { body(&$0) } }
    }

    /// Releases the file for another platform. Later writes fail.
    func close() {
        database.withLock { $0.close() }
    }

    private static func open(_ location: StoreLocation) throws -> SQLiteConnection {
        if case .file(let path) = location { try createPrivately(path) }
        return try SQLiteConnection(path: location.path)
    }

    /// Creates the file with a private mode, because it contains passwords in clear text, which the API shows. SQLite
    /// gives its log the mode of the database.
    private static func createPrivately(_ path: String) throws {
        guard !FileCheck.exists(path) else { return }
        do throws(FileProblem) {
            let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[..<$0] }
            if let folder, !folder.isEmpty { try Folder.make(String(folder)) }
        } catch {
            throw PlatformFailure("the store \(path) cannot be created: its folder cannot be made")
        }
        guard KeptFile.create(path) else { throw PlatformFailure("the store \(path) cannot be created") }
    }

    private static func prepare(_ database: inout SQLiteConnection, _ location: StoreLocation) throws {
        try database.run("PRAGMA locking_mode = EXCLUSIVE")
        try database.run("PRAGMA journal_mode = \(location == .memory ? "MEMORY" : "WAL")")
        try database.run("PRAGMA synchronous = FULL")
        try database.transaction { try StoreSchema.migrate(&$0) }
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
