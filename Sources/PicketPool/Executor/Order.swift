import NIOHTTP1
import PicketRuntime

/// A command with its arguments, copied out of the machine.
enum Order {
    case use(String)
    case login(user: String?, password: String?)
    /// `ping`, `token` and `request`.
    case request(APIRequest)
    /// A documented verb on a connection.
    case connection(ConnectionOperation)
    case ensure(String, ConnectionFields)
    case remove(ConnectionOperation)

    /// - Throws: `CommandProblem` for arguments that no request can carry.
    init(_ endpoint: Endpoint, _ pending: PendingCommand) throws(CommandProblem) {
        let name = pending.text(ConnectionFields.Slot.name) ?? ""
        switch endpoint.operation {
        case .use: self = .use(name)
        case .login:
            let user = pending.text(0)
            if let problem = user.flatMap({ BasicCredentials.problem(ofUser: $0) }) {
                throw CommandProblem("the user holds \(problem.phrase)")
            }
            self = .login(user: user, password: pending.text(1))
        case .ping:
            self = .request(
                APIRequest(
                    method: .GET, path: endpoint.pathPrefix, authorization: .none, expectedStatus: 200, needsBody: true)
            )
        case .token:
            self = .request(
                APIRequest(
                    method: .GET, path: "/ds-api/user-token?token=", authorization: .tokenInQuery, expectedStatus: 200,
                    needsBody: true))
        case .request: self = .request(try APIRequest(free: pending))
        case .ensure:
            // Refuses a name that no path can carry before anything is sent.
            _ = try endpoint.path(for: name)
            self = .ensure(name, try ConnectionFields(pending))
        case .remove: self = .remove(try ConnectionOperation(.delete, name))
        case .add, .update:
            self = .connection(
                try ConnectionOperation(endpoint.operation, name, fields: try ConnectionFields(pending)))
        case .show, .enable, .disable, .delete:
            self = .connection(try ConnectionOperation(endpoint.operation, name))
        }
    }

    /// Whether it may change something on the platform.
    var isWrite: Bool {
        switch self {
        case .use, .login: false
        case .request(let request): !request.isRead
        case .connection(let operation): operation.isWrite
        case .ensure, .remove: true
        }
    }
}

extension APIRequest {
    private enum Slot {
        static let method = 0
        static let path = 1
        static let body = 2
        static let others = 3
    }

    /// `request METHOD PATH`: with a body of its own, or where the method takes none, named arguments make the query;
    /// otherwise they are the members of a JSON body.
    init(free pending: PendingCommand) throws(CommandProblem) {
        let method = (pending.text(Slot.method) ?? "").uppercased()
        guard MessageSyntax.isToken(method) else { throw CommandProblem("`\(method)` is no HTTP method") }
        let path = ConnectionPath.cleaned(pending.text(Slot.path) ?? "")
        guard path.utf8.first == UInt8(ascii: "/") else {
            throw CommandProblem("a request's path begins with `/`: `request \(method) /\(path)`")
        }
        self.init(method: HTTPMethod(rawValue: method), path: path, authorization: .tokenIfAny)
        var others = ValueMap()
        if case .map(let map)? = pending.value(Slot.others) { others = map }
        if let value = pending.value(Slot.body) {
            if let text = value.text { body += text.utf8 } else { body += value.wireJSON }
        } else if takesBody {
            if others.count > 0 { body += Value.map(others).wireJSON }
            return
        }
        try add(query: others)
    }

    private var takesBody: Bool { method == .POST || method == .PUT || method == .PATCH }

    private mutating func add(query: ValueMap) throws(CommandProblem) {
        var separator = path.utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
        for (key, value) in zip(query.keys, query.values) {
            let value = value.revealed
            switch value {
            case .list, .map: throw CommandProblem("`\(key)` stands in the query and can not be a list or map")
            default: break
            }
            path += separator + PercentEncoding.encoded(key) + "=" + PercentEncoding.encoded(value.description)
            separator = "&"
        }
    }
}
