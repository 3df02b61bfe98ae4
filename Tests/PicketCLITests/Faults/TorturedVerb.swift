/// One of the six verbs on the connections of a test: its script, and what must be true before and afterwards.
enum TorturedVerb: String, CaseIterable, Sendable {
    case add, show, update, disable, enable, delete

    var method: String {
        switch self {
        case .add: "POST"
        case .show: "GET"
        case .update: "PUT"
        case .disable, .enable: "PATCH"
        case .delete: "DELETE"
        }
    }

    var isWrite: Bool { self != .show }

    /// The marker comes first: it makes sure that the token has been accepted, and takes what happens to a connection.
    func script(_ prefix: String, count: Int, isParallel: Bool) -> String {
        """
        secret pw = env("PG_PASSWORD")
        for i in 1..\(count)\(isParallel ? " parallel \(count)" : "") {
            show \(Self.marker(prefix))
            \(statement(prefix))
        }
        print done

        """
    }

    private func statement(_ prefix: String) -> String {
        let name = "\"\(prefix)$i\""
        switch self {
        case .add: return "add \(name) host=\"host-$i\" port=$(9000 + $i) user=monitor password=$pw tags=\"n=$i\""
        case .update: return "update \(name) port=$(5000 + $i) tags=\"changed=$i\""
        case .show: return "show \(name)\n    expect body.host == \"host-$i\""
        case .disable, .enable, .delete: return "\(rawValue) \(name)"
        }
    }

    static func marker(_ prefix: String) -> String { "marker-\(prefix)" }

    private func connection(_ prefix: String, _ number: Int) -> KeptConnection {
        KeptConnection(
            name: "\(prefix)\(number)", host: "host-\(number)", port: 9_000 + number, user: "monitor",
            password: "a torturer's secret", tags: "n=\(number)")
    }

    func before(_ prefix: String, _ number: Int) -> KeptConnection? {
        guard self != .add else { return nil }
        var connection = connection(prefix, number)
        connection.enabled = self != .enable
        return connection
    }

    func after(_ prefix: String, _ number: Int) -> KeptConnection? {
        guard self != .delete else { return nil }
        var connection = connection(prefix, number)
        connection.enabled = self != .disable
        if self == .update {
            connection.port = 5_000 + number
            connection.tags = "changed=\(number)"
        }
        return connection
    }
}
