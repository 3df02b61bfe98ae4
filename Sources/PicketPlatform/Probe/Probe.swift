/// Checks whether PostgreSQL answers at a connection's host and port and accepts its user and password.
protocol Probe: Sendable {
    /// Returns nil if PostgreSQL let the user in; otherwise the problem, as a clause without a full stop and without
    /// the password.
    func problem(reaching connection: Connection) async -> String?

    /// How often the answer should be checked again; nil if it never changes by itself.
    var interval: Duration? { get }
}

/// Assumes that every host answers, so that runbooks can be rehearsed without the databases.
struct AssumingProbe: Probe {
    let interval: Duration? = nil

    func problem(reaching connection: Connection) async -> String? { nil }
}

extension PlatformConfiguration.ProbeChoice {
    var probe: any Probe {
        switch self {
        case .assume: AssumingProbe()
        case .postgres(let timeLimit, let interval): PostgreSQLProbe(timeLimit: timeLimit, interval: interval)
        }
    }
}
