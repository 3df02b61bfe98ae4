package import NIOHTTP1
import PicketHTTP
package import PicketRuntime
import PicketSyntax

/// A row of the Connection API: the name and the parameters of a command, and its request.
package final class Endpoint: Sendable {
    /// The commands in the order of the table.
    package enum Operation: Int, CaseIterable, Sendable {
        case login, token, ping, add, show, update, disable, enable, delete, ensure, remove, request, use

        /// The name in a script. It is written out because each start builds the table, and `"\(self)"` is slow.
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

        /// The text in the documented answer to a success of a write on a connection.
        var successText: String {
            switch self {
            case .add: "Connection created and connected!"
            case .update: "Connection updated!"
            case .disable: "Connection disabled!"
            case .enable: "Connection enabled!"
            default: "Connection deleted!"
            }
        }
    }

    package enum Effect: Sendable {
        case read
        /// The command changes something on the platform, or may change it.
        case write
    }

    package let operation: Operation
    package let method: HTTPMethod
    package let command: Command
    /// The path before and after the connection's name. If the path has no name, `pathPrefix` is the whole path.
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

    /// Whether an answer has the documented status and body of a success of a write on a connection.
    func isDocumentedSuccess(_ response: borrowing Response) -> Bool {
        command.success.accepts(response.status)
            && response.object?["status"]?.text?.hasBytes(of: operation.successText) ?? false
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
