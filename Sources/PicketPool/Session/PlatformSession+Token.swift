import NIOCore
import NIOHTTP1
import PicketHTTP
import PicketRuntime

/// The token of a platform, and the logins that bring it.
extension PlatformSession {
    func accepted(_ generation: Int) { identity.accepted(generation) }

    func mayRenew(_ generation: Int, evenIfNew isNew: Bool) -> Bool {
        identity.mayRenew(generation, evenIfNew: isNew)
    }

    /// Obtains a token other than the one with this number. `completion` receives nil, or the response of the command
    /// that cannot continue.
    ///
    /// However many ask, one login is sent, and one question is asked.
    ///
    /// - Parameter passwords: Is asked for a password that is not configured; nil if nobody can be asked.
    func obtainToken(
        replacing generation: Int?, runEnd: RunEnd?, passwords: PasswordRequest?,
        completion: @escaping (Response?) -> Void
    ) {
        if let token, token.generation != generation { return completion(nil) }
        let identity = identity
        if let refusal = identity.refusal { return completion(refusal) }
        let wanted = passwords == nil ? nil : wantedPassword
        guard credentials != nil || wanted != nil else { return completion(.failure(noCredentials, .noCredentials)) }
        identity.waiters.append { response in
            completion(response.failureReason == nil ? nil : Self.consequence(of: response))
        }
        guard identity.waiters.count == 1 else { return }
        guard let wanted, let passwords else { return sendLogin(as: identity, runEnd) }
        passwords(wanted) { [self] answer in
            switch answer {
            case .given(let password):
                identity.give(password: password)
                sendLogin(as: identity, runEnd)
            case .refused(let reason): end(.failure(reason, .login), identity)
            }
        }
    }

    /// Sends the login that an identity's callers wait for.
    private func sendLogin(as identity: Identity, _ runEnd: RunEnd?) {
        guard let credentials = identity.credentials else {
            return end(.failure(noCredentials, .noCredentials), identity)
        }
        // A login for several runs does not end with the one that asked first.
        let runEnd = records.isOneOfSeveralRuns && identity === configuredIdentity ? nil : runEnd
        CommandExecution(loginCommand(credentials), on: self, CommandLimits(runEnd: runEnd)).deliver {
            [self] response, _ in
            var response = response
            if let text = Self.token(in: &response, for: credentials) {
                take(text, of: credentials, isTyped: identity.askedUser != nil, as: identity)
            }
            if response.isRefusedLogin { identity.refuse(Self.consequence(of: response)) }
            end(response, identity)
        }
    }

    private func end(_ response: Response, _ identity: Identity) {
        let waiters = identity.waiters
        identity.waiters = []
        for waiter in waiters { waiter(response) }
    }

    /// The password that a person must type before this platform gives a token; nil for none.
    var wantedPassword: WantedPassword? {
        guard identity.credentials == nil, identity.token == nil, let user = identity.askedUser else { return nil }
        return WantedPassword(user: user.shown, platform: profile.name ?? base)
    }

    /// Stores the password that a person typed.
    func give(password: String) {
        secrets.add(password)
        identity.give(password: password)
    }

    /// The user whose password is asked for, for a command that logs in without naming one.
    var askedUser: Credentials.User? { identity.askedUser }

    /// The note on a refused token that cannot be replaced; nil if it can.
    var noteOnRefusedToken: String? {
        guard token != nil, credentials == nil else { return nil }
        return
            "the configured token was refused: it may have expired, and without a user and a password there is no way to get a new one"
    }

    /// Allows a new run to try the login and the proxy again.
    func forgetRefusal() {
        identity.forgetRefusal()
        client.forgetProxyRefusal()
    }

    /// Returns the command that logs in.
    func loginCommand(_ credentials: Credentials) -> PlatformCommand { .login(.basic(basic(credentials))) }

    /// Keeps the token and the credentials if the answer to a script's login brings a token. Otherwise it marks the
    /// response as failed.
    ///
    /// Other executors keep their identity.
    ///
    /// - Parameter isTyped: Whether a person typed the password.
    func logIn(_ credentials: Credentials, isTyped: Bool, _ response: inout Response) {
        guard let text = Self.token(in: &response, for: credentials) else {
            if isTyped, response.isRefusedLogin { identity.forgetTypedPassword(of: credentials.user) }
            return
        }
        if isShared { identity = Identity(credentials, after: identity) }
        take(text, of: credentials, isTyped: isTyped)
    }

    /// Returns the token in the answer to a login. If there is none, it returns nil, and the response says why.
    private static func token(in response: inout Response, for credentials: Credentials) -> String? {
        guard response.failureReason == nil else { return nil }
        if response.status == 201, let text = response.object?["user-token"]?.text, !text.isEmpty,
            MessageSyntax.isValue(text)
        {
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

    func learn(basic value: String, isCommon: Bool) {
        if let text = value.split(separator: " ").last { add(String(text), isCommon: isCommon) }
    }

    func take(_ text: String, of credentials: Credentials?, isTyped: Bool, as identity: Identity? = nil) {
        let identity = identity ?? self.identity
        add(text, isCommon: identity === configuredIdentity)
        identity.take(text, of: credentials, isTyped: isTyped)
    }

    /// Stores a secret.
    ///
    /// - Parameter isCommon: Whether all runs that share the configured credentials hide it.
    func add(_ text: String, isCommon: Bool) {
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
