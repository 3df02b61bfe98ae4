/// A write to one connection that is decided and applied in one step.
enum ConnectionChange: Sendable {
    case add(Connection)
    case update(ConnectionName, ConnectionUpdate)
    case setEnabled(ConnectionName, Bool)
    case delete(ConnectionName)

    enum Outcome: Sendable, Equatable {
        /// The change is done; with the new connection, nil if it was deleted.
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

    /// Returns the outcome of the change, given the current connection with this name.
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
