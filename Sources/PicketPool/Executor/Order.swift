import NIOHTTP1
import PicketHTTP
import PicketRuntime
import PicketSyntax

/// A command with its arguments, copied out of the machine.
enum Order {
    case use(String)
    case login(user: ConnectionName?, password: String?)
    /// `ping`, `token` and `request`.
    case request(APIRequest)
    /// A documented verb on a connection.
    case connection(ConnectionOperation)
    case ensure(ConnectionName, ConnectionFields)
    case remove(ConnectionOperation)

    /// - Parameter fields: whose values are secret.
    /// - Throws: `CommandProblem` for arguments that no request can carry.
    init(_ endpoint: Endpoint, _ pending: PendingCommand, _ fields: SecretFields) throws(CommandProblem) {
        let name = ConnectionName(pending)
        switch endpoint.operation {
        case .use: self = .use(name.text)
        case .login:
            if let problem = pending.text(0).flatMap({ BasicCredentials.problem(ofUser: $0) }) {
                throw CommandProblem("the user holds \(problem.phrase)")
            }
            self = .login(user: pending.isPresent(0) ? name : nil, password: pending.text(1))
        case .ping:
            self = .request(
                APIRequest(
                    method: .GET, path: RequestPath(endpoint.pathPrefix), authorization: .none, expectedStatus: 200,
                    needsBody: true)
            )
        case .token:
            self = .request(
                APIRequest(
                    method: .GET, path: RequestPath("/ds-api/user-token?token="), authorization: .tokenInQuery,
                    expectedStatus: 200, needsBody: true))
        case .request: self = .request(try APIRequest(free: pending, fields))
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
        static let others = 8
    }

    /// `request METHOD PATH`: with a body of its own, or where the method takes none, named arguments make the query;
    /// otherwise they are the members of a JSON body.
    init(free pending: PendingCommand, _ fields: SecretFields) throws(CommandProblem) {
        // It stands in the clear in everything that is shown of a request.
        guard !pending.isSecret(Slot.method) else { throw CommandProblem("a request's method is no secret") }
        let method = (pending.text(Slot.method) ?? "").uppercased()
        guard MessageSyntax.isToken(method) else { throw CommandProblem("`\(method)` is no HTTP method") }
        let path = pending.text(Slot.path) ?? ""
        if let problem = PathSyntax.problem(in: path.utf8) {
            throw CommandProblem("\(problem.message): \(problem.help)")
        }
        self.init(
            method: HTTPMethod(rawValue: method),
            path: RequestPath(PathSyntax.encoded(path), isSecret: pending.isSecret(Slot.path)),
            authorization: .tokenIfAny)
        options = try RequestOptions(pending, method: method, fields: fields)
        authorization = options.map(Self.authorization) ?? .tokenIfAny
        var others = ValueMap()
        if case .map(let map)? = pending.value(Slot.others) { others = map }
        if let value = pending.value(Slot.body) {
            try setBody(value)
        } else if takesBody {
            if others.count > 0 { try setBody(.map(others)) }
            return
        }
        try add(query: others)
    }

    /// Credentials of the script's own take the place of the token.
    private static func authorization(_ options: RequestOptions) -> Authorization {
        switch options.credentials {
        case .token: .token
        case .basic: .credentials
        case .nothing: .none
        case nil: options.bringsCredentials ? .none : .tokenIfAny
        }
    }

    private mutating func setBody(_ value: Value) throws(CommandProblem) {
        if value.holdsBytes, value.bytes == nil {
            throw CommandProblem("JSON holds no bytes: send them alone as `body=`")
        }
        let body = RequestBody(value)
        if !body.bytes.isEmpty { self.body = body }
    }

    private var takesBody: Bool { method == .POST || method == .PUT || method == .PATCH }

    private mutating func add(query: ValueMap) throws(CommandProblem) {
        var separator = path.sent.utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
        for (position, (key, value)) in zip(query.keys, query.values).enumerated() {
            let isSecret = query.isSecret(keyAt: position)
            switch value.revealed {
            case .list, .map, .bytes:
                let shown = isSecret ? Mask.text : key
                throw CommandProblem("`\(shown)` stands in the query and can not be a list or map")
            default: break
            }
            path.append(separator)
            path.append(PercentEncoding.encoded(key), isSecret: isSecret)
            path.append("=")
            path.append(PercentEncoding.encoded(value.revealed.description), isSecret: value.holdsSecret)
            separator = "&"
        }
    }
}
