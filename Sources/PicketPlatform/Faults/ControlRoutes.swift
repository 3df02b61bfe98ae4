import HTTPTypes

/// The local platform's own paths. They are outside of `/ds-api`, because the real platform does not have them (section
/// 13, choices 34 and 35).
struct ControlRoutes: Sendable {
    let gatekeeper: Gatekeeper
    let register: ConnectionRegister
    let watch: ConnectionWatch
    let plan: FaultPlan

    /// Returns every connection, sorted by the bytes of its name.
    func connections(_ exchange: Exchange) async throws -> Answer {
        try await gatekeeper.admitByTokenOrPassword(exchange.request)
        return .success(body: .array(register.all.map { $0.json(connected: watch.isConnected($0)) }))
    }

    func faults(_ exchange: Exchange) async throws -> Answer {
        try await gatekeeper.admitByTokenOrPassword(exchange.request)
        return .success(body: .array(plan.remaining.map(\.json)))
    }

    func planFaults(_ exchange: Exchange) async throws -> Answer {
        try await gatekeeper.admitByTokenOrPassword(exchange.request)
        let json = try await exchange.json()
        do {
            plan.add(try Fault.list(json))
        } catch {
            throw Refusal.badRequest("The fault cannot be planned: \(error).")
        }
        return .success(.created, body: .array(plan.remaining.map(\.json)))
    }

    func clearFaults(_ exchange: Exchange) async throws -> Answer {
        try await gatekeeper.admitByTokenOrPassword(exchange.request)
        plan.clear()
        return .success(body: .array([]))
    }
}
