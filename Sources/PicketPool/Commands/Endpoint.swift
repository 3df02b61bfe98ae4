package import NIOHTTP1
import PicketHTTP
package import PicketRuntime

/// A row of the Connection API: what a command is called and takes, and the request that it becomes.
package final class Endpoint: Sendable {
    /// The commands in the order of the table.
    package enum Operation: Int, CaseIterable, Sendable {
        case login, token, ping, add, show, update, disable, enable, delete, ensure, remove, request, use

        /// As it is called in a script. Written out, since every start makes the table and `"\(self)"` has to look for it.
        var name: String {
            switch self {
            case .login: "login"
            case .token: "token"
            case .ping: "ping"
            case .add: "add"
            case .show: "show"
            case .update: "update"
            case .disable: "disable"
            case .enable: "enable"
            case .delete: "delete"
            case .ensure: "ensure"
            case .remove: "remove"
            case .request: "request"
            case .use: "use"
            }
        }
    }

    package enum Effect: Sendable {
        case read
        /// It changes something on the platform, or may.
        case write
    }

    package let operation: Operation
    package let method: HTTPMethod
    package let command: Command
    /// The path before and behind the connection's name; the whole path stands before it where it takes none.
    let pathPrefix: String
    let pathSuffix: String

    init(
        _ operation: Operation, _ parameters: [Parameter], _ method: HTTPMethod, _ path: String,
        _ success: Command.Success, _ effect: Effect, _ summary: String, aliases: [String] = [],
        acceptsOthers: Bool = false
    ) {
        self.operation = operation
        self.method = method
        (pathPrefix, pathSuffix) = path.split(atFirst: "NAME") ?? (path, "")
        command = Command(
            operation.name, aliases: aliases, summary: summary, parameters: parameters, acceptsOthers: acceptsOthers,
            success: success, isWrite: effect == .write, request: Self.request(operation, method, path),
            secretFields: operation == .use ? [] : ["password", "user-token"])
    }

    private static func request(_ operation: Operation, _ method: HTTPMethod, _ path: String) -> String {
        switch operation {
        case .use: ""
        case .request: "METHOD PATH"
        case .ensure: "GET \(path), then POST, PUT, PATCH or nothing"
        default: "\(method.rawValue) \(path)"
        }
    }
}
