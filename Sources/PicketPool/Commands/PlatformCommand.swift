import NIOHTTP1
import PicketHTTP
import PicketRuntime

/// A command of the platform's API as one value: its request, its success, its effect, and the request that reads it
/// back.
///
/// The delivery, the judge, the journal, the plan, the curl script and the counts all use this value. It also records
/// which of its values are secret.
final class PlatformCommand {
    enum Authorization {
        case none
        /// The value of the `Authorization` field. It is a secret.
        case basic(String)
        /// The token in the header `user-token`.
        case token
        /// The same if there is a token, or credentials to get one.
        case tokenIfAny
        /// The token in the query's `token`, with Basic if there are credentials.
        case tokenInQuery
        /// The platform's user and password in the Basic scheme.
        case credentials
    }

    /// The user and password of a `login`; nil for the configured ones.
    struct Account {
        var user: ConnectionName?
        var password: String?
    }

    let operation: Endpoint.Operation
    /// The connection that the command is about; nil for none.
    let name: ConnectionName?
    /// The fields that the connection has after the command took effect. For `ensure`: the fields that it should have.
    let fields: ConnectionFields
    let account: Account?
    let method: HTTPMethod
    let path: RequestPath
    let body: RequestBody?
    let authorization: Authorization
    /// The status of success. nil means any status of 200 to 299, and then the body may be anything.
    let expectedStatus: Int?
    /// Whether an answer with an empty body is a failure.
    let needsBody: Bool
    /// What a script's `request` says besides its method, path and body; nil for nothing.
    let options: RequestOptions?
    /// Whether the command may change something on the platform.
    let isWrite: Bool
    /// What a script's own request does to a connection; nil if its path is not the path of one.
    let ownWrite: ConnectionWrite?

    /// Creates a documented command on a connection.
    ///
    /// - Parameters:
    ///   - fields: The fields that the script wrote.
    ///   - changed: The fields of these that an `update` sends; nil for all.
    /// - Throws: `CommandProblem` for a name that no path can carry.
    init(
        _ operation: Endpoint.Operation, _ name: ConnectionName,
        fields written: ConnectionFields = ConnectionFields(), changing changed: [ConnectionFields.Field]? = nil
    ) throws(CommandProblem) {
        // `remove` sends what `delete` sends. The difference is that it accepts an absent connection.
        let row = ConnectionAPI.endpoint(operation == .remove ? .delete : operation)
        path = try row.path(for: name)
        method = row.method
        expectedStatus = if case .exactly(let status) = row.command.success { status } else { 200 }
        var (fields, body) = (written, RequestBody?.none)
        switch operation {
        case .add:
            fields.tags = fields.tags ?? ""
            fields.enabled = nil
            body = RequestBody(fields, ConnectionFields.Field.allCases)
        case .update:
            if let changed { fields = fields.only(changed) }
            body = RequestBody(fields, fields.written)
        case .enable, .disable:
            fields = ConnectionFields()
            fields.enabled = operation == .enable
        case .ensure: break
        default: fields = ConnectionFields()
        }
        self.operation = operation
        self.name = name
        self.fields = fields
        self.body = body
        account = nil
        authorization = .token
        needsBody = operation == .show
        options = nil
        isWrite = operation != .show
        ownWrite = nil
    }

    /// Creates a command that is not about a connection.
    init(
        _ operation: Endpoint.Operation, _ method: HTTPMethod, _ path: RequestPath, body: RequestBody? = nil,
        authorization: Authorization, expectedStatus: Int?, account: Account? = nil, options: RequestOptions? = nil
    ) {
        self.operation = operation
        self.method = method
        self.path = path
        self.body = body
        self.authorization = authorization
        self.expectedStatus = expectedStatus
        self.account = account
        self.options = options
        name = nil
        fields = ConnectionFields()
        needsBody = expectedStatus != nil
        isWrite = operation == .request && !(options?.isRead ?? (method == .GET || method == .HEAD))
        ownWrite = isWrite ? ConnectionWrite(method, path, body) : nil
    }

    // MARK: Its arguments

    /// Creates a command from arguments that it copies out of the machine.
    ///
    /// - Parameter fields: The names of the fields whose values are secret.
    /// - Throws: `CommandProblem` for arguments that no request can carry.
    static func made(
        of pending: PendingCommand, as endpoint: Endpoint, _ fields: SecretFields
    ) throws(CommandProblem) -> PlatformCommand {
        switch endpoint.operation {
        case .add, .update, .ensure:
            return try PlatformCommand(
                endpoint.operation, ConnectionName(pending), fields: try ConnectionFields(pending))
        case .show, .enable, .disable, .delete, .remove:
            return try PlatformCommand(endpoint.operation, ConnectionName(pending))
        case .request: return try OwnRequest(pending, fields).command()
        case .login:
            if let problem = pending.text(0).flatMap({ BasicCredentials.problem(ofUser: $0) }) {
                throw CommandProblem("the user holds \(problem.phrase)")
            }
            let account = Account(
                user: pending.isPresent(0) ? ConnectionName(pending) : nil, password: pending.text(1))
            return .login(.none, account)
        case .token:
            return PlatformCommand(
                .token, endpoint.method, RequestPath("/ds-api/user-token?token="), authorization: .tokenInQuery,
                expectedStatus: 200)
        case .ping, .use:
            return PlatformCommand(
                endpoint.operation, endpoint.method, RequestPath(endpoint.pathPrefix), authorization: .none,
                expectedStatus: 200)
        }
    }

    /// Returns the request for a token.
    static func login(_ authorization: Authorization, _ account: Account? = nil) -> PlatformCommand {
        let row = ConnectionAPI.endpoint(.login)
        return PlatformCommand(
            .login, row.method, RequestPath(row.pathPrefix), authorization: authorization, expectedStatus: 201,
            account: account)
    }

    // MARK: What it is

    /// Whether the command belongs to the API: its answers are JSON, and its failures are objects with `error`.
    var isOfAPI: Bool { expectedStatus != nil }

    /// Whether the platform's own answers have a known form. A script's own request that writes a connection gets the
    /// answers of the API's commands, although the script sees them as those of any other endpoint.
    var hasKnownAnswers: Bool { isOfAPI || ownWrite != nil }

    /// Whether a read from the platform can show that the command took effect, so that the delivery may rely on it.
    var canBeReadBack: Bool { isWrite && name != nil }

    /// Whether the connection is gone after the command took effect.
    var deletes: Bool { operation == .delete || operation == .remove }

    /// The command that reads the connection; nil for a command without a connection.
    var reading: PlatformCommand? { name.flatMap { try? PlatformCommand(.show, $0) } }

    // MARK: Its success

    func isSuccess(_ status: Int) -> Bool {
        expectedStatus.map { $0 == status } ?? (200..<300).contains(status)
    }

    /// Whether an answer says that the command did its work. For a script's own request that writes a connection, only
    /// the documented answer does: a page of a gateway, or the promise to do something later (202), proves nothing.
    func isDone(by response: borrowing Response) -> Bool {
        guard response.failureReason == nil, let status = response.status else { return false }
        return ownWrite?.row.map { $0.isDocumentedSuccess(response) } ?? isSuccess(status)
    }

    /// The documented answer to a success, for an answer that was lost or never requested.
    var documentedAnswer: Response {
        Response(status: expectedStatus, marked: ["status": .string(operation.successText)])
    }

    // MARK: What is shown

    /// The connection's name as its taint allows to show it; empty for none.
    var shownName: String { name?.shown ?? "" }

    /// The path as it is shown: without the parts made from a secret, and without the token.
    var shownPath: String {
        guard case .tokenInQuery = authorization else { return path.shown }
        var path = path
        path.append("", isSecret: true)
        return path.shown
    }

    /// The request line as its taint allows to show it. Each answer carries this text, so it is built without
    /// interpolation.
    func line(on platform: PlatformSession) -> String { platform.lineStart(method) + shownPath }
}

@available(*, unavailable)
extension PlatformCommand: Sendable {}
