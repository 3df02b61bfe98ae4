/// A stored connection: exactly the fields that API requests can write.
struct Connection: Sendable, Equatable {
    let name: ConnectionName
    var host: String
    var port: Int
    var user: String
    var password: String
    var tags: String
    var enabled = true
}

/// The changes of a PUT. nil leaves a field unchanged (platform-api.md section 13, choice 12).
struct ConnectionUpdate: Sendable, Equatable {
    var host: String?
    var port: Int?
    var user: String?
    var password: String?
    var tags: String?

    func applied(to connection: Connection) -> Connection {
        var updated = connection
        if let host { updated.host = host }
        if let port { updated.port = port }
        if let user { updated.user = user }
        if let password { updated.password = password }
        if let tags { updated.tags = tags }
        return updated
    }
}

extension Connection {
    /// Returns the object for GET: seventeen keys in the documented order. The last nine have the published values,
    /// because no documented request writes them (section 5.3; section 13, choice 18).
    func json(connected: Bool) -> JSONValue {
        [
            "name": .string(name.text),
            "host": .string(host),
            "port": .number(String(port)),
            "user": .string(user),
            "password": .string(password),
            "tags": .string(tags),
            "enabled": .boolean(enabled),
            "connected": .boolean(connected),
            "collection-rate": "low",
            "samples": false,
            "lock-monitoring": true,
            "lock-monitoring-delay": 30,
            "table-monitoring": true,
            "query-monitoring": true,
            "query-monitoring-optimize": false,
            "query-monitoring-min-calls": 2,
            "query-monitoring-min-time": 1,
        ]
    }
}
