import NIOCore
import NIOHTTP1
import PicketHTTP
import PicketRuntime

/// A platform as a run knows it: connections, credentials and the token.
final class PlatformSession {
    let profile: PlatformProfile
    let client: any HTTPTransport
    let eventLoop: any EventLoop
    let requestTimeout: TimeAmount
    let settleTimeout: TimeAmount
    let retryPolicy: RetryPolicy
    let pace: RequestPace
    private let records: RunRecords
    /// The place that this session shares with the other sessions of its endpoint.
    let place: PlatformPlace
    let warnings: PendingWarnings
    /// The endpoint's URL, which is shown before every path.
    let base: String
    var latestBody = LatestBody()
    /// The beginnings of the request lines so far: the method, a blank and the URL.
    private var lineStarts: [(method: HTTPMethod, text: String)] = []
    private var identity: Identity
    /// The identity of the configured credentials, which other runs may share.
    private let configuredIdentity: Identity
    /// The secrets of that identity.
    private let common: CommonSecrets
    /// The number of requests that this session began to send.
    var sentCount = 0
    /// The URL of the platform that the configured credentials are for, if it is another platform.
    private let configuredElsewhere: String?
    /// Whether other executors share the identity.
    private let isShared: Bool

    init(
        _ profile: PlatformProfile, configuration: ExecutorConfiguration, pace: RequestPace, _ records: RunRecords,
        _ common: CommonSecrets, eventLoop: any EventLoop, place: PlatformPlace? = nil
    ) {
        self.profile = profile
        self.eventLoop = eventLoop
        self.pace = pace
        self.common = common
        self.records = records
        requestTimeout = min(configuration.requestTimeout, .longest)
        settleTimeout = min(configuration.settleTimeout, .longest)
        retryPolicy = configuration.retryPolicy
        base = profile.endpoint.description
        self.place =
            place
            ?? PlatformPlace(
                OwnWrites(retryPolicy, remembersAdditions: configuration.remembersAdditions), url: base)
        warnings = PendingWarnings(profile, configuration.onWarning)
        configuredIdentity = Identity(profile.credentials)
        identity = configuredIdentity
        configuredElsewhere = configuration.platform.flatMap { configured in
            configured == profile || configured.credentials == nil && configured.token == nil
                ? nil : configured.endpoint.description
        }
        isShared = false
        client =
            configuration.transport?(profile.endpoint, eventLoop)
            ?? HTTPClient(
                endpoint: profile.endpoint, configuration: Self.client(profile, configuration), eventLoop: eventLoop)
        if let credentials { add(credentials.password, isCommon: true) }
        if let proxy = profile.proxy?.authorization { learn(basic: proxy, isCommon: true) }
        if let token = profile.token { take(token, of: profile.credentials) }
    }

    /// Creates a session with the same connections and pace. It has the same identity until a script logs in by itself.
    init(sharing other: PlatformSession, _ records: RunRecords, place: PlatformPlace?) {
        profile = other.profile
        client = other.client
        eventLoop = other.eventLoop
        requestTimeout = other.requestTimeout
        settleTimeout = other.settleTimeout
        retryPolicy = other.retryPolicy
        // Each of the files has its own doubts and counts.
        self.place =
            place
            ?? PlatformPlace(
                records.isOneOfSeveralRuns ? OwnWrites(other.retryPolicy, remembersAdditions: true) : other.ownWrites,
                url: other.base)
        pace = other.pace
        self.records = records
        common = other.common
        warnings = other.warnings
        base = other.base
        configuredIdentity = other.configuredIdentity
        identity = other.identity
        configuredElsewhere = other.configuredElsewhere
        isShared = true
    }

    /// The states in which the run's own writes left connections.
    var ownWrites: OwnWrites { place.ownWrites }

    // MARK: The run's records

    var planner: Planner? { records.planner }
    var curl: CurlRecorder? { records.curl }
    var notices: Notices { records.notices }
    var doubts: Doubts { records.doubts }
    var secrets: SecretStore { records.secrets }
    var memory: WriteMemory? { records.memory }
    var onVerboseLine: ((Shown<String>) -> Void)? { records.onVerboseLine }

    /// Returns the beginning of the request lines with a method, up to the path.
    func lineStart(_ method: HTTPMethod) -> String {
        for start in lineStarts where start.method == method { return start.text }
        let text = "\(method.rawValue) \(base)"
        lineStarts.append((method, text))
        return text
    }

    /// The platform's name in a journal.
    var nameInJournal: String { profile.alias ?? base }

    var credentials: Credentials? { identity.credentials }

    var token: AccessToken? { identity.token }

    /// Returns why a command cannot be sent; nil if it can.
    ///
    /// - Parameter logsIn: Whether the command brings its own user and password.
    func obstacle(logsIn: Bool) -> PlatformObstacle? {
        guard let obstacle = profile.obstacle else { return nil }
        // A script that has logged in by itself does not need a configured password.
        let isSettled = obstacle.kind == .credentials && (logsIn || token != nil)
        return isSettled ? nil : obstacle
    }

    private static func client(
        _ profile: PlatformProfile, _ configuration: ExecutorConfiguration
    ) -> HTTPClientConfiguration {
        var client = HTTPClientConfiguration()
        client.tls = profile.tls
        client.voice = configuration.voice
        client.proxy = profile.proxy
        client.connectTimeout = configuration.connectTimeout
        client.connectionLimit = configuration.connectionLimit
        client.calendarDay = { CalendarDate(secondsSince1970: $0).description }
        client.constantHeaders = [("User-Agent", "picket"), ("Accept", "application/json")]
        return client
    }

    // MARK: The token

    func accepted(_ generation: Int) { identity.accepted(generation) }

    func mayRenew(_ generation: Int) -> Bool { identity.mayRenew(generation) }

    /// Obtains a token other than the one with this number. `completion` receives nil, or the response of the command
    /// that cannot continue.
    ///
    /// However many ask, one login is sent.
    func obtainToken(replacing generation: Int?, runEnd: RunEnd?, completion: @escaping (Response?) -> Void) {
        if let token, token.generation != generation { return completion(nil) }
        guard let credentials else { return completion(.failure(noCredentials, .login)) }
        let identity = identity
        if let refusal = identity.refusal { return completion(refusal) }
        identity.waiters.append { response in
            completion(response.failureReason == nil ? nil : Self.consequence(of: response))
        }
        guard identity.waiters.count == 1 else { return }
        // A login for several runs does not end with the one that asked first.
        let runEnd = records.isOneOfSeveralRuns && identity === configuredIdentity ? nil : runEnd
        CommandExecution(loginCommand(credentials), on: self, CommandLimits(runEnd: runEnd)).deliver {
            [self] response, _ in
            var response = response
            if let text = Self.token(in: &response, for: credentials) { take(text, of: credentials, as: identity) }
            if response.isRefusedLogin { identity.refusal = Self.consequence(of: response) }
            let waiters = identity.waiters
            identity.waiters = []
            for waiter in waiters { waiter(response) }
        }
    }

    /// The note on a refused token that cannot be replaced; nil if it can.
    var noteOnRefusedToken: String? {
        guard token != nil, credentials == nil else { return nil }
        return
            "the configured token was refused: it may have expired, and without a user and a password there is no way to get a new one"
    }

    /// Allows a new run to try the login and the proxy again.
    func forgetRefusal() {
        identity.refusal = nil
        client.forgetProxyRefusal()
    }

    /// Returns the command that logs in.
    func loginCommand(_ credentials: Credentials) -> PlatformCommand { .login(.basic(basic(credentials))) }

    /// Keeps the token and the credentials if the answer to a script's login brings a token. Otherwise it marks the
    /// response as failed.
    ///
    /// Other executors keep their identity.
    func logIn(_ credentials: Credentials, _ response: inout Response) {
        guard let text = Self.token(in: &response, for: credentials) else { return }
        if isShared { identity = Identity(credentials, after: identity) }
        take(text, of: credentials)
    }

    /// Returns the token in the answer to a login. If there is none, it returns nil, and the response says why.
    private static func token(in response: inout Response, for credentials: Credentials) -> String? {
        guard response.failureReason == nil else { return nil }
        if response.status == 201, let text = response.object?["user-token"]?.text, MessageSyntax.isValue(text) {
            return text
        }
        response.failureReason = .login
        response.error = refusal(response, of: credentials.shownUser)
        return nil
    }

    /// Returns the header value of the Basic scheme. The password and the value become secrets before they are sent.
    func basic(_ credentials: Credentials) -> String {
        secrets.add(credentials.password)
        let value = BasicCredentials.headerValue(user: credentials.user.utf8, password: credentials.password.utf8)
        learn(basic: value, isCommon: credentials == configuredIdentity.credentials)
        return value
    }

    private func learn(basic value: String, isCommon: Bool) {
        if let text = value.split(separator: " ").last { add(String(text), isCommon: isCommon) }
    }

    private func take(_ text: String, of credentials: Credentials?, as identity: Identity? = nil) {
        let identity = identity ?? self.identity
        add(text, isCommon: identity === configuredIdentity)
        identity.take(text, of: credentials)
    }

    /// Stores a secret.
    ///
    /// - Parameter isCommon: Whether all runs that share the configured credentials hide it.
    private func add(_ text: String, isCommon: Bool) {
        secrets.add(text)
        if isCommon { common.add(text) }
    }

    private var noCredentials: String {
        guard let other = configuredElsewhere else {
            return "it needs a token, and no user and password are configured "
                + "(\(retryPolicy.voice.credentials), or `login`)"
        }
        return "it needs a token, and the configured user and password are for another platform, `\(other)`: "
            + "log in to this one with `login USER password=…`, or \(retryPolicy.voice.otherCredentials)"
    }

    private static func refusal(_ response: Response, of user: String) -> String {
        guard let status = response.status, status != 201 else { return "the answer to the login holds no token" }
        if (300..<400).contains(status), let note = response.note { return "no login: \(note)" }
        let reason = response.object?["error"]?.text ?? response.note
        let shown = reason.map { ": \($0)" } ?? ""
        switch StatusMeaning(status) {
        case .refused where response.isPlatformsOwn, .unauthorized:
            return "the platform refused to log in `\(user)` (status \(status))\(shown)"
        // A page or another kind of success does not refuse the login.
        case .refused, .accepted, .notNow, .timedOut, .unavailable, .strange:
            let form = reason == nil ? " (\(response.received?.form ?? "no body"))" : ""
            let expected = (200..<300).contains(status) ? ", and a login is answered 201" : ""
            return "no login: the platform answered \(status)\(form)\(shown)\(expected)"
        }
    }

    /// Returns the response of a command that was not sent because its login failed.
    private static func consequence(of login: Response) -> Response {
        var response = Response.failure(login.error ?? "the login failed", login.failureReason ?? .login)
        if login.failureReason == .badAnswer { response.failureReason = .login }
        if login.isRefusedLogin { response.failureReason = .refusedLogin }
        if login.failureReason == .noResponse { response.error = "no login: " + (login.error ?? "") }
        response.request = login.request
        response.loginStatus = login.status
        response.duration = login.duration
        return response
    }
}

extension Response {
    /// Whether the platform refused a login, so that it would refuse the same credentials again. A gateway's page and
    /// an answer from a platform that is starting or busy say nothing about the credentials.
    fileprivate var isRefusedLogin: Bool {
        guard failureReason == .login, let status else { return false }
        switch StatusMeaning(status) {
        case .unauthorized: return true
        // 403 refuses the caller; 425 asks to try again (RFC 8470).
        case .refused: return status == 403 || status != 425 && received?.hasError == true
        case .accepted, .notNow, .timedOut, .unavailable, .strange: return false
        }
    }
}

@available(*, unavailable)
extension PlatformSession: Sendable {}
