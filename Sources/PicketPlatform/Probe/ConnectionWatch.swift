import Synchronization

/// Knows which connections are connected: the enabled ones whose database answered the last check (section 13, choice
/// 16).
final class ConnectionWatch: Sendable {
    /// The number of databases that are checked at the same time.
    private static let width = 16

    private let probe: any Probe
    private let register: ConnectionRegister
    private let reached: Mutex<[ConnectionName: Bool]> = Mutex([:])
    private let requests: AsyncStream<Connection>
    private let requested: AsyncStream<Connection>.Continuation

    init(probe: any Probe, register: ConnectionRegister) {
        self.probe = probe
        self.register = register
        (requests, requested) = AsyncStream.makeStream()
    }

    func isConnected(_ connection: Connection) -> Bool {
        guard connection.enabled else { return false }
        guard probe.interval != nil else { return true }
        return reached.withLock { $0[connection.name] ?? false }
    }

    func problem(reaching connection: Connection) async -> String? {
        await probe.problem(reaching: connection)
    }

    func noteReached(_ name: ConnectionName) {
        guard probe.interval != nil else { return }
        reached.withLock { $0[name] = true }
    }

    func forget(_ name: ConnectionName) {
        reached.withLock { $0[name] = nil }
    }

    /// Checks a connection again soon, without making a request wait for it.
    func recheck(_ connection: Connection?) {
        guard probe.interval != nil, let connection else { return }
        requested.yield(connection)
    }

    /// Watches until the task is cancelled. Returns at once if the answers never change.
    func run() async {
        guard let interval = probe.interval else { return }
        await withDiscardingTaskGroup { group in
            group.addTask { await self.checkRequested() }
            group.addTask {
                while !Task.isCancelled {
                    await self.checkAll()
                    try? await Task.sleep(for: interval)
                }
            }
        }
    }

    private func checkRequested() async {
        await withDiscardingTaskGroup { group in
            for await connection in requests { group.addTask { await self.check(connection) } }
        }
    }

    private func checkAll() async {
        await withTaskGroup(of: Void.self) { group in
            for (index, connection) in register.all.filter(\.enabled).enumerated() {
                if index >= Self.width { await group.next() }
                group.addTask { await self.check(connection) }
            }
        }
    }

    /// Checks a connection. The result is dropped if the connection was changed or deleted meanwhile.
    private func check(_ connection: Connection) async {
        let isReached = await probe.problem(reaching: connection) == nil
        guard register.connection(named: connection.name) == connection else { return }
        reached.withLock { $0[connection.name] = isReached }
    }
}
