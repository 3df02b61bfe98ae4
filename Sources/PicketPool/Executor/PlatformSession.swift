import NIOCore
import PicketRuntime

/// One platform as a run knows it: connections, credentials and the token.
final class PlatformSession {
    let profile: PlatformProfile
    let client: HTTPClient
    let eventLoop: any EventLoop
    let requestTimeout: TimeAmount
    let retryPolicy: RetryPolicy
    let pace: RequestPace
    /// Where writes go that are only planned; nil in a run that does them.
    let planner: Planner?
    let curl: CurlRecorder?
    let unsettled: UnsettledWrites
    let secrets: SecretStore
    let onVerboseLine: ((String) -> Void)?
    /// The endpoint's URL, before every path that is shown.
    let base: String
    private(set) var credentials: Credentials?
    private(set) var token: AccessToken?
    private var tokensMade = 0
    /// Who waits for the login that is on its way.
    private var loginWaiters: [(Response) -> Void] = []

    init(
        _ profile: PlatformProfile, configuration: ExecutorConfiguration, pace: RequestPace, planner: Planner?,
        curl: CurlRecorder?, unsettled: UnsettledWrites, secrets: SecretStore, eventLoop: any EventLoop
    ) {
        self.profile = profile
        self.eventLoop = eventLoop
        self.pace = pace
        self.planner = planner
        self.curl = curl
        self.unsettled = unsettled
        self.secrets = secrets
        requestTimeout = min(configuration.requestTimeout, .longest)
        retryPolicy = configuration.retryPolicy
        onVerboseLine = configuration.onVerboseLine
        base = profile.endpoint.description
        credentials = profile.credentials
        client = HTTPClient(
            endpoint: profile.endpoint, configuration: Self.client(profile, configuration), eventLoop: eventLoop)
        if let credentials { secrets.add(credentials.password) }
        if let token = profile.token { take(token) }
    }

    private static func client(
        _ profile: PlatformProfile, _ configuration: ExecutorConfiguration
    ) -> HTTPClientConfiguration {
        var client = HTTPClientConfiguration()
        client.tls = profile.tls
        client.proxy = profile.proxy
        client.connectTimeout = configuration.connectTimeout
        client.connectionLimit = configuration.connectionLimit
        client.constantHeaders = [("User-Agent", "picket"), ("Accept", "application/json")]
        return client
    }

    // MARK: The token

    /// The platform has answered a request that carried this token by something else than 401.
    func accepted(_ generation: Int) {
        guard token?.generation == generation else { return }
        token?.wasAccepted = true
    }

    /// Whether a request that was answered 401 may be repeated with another token.
    func mayRenew(_ generation: Int) -> Bool {
        guard let token else { return false }
        return token.generation != generation || token.wasAccepted && credentials != nil
    }

    /// Sees to a token that is not the one named; `completion` gets nil, or the response of the command that can't go on.
    ///
    /// However many ask, one login is sent.
    func obtainToken(replacing generation: Int?, limit: NIODeadline, completion: @escaping (Response?) -> Void) {
        if let token, token.generation != generation { return completion(nil) }
        guard let credentials else { return completion(.failure(Self.noCredentials, .login)) }
        loginWaiters.append { response in completion(response.trouble == nil ? nil : Self.consequence(of: response)) }
        guard loginWaiters.count == 1 else { return }
        logIn(credentials, limit: .distantFuture) { [self] response in
            let waiters = loginWaiters
            loginWaiters = []
            for waiter in waiters { waiter(response) }
        }
    }

    /// Logs in, and keeps token and credentials if that succeeds. The response has a trouble otherwise.
    @discardableResult
    func logIn(
        _ credentials: Credentials, limit: NIODeadline, completion: @escaping (Response) -> Void
    ) -> Call {
        secrets.add(credentials.password)
        let endpoint = ConnectionAPI.endpoint(.login)
        let basic = BasicCredentials.headerValue(user: credentials.user.utf8, password: credentials.password.utf8)
        let request = APIRequest(
            method: endpoint.method, path: endpoint.pathPrefix, authorization: .basic(basic), expectedStatus: 201,
            needsBody: true)
        return Call.start(request, on: self, limit: limit) { [self] response, _ in
            completion(conclude(response, of: credentials))
        }
    }

    private func conclude(_ response: Response, of credentials: Credentials) -> Response {
        guard response.trouble == nil else { return response }
        var response = response
        if response.status == 201, let text = response.object?["user-token"]?.text, MessageSyntax.isValue(text) {
            self.credentials = credentials
            take(text)
        } else {
            response.trouble = .login
            response.error = Self.refusal(response, of: credentials.user)
        }
        return response
    }

    private func take(_ text: String) {
        secrets.add(text)
        tokensMade += 1
        token = AccessToken(text, generation: tokensMade)
    }

    private static let noCredentials =
        "it needs a token, and no user and password are configured (`--user`, `--password-env`, or `login`)"

    private static func refusal(_ response: Response, of user: String) -> String {
        guard let status = response.status, status != 201 else { return "the answer to the login holds no token" }
        let reason = response.object?["error"]?.text.map { ": \($0)" } ?? ""
        return "the platform refused to log in `\(user)` (status \(status))\(reason)"
    }

    /// What a command is left with whose login failed: it was never judged itself.
    private static func consequence(of login: Response) -> Response {
        var response = Response.failure(login.error ?? "the login failed", login.trouble ?? .login)
        if login.trouble == .badAnswer { response.trouble = .login }
        if login.trouble == .noResponse { response.error = "no login: " + (login.error ?? "") }
        response.request = login.request
        response.duration = login.duration
        return response
    }
}

@available(*, unavailable)
extension PlatformSession: Sendable {}
