import NIOHTTP1
import PicketHTTP
import PicketRuntime
import PicketSyntax

/// A script's own `request METHOD PATH`, built from its arguments.
struct OwnRequest {
    private let method: HTTPMethod
    private var path: RequestPath
    private var body: RequestBody?
    private let options: RequestOptions?

    private enum Slot {
        static let method = 0
        static let path = 1
        static let body = 2
        static let others = 8
    }

    /// Named arguments are the members of a JSON body. They become the query if the script gives a `body=`, or if the
    /// method takes no body.
    init(_ pending: PendingCommand, _ fields: SecretFields) throws(CommandProblem) {
        // The method is shown in clear text wherever a request is shown.
        guard !pending.isSecret(Slot.method) else { throw CommandProblem("a request's method must not be a secret") }
        let method = (pending.text(Slot.method) ?? "").uppercased()
        guard MessageSyntax.isToken(method) else { throw CommandProblem("`\(method)` is not an HTTP method") }
        let path = pending.text(Slot.path) ?? ""
        if let problem = PathSyntax.problem(in: path.utf8) {
            throw CommandProblem("\(problem.message): \(problem.help)")
        }
        self.method = HTTPMethod(rawValue: method)
        self.path = RequestPath(PathSyntax.encoded(path), isSecret: pending.isSecret(Slot.path))
        options = try RequestOptions(pending, method: method, fields: fields)
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

    /// - Throws: `CommandProblem` for a write of the API that the script calls a read.
    func command() throws(CommandProblem) -> PlatformCommand {
        if options?.isRead == true, let write = ConnectionWrite(method, path, body), let row = write.row {
            throw CommandProblem(
                "`read=true` is for a request that changes nothing: this one is the `\(row.operation.name)` of a connection"
            )
        }
        return PlatformCommand(
            .request, method, path, body: body, authorization: authorization, expectedStatus: nil, options: options)
    }

    /// Credentials that the script brings replace the token.
    private var authorization: PlatformCommand.Authorization {
        guard let options else { return .tokenIfAny }
        switch options.credentials {
        case .token: return .token
        case .basic: return .credentials
        case .nothing: return .none
        case nil: return options.bringsCredentials ? .none : .tokenIfAny
        }
    }

    private mutating func setBody(_ value: Value) throws(CommandProblem) {
        if let part = value.unreadablePart {
            throw CommandProblem("the body contains a value with the tag `\(part.tag)`, which is not supported")
        }
        if value.holdsBytes, value.bytes == nil {
            throw CommandProblem("JSON cannot contain bytes: send them alone as `body=`")
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
                throw CommandProblem("`\(shown)` is in the query, so it cannot be a list or map")
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
