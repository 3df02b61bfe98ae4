import NIOHTTP1
package import PicketRuntime

/// All commands of the platform's Connection API, with their requests, success statuses and parameters.
///
/// Each row serves checking, help and completion (as a `Command`) and execution (as an `Endpoint`). Source: the pages
/// "Connection" and "User token" of the manual, <https://www.datasentinel.io>.
package enum ConnectionAPI {
    private static let instances = "/ds-api/pool/pg-instances/NAME"
    private static let name = Parameter.word(
        "name", completion: .connections, summary: "the connection, unique on its platform")
    private static let user = Parameter("user", summary: "monitoring role in PostgreSQL")
    private static let password = Parameter("password", isSecret: true, summary: "the role's password")
    private static let fields = [
        name,
        Parameter("host", summary: "PostgreSQL host"),
        Parameter("port", .integer(1...65_535), summary: "PostgreSQL port"),
        user,
        password,
        Parameter("tags", .tags, isRequired: false, summary: "`key=value,key=value`, or a map"),
    ]
    private static let enabled = Parameter("enabled", .boolean, isRequired: false, summary: "whether it is monitored")
    private static let account = [
        Parameter.word("user", isRequired: false, summary: "the platform's user; the configured one if left out"),
        Parameter("password", isRequired: false, isSecret: true, summary: "the user's password"),
    ]
    private static let anything = [
        Parameter.word(
            "method", completion: .words(["GET", "POST", "PUT", "PATCH", "DELETE"]),
            summary: "the method, such as GET or POST"),
        Parameter("path", .path, isPositional: true, summary: "path and query; a value in it is one encoded segment"),
        Parameter("body", .value, isRequired: false, summary: "a string or bytes as they are, anything else as JSON"),
        Parameter("headers", .value, isRequired: false, summary: "a map of header fields of your own"),
        Parameter(
            "auth", isRequired: false, completion: .words(RequestOptions.Credentials.allCases.map(\.rawValue)),
            summary: "the credentials to send: the token, the user and password, or none"),
        Parameter(
            "save", isRequired: false, completion: .files, summary: "the file for the body of a successful answer"),
        Parameter("read", .boolean, isRequired: false, summary: "whether a POST changes nothing"),
        Parameter("timeout", .duration, isRequired: false, summary: "the time limit of this request"),
    ]
    private static let platform = Parameter.word("platform", completion: .profiles, summary: "a URL or a profile")

    package static let endpoints: [Endpoint] = [
        row(.login, account, .POST, "/ds-api/user-token", 201, is: .read, "get a token as a user of the platform"),
        row(
            .token, [], .GET, "/ds-api/user-token?token=TOKEN", 200, is: .read, "show whose token it is, and until when"
        ),
        row(.ping, [], .GET, "/ds-api/", 200, is: .read, "ask whether the platform is up"),
        row(.add, fields, .POST, instances, 201, is: .write, "start to monitor an instance"),
        row(.show, [name], .GET, instances, 200, is: .read, "show a connection and its state", aliases: ["display"]),
        row(.update, optional(fields), .PUT, instances, 200, is: .write, "change the given fields of a connection"),
        row(.disable, [name], .PATCH, instances + "/disable", 200, is: .write, "stop monitoring an instance"),
        row(.enable, [name], .PATCH, instances + "/enable", 200, is: .write, "monitor an instance again"),
        row(.delete, [name], .DELETE, instances, 200, is: .write, "delete a connection"),
        row(
            .ensure, fields + [enabled], .GET, instances, 200, 201, is: .write,
            "create or change a connection if necessary"),
        row(.remove, [name], .DELETE, instances, 200, 404, is: .write, "delete a connection if it is there"),
        Endpoint(.request, anything, .GET, "PATH", .any2xx, .write, "call any other endpoint", acceptsOthers: true),
        Endpoint(.use, [platform], .GET, "", .noError, .read, "choose the platform of the next commands"),
    ]

    /// The commands of the API, in the order of `endpoints`. A host appends its own commands to them.
    package static let commands = CommandTable(endpoints.map(\.command))

    /// Whether programs that name these commands, by their indices, send nothing about a connection but `add`.
    package static func onlyAdds(_ named: Set<Int>) -> Bool {
        named.allSatisfy { index in
            switch endpoint(at: index)?.operation {
            case .login, .token, .ping, .add, .use: true
            default: false
            }
        }
    }

    /// Returns the endpoint of a command, by its index in a table that begins with these commands.
    package static func endpoint(at index: Int) -> Endpoint? {
        endpoints.indices.contains(index) ? endpoints[index] : nil
    }

    static func endpoint(_ operation: Endpoint.Operation) -> Endpoint { endpoints[operation.rawValue] }

    private static func optional(_ parameters: [Parameter]) -> [Parameter] {
        parameters.map { parameter in
            var parameter = parameter
            parameter.isRequired = parameter.isPositional
            return parameter
        }
    }

    private static func row(
        _ operation: Endpoint.Operation, _ parameters: [Parameter], _ method: HTTPMethod, _ path: String,
        _ statuses: Int..., is effect: Endpoint.Effect, _ summary: String, aliases: [String] = []
    ) -> Endpoint {
        let success: Command.Success = statuses.count == 1 ? .exactly(statuses[0]) : .anyOf(statuses)
        return Endpoint(operation, parameters, method, path, success, effect, summary, aliases: aliases)
    }
}
