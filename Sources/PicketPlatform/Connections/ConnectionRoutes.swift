import HTTPTypes

/// The six verbs of the Connection API (platform-api.md section 5). Each checks in the same order: the token, the
/// request, whether the connection exists, and last what only the probe or the store can tell (section 13, choice 6).
struct ConnectionRoutes: Sendable {
    let gatekeeper: Gatekeeper
    let register: ConnectionRegister
    let watch: ConnectionWatch
    let log: (@Sendable (String) -> Void)?

    func add(_ exchange: Exchange) async throws -> Answer {
        try gatekeeper.admitByToken(exchange.request)
        let name = try exchange.connectionName()
        let connection = try await fields(exchange).connection(named: name)
        // The probe may take seconds, so an existing name is refused before it.
        guard register.connection(named: name) == nil else { throw Refusal.connectionExists(name) }
        if let problem = await watch.problem(reaching: connection) {
            throw Refusal.internalError("The connection was not created: \(problem).")
        }
        try await apply(.add(connection))
        watch.noteReached(name)
        return .success(.created, body: ["status": "Connection created and connected!"])
    }

    func show(_ exchange: Exchange) async throws -> Answer {
        try gatekeeper.admitByToken(exchange.request)
        let name = try exchange.connectionName()
        guard let connection = register.connection(named: name) else { throw Refusal.unknownConnection(name) }
        return .success(body: connection.json(connected: watch.isConnected(connection)))
    }

    func update(_ exchange: Exchange) async throws -> Answer {
        try gatekeeper.admitByToken(exchange.request)
        let name = try exchange.connectionName()
        let update = try await fields(exchange).given
        watch.recheck(try await apply(.update(name, update)))
        return .success(body: ["status": "Connection updated!"])
    }

    func disable(_ exchange: Exchange) async throws -> Answer {
        try gatekeeper.admitByToken(exchange.request)
        try await apply(.setEnabled(try exchange.connectionName(), false))
        return .success(body: ["status": "Connection disabled!"])
    }

    func enable(_ exchange: Exchange) async throws -> Answer {
        try gatekeeper.admitByToken(exchange.request)
        watch.recheck(try await apply(.setEnabled(try exchange.connectionName(), true)))
        return .success(body: ["status": "Connection enabled!"])
    }

    func delete(_ exchange: Exchange) async throws -> Answer {
        try gatekeeper.admitByToken(exchange.request)
        let name = try exchange.connectionName()
        try await apply(.delete(name))
        watch.forget(name)
        return .success(body: ["status": "Connection deleted!"])
    }

    private func fields(_ exchange: Exchange) async throws -> ConnectionFields {
        let fields = try ConnectionFields(try await exchange.json())
        // The keys themselves are not logged, since a client may have written anything there.
        if fields.ignoredKeyCount > 0 { log?("ignored keys: \(fields.ignoredKeyCount)") }
        return fields
    }

    @discardableResult
    private func apply(_ change: ConnectionChange) async throws -> Connection? {
        switch try await register.apply(change) {
        case .done(let connection): return connection
        case .exists: throw Refusal.connectionExists(change.name)
        case .missing: throw Refusal.unknownConnection(change.name)
        }
    }
}
