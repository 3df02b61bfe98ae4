/// The platform's way to the databases: asks whether PostgreSQL answers at a connection's host and port, to its user and
/// password.
protocol Probe: Sendable {
    /// Nil when PostgreSQL let the user in; otherwise what went wrong, as a clause without a full stop and without the
    /// password.
    func problem(reaching connection: Connection) async -> String?

    /// How often the answer may change by itself; nil if it never does.
    var interval: Duration? { get }
}

/// Assumes that every host answers, so that runbooks can be rehearsed away from the databases.
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
