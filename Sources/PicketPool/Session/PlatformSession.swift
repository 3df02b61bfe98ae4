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
    let records: RunRecords
    /// The place that this session shares with the other sessions of its endpoint.
    let place: PlatformPlace
    let warnings: PendingWarnings
    /// The endpoint's URL, which is shown before every path.
    let base: String
    var latestBody = LatestBody()
    /// The beginnings of the request lines so far: the method, a blank and the URL.
    private var lineStarts: [(method: HTTPMethod, text: String)] = []
    var identity: Identity
    /// The identity of the configured credentials, which other runs may share.
    let configuredIdentity: Identity
    /// The secrets of that identity.
    let common: CommonSecrets
    /// The number of requests that this session began to send.
    var sentCount = 0
    /// The URL of the platform that the configured credentials are for, if it is another platform.
    let configuredElsewhere: String?
    /// Whether other executors share the identity.
    let isShared: Bool

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
        configuredIdentity = Identity(
            profile.credentials, askedUser: profile.askedUser.map { Credentials.User($0) })
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
        if let token = profile.token { take(token, of: profile.credentials, isTyped: false) }
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
    /// - Parameters:
    ///   - logsIn: Whether the command brings its own user, and its password or somebody who knows it.
    ///   - asks: Whether somebody can be asked for a password.
    func obstacle(logsIn: Bool, asks: Bool) -> PlatformObstacle? {
        guard let obstacle = profile.obstacle else { return nil }
        // A script that has logged in by itself does not need a configured password.
        let hasLogin = logsIn || token != nil || credentials != nil || asks && identity.askedUser != nil
        return obstacle.kind == .credentials && hasLogin ? nil : obstacle
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
}

@available(*, unavailable)
extension PlatformSession: Sendable {}
