/// A write to one connection, decided and done as one.
enum ConnectionChange: Sendable {
    case add(Connection)
    case update(ConnectionName, ConnectionUpdate)
    case setEnabled(ConnectionName, Bool)
    case delete(ConnectionName)

    enum Outcome: Sendable, Equatable {
        /// Done; the connection as it is now, nil when it was deleted.
        case done(Connection?)
        case exists
        case missing
    }

    var name: ConnectionName {
        switch self {
        case .add(let connection): connection.name
        case .update(let name, _), .setEnabled(let name, _), .delete(let name): name
        }
    }

    /// What comes of the change, given the connection of this name before it.
    func outcome(for current: Connection?) -> Outcome {
        switch self {
        case .add(let connection): return current == nil ? .done(connection) : .exists
        case .update(_, let update):
            guard let current else { return .missing }
            return .done(update.applied(to: current))
        case .setEnabled(_, let enabled):
            guard var changed = current else { return .missing }
            changed.enabled = enabled
            return .done(changed)
        case .delete: return current == nil ? .missing : .done(nil)
        }
    }
}
