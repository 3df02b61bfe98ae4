import Synchronization

/// All connections, read from memory and written through to the store.
///
/// Writes that wait at the same time share one transaction, and so one disk sync. Each is decided on the result of the
/// ones before it, and answered when the transaction is on disk. Readers see a write only then.
final class ConnectionRegister: Sendable {
    private struct Waiting {
        let change: ConnectionChange
        let answer: CheckedContinuation<ConnectionChange.Outcome, any Error>
    }

    private struct Queue {
        var waiting: [Waiting] = []
        var isDraining = false
    }

    private let store: Store
    private let committed: Mutex<[ConnectionName: Connection]>
    private let queue = Mutex(Queue())

    init(store: Store) throws {
        self.store = store
        let connections = try store.database.withLock { try ConnectionTable.all(&$0) }
        committed = Mutex(Dictionary(connections.map { ($0.name, $0) }) { _, last in last })
    }

    func connection(named name: ConnectionName) -> Connection? { committed.withLock { $0[name] } }

    /// All connections, sorted by the bytes of their names.
    var all: [Connection] {
        committed.withLock { Array($0.values) }
            .sorted { $0.name.text.utf8.lexicographicallyPrecedes($1.name.text.utf8) }
    }

    /// Applies a change, alone or with others, and returns when it is on disk.
    ///
    /// - Throws: The error of the store. The change then has no effect.
    func apply(_ change: ConnectionChange) async throws -> ConnectionChange.Outcome {
        try await withCheckedThrowingContinuation { answer in
            let isFirst = queue.withLock { queue in
                queue.waiting.append(Waiting(change: change, answer: answer))
                defer { queue.isDraining = true }
                return !queue.isDraining
            }
            if isFirst { store.write { self.drain(&$0) } }
        }
    }

    private func drain(_ database: inout SQLiteConnection) {
        while let batch = takeBatch() { commit(batch, &database) }
    }

    private func takeBatch() -> [Waiting]? {
        queue.withLock { queue in
            let batch = queue.waiting
            queue.waiting = []
            queue.isDraining = !batch.isEmpty
            return batch.isEmpty ? nil : batch
        }
    }

    /// Commits a batch. If the shared transaction fails, each change gets its own, so that one cannot make another
    /// fail.
    private func commit(_ batch: [Waiting], _ database: inout SQLiteConnection) {
        do {
            let outcomes = try transact(batch.map(\.change), &database)
            for (waiting, outcome) in zip(batch, outcomes) { waiting.answer.resume(returning: outcome) }
        } catch  where batch.count > 1 {
            for waiting in batch { commit([waiting], &database) }
        } catch {
            for waiting in batch { waiting.answer.resume(throwing: error) }
        }
    }

    private func transact(
        _ changes: [ConnectionChange], _ database: inout SQLiteConnection
    ) throws -> [ConnectionChange.Outcome] {
        var outcomes: [ConnectionChange.Outcome] = []
        var written: [ConnectionName: Connection?] = [:]
        try database.transaction { database in
            for change in changes {
                let current = written[change.name] ?? connection(named: change.name)
                let outcome = change.outcome(for: current)
                outcomes.append(outcome)
                guard case .done(let connection) = outcome else { continue }
                try write(connection, named: change.name, &database)
                written[change.name] = .some(connection)
            }
        }
        committed.withLock { $0.merge(written) }
        return outcomes
    }

    private func write(
        _ connection: Connection?, named name: ConnectionName, _ database: inout SQLiteConnection
    ) throws {
        if let connection {
            try ConnectionTable.put(connection, &database)
        } else {
            try ConnectionTable.delete(name, &database)
        }
    }
}

extension [ConnectionName: Connection] {
    fileprivate mutating func merge(_ written: [ConnectionName: Connection?]) {
        for (name, connection) in written { self[name] = connection }
    }
}
