import NIOCore
import NIOHTTP1
import PicketRuntime

extension CommandExecution {
    private enum Slot {
        static let method = 0
        static let path = 1
        static let body = 2
        static let others = 3
    }

    /// `request METHOD PATH`: with a body of its own, or where the method takes none, named arguments make the query;
    /// otherwise they are the members of a JSON body.
    func request(_ pending: PendingCommand) throws(CommandProblem) {
        let method = (pending.text(Slot.method) ?? "").uppercased()
        guard MessageSyntax.isToken(method) else { throw CommandProblem("`\(method)` is no HTTP method") }
        let path = ConnectionPath.cleaned(pending.text(Slot.path) ?? "")
        guard path.utf8.first == UInt8(ascii: "/") else {
            throw CommandProblem("a request's path begins with `/`: `request \(method) /\(path)`")
        }
        var request = APIRequest(method: HTTPMethod(rawValue: method), path: path)
        request.authorization = .tokenIfAny
        var others = ValueMap()
        if case .map(let map)? = pending.value(Slot.others) { others = map }
        if let body = pending.value(Slot.body) {
            Self.append(body: body, to: &request.body)
            request.path = try Self.path(path, query: others)
        } else if Self.takesBody(request.method), others.count > 0 {
            JSONText.append(others, to: &request.body)
        } else {
            request.path = try Self.path(path, query: others)
        }
        send(request) { [self] response in finish(response) }
    }

    private static func takesBody(_ method: HTTPMethod) -> Bool {
        method == .POST || method == .PUT || method == .PATCH
    }

    private static func append(body: Value, to buffer: inout ByteBuffer) {
        if let text = body.text { buffer.writeString(text) } else { JSONText.append(body, to: &buffer) }
    }

    private static func path(_ path: String, query: ValueMap) throws(CommandProblem) -> String {
        var path = path
        var separator = path.utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
        for (key, value) in zip(query.keys, query.values) {
            let value = value.revealed
            switch value {
            case .list, .map: throw CommandProblem("`\(key)` stands in the query and can not be a list or map")
            default: break
            }
            path += separator + ConnectionPath.encoded(key) + "=" + ConnectionPath.encoded(value.description)
            separator = "&"
        }
        return path
    }
}
