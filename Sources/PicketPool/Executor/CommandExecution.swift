import NIOCore
import NIOHTTP1
import PicketRuntime

/// One command on its way: the call that is under way, and what follows it.
final class CommandExecution {
    let endpoint: Endpoint
    let platform: PlatformSession
    let limit: NIODeadline
    private var completion: ((Response) -> Void)?
    private var call: Call?
    /// Of the calls before the latest.
    private var elapsed: Int64 = 0

    init(
        _ endpoint: Endpoint, on platform: PlatformSession, limit: NIODeadline,
        completion: @escaping (Response) -> Void
    ) {
        self.endpoint = endpoint
        self.platform = platform
        self.limit = limit
        self.completion = completion
    }

    func cancel() {
        completion = nil
        call?.cancel()
        call = nil
    }

    func finish(_ response: Response) {
        guard let completion else { return }
        self.completion = nil
        call = nil
        completion(response)
    }

    /// Copies the command's arguments and sends its first request.
    func begin(_ pending: PendingCommand) throws(CommandProblem) {
        switch endpoint.operation {
        case .login: logIn(user: pending.text(0), password: pending.text(1))
        case .request: try request(pending)
        case .ensure: try ensure(pending)
        case .remove: try remove(pending)
        default: send(try simpleRequest(pending)) { [self] response in finish(response) }
        }
    }

    /// Makes a call of this command; `next` gets its response, whose duration counts what went before.
    func send(_ request: APIRequest, then next: @escaping (Response) -> Void) {
        call = Call.start(request, on: platform, limit: limit) { [self] response in
            var response = response
            response.duration += elapsed
            elapsed = response.duration
            next(response)
        }
    }

    // MARK: Commands of one request

    private func simpleRequest(_ pending: PendingCommand) throws(CommandProblem) -> APIRequest {
        var request = APIRequest(method: endpoint.method, path: endpoint.pathPrefix)
        if case .exactly(let status) = endpoint.command.success { request.expectedStatus = status }
        switch endpoint.operation {
        case .ping:
            request.authorization = .none
            request.needsBody = true
            return request
        case .token:
            request.path = "/ds-api/user-token?token="
            request.authorization = .tokenInQuery
            request.needsBody = true
            return request
        default: break
        }
        request.path = try endpoint.path(for: pending.text(ConnectionFields.Slot.name) ?? "")
        switch endpoint.operation {
        case .add: request.body = try ConnectionFields(pending).creation
        case .update:
            let fields = try ConnectionFields(pending)
            request.body = fields.body(of: fields.written)
        case .show: request.needsBody = true
        default: break
        }
        return request
    }

    private func logIn(user: String?, password: String?) {
        let known = platform.credentials
        guard let user = user ?? known?.user else {
            return finish(.failure("there is no user to log in: write `login USER password=…`", .login))
        }
        guard let password = password ?? (user == known?.user ? known?.password : nil) else {
            return finish(.failure("there is no password for `\(user)`: write `login \(user) password=…`", .login))
        }
        let credentials = Credentials(user: user, password: password)
        call = platform.logIn(credentials, limit: limit) { [self] response in finish(response) }
    }
}

@available(*, unavailable)
extension CommandExecution: Sendable {}
