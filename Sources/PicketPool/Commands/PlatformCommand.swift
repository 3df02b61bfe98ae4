import NIOHTTP1
import PicketHTTP
import PicketRuntime

/// A command of the platform's API as one value: what it sends, what its success is, what it changes, and how it is read back.
///
/// Every part of a command's life asks this value and no other: the delivery, the judge, the journal, the plan, the curl
/// script and the counts. Which of its values are secret stands in the value, too.
final class PlatformCommand {
    enum Authorization {
        case none
        /// The value of `Authorization`. A secret.
        case basic(String)
        /// The header `user-token`.
        case token
        /// The same where there is one, or credentials to get one.
        case tokenIfAny
        /// The token as the query's `token`, with Basic where there are credentials.
        case tokenInQuery
        /// The platform's user and password by the Basic scheme.
        case credentials
    }

    /// The user and password of a `login`; nil for those that are configured.
    struct Account {
        var user: ConnectionName?
        var password: String?
    }

    let operation: Endpoint.Operation
    /// The connection that it concerns; nil for none.
    let name: ConnectionName?
    /// What the connection has once the command took effect; of an `ensure`, what it is to have.
    let fields: ConnectionFields
    let account: Account?
    let method: HTTPMethod
    let path: RequestPath
    let body: RequestBody?
    let authorization: Authorization
    /// The status of success; nil for any of 200 to 299, whose body then may be anything.
    let expectedStatus: Int?
    /// Whether an empty body is no success.
    let needsBody: Bool
    /// What a `request` of a script says beside that; nil for nothing.
    let options: RequestOptions?
    /// Whether it may change something on the platform.
    let isWrite: Bool

    /// A documented command on one connection.
    ///
    /// - Parameters:
    ///   - fields: those that the script wrote.
    ///   - changed: those of them that an `update` sends; nil for all.
    /// - Throws: `CommandProblem` for a name that no path can carry.
    init(
        _ operation: Endpoint.Operation, _ name: ConnectionName,
        fields written: ConnectionFields = ConnectionFields(), changing changed: [ConnectionFields.Field]? = nil
    ) throws(CommandProblem) {
        // A deletion that takes an absent connection for a success sends what `delete` sends.
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
    }

    /// A command that concerns no connection.
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
    }

    // MARK: Its arguments

    /// A command with its arguments, copied out of the machine.
    ///
    /// - Parameter fields: whose values are secret.
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
        case .request: return try OwnRequest(pending, fields).command
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

    /// The request for a token.
    static func login(_ authorization: Authorization, _ account: Account? = nil) -> PlatformCommand {
        let row = ConnectionAPI.endpoint(.login)
        return PlatformCommand(
            .login, row.method, RequestPath(row.pathPrefix), authorization: authorization, expectedStatus: 201,
            account: account)
    }

    // MARK: What it is

    /// Whether it is one of the API: its answers are JSON, its failures objects with `error`.
    var isOfAPI: Bool { expectedStatus != nil }

    /// Whether the platform can be asked if it took effect.
    var canBeReadBack: Bool { isWrite && name != nil }

    /// Whether the connection is gone once it took effect.
    var deletes: Bool { operation == .delete || operation == .remove }

    /// The command that reads its connection; nil where it concerns none.
    var reading: PlatformCommand? { name.flatMap { try? PlatformCommand(.show, $0) } }

    // MARK: Its success

    func isSuccess(_ status: Int) -> Bool {
        expectedStatus.map { $0 == status } ?? (200..<300).contains(status)
    }

    /// Whether an answer says that it did what it is for.
    func isDone(by response: borrowing Response) -> Bool {
        guard response.failureReason == nil, let status = response.status else { return false }
        return isSuccess(status)
    }

    /// The documented answer to a success, for one that was lost or never asked for.
    var documentedAnswer: Response {
        let text: String
        switch operation {
        case .add: text = "Connection created and connected!"
        case .update: text = "Connection updated!"
        case .disable: text = "Connection disabled!"
        case .enable: text = "Connection enabled!"
        default: text = "Connection deleted!"
        }
        return Response(status: expectedStatus, marked: ["status": .string(text)])
    }

    // MARK: What is shown

    /// The connection as it is shown by its taint; empty for none.
    var shownName: String { name?.shown ?? "" }

    /// The path as it is shown: without what was made of a secret, and without the token.
    var shownPath: String {
        guard case .tokenInQuery = authorization else { return path.shown }
        var path = path
        path.append("", isSecret: true)
        return path.shown
    }

    /// What is shown of it by its taint, put together piece by piece: every answer carries it.
    func line(on platform: PlatformSession) -> String {
        let path = shownPath
        var line = method.rawValue
        line.reserveCapacity(line.utf8.count + platform.base.utf8.count + path.utf8.count + 1)
        line += " "
        line += platform.base
        line += path
        return line
    }
}

@available(*, unavailable)
extension PlatformCommand: Sendable {}
