import NIOCore
import PicketHTTP
import PicketSyntax

/// How a pool sends requests.
///
///     var options = PoolOptions()
///     options.rate = 50
///     options.platforms = [("backup", try PoolPlatform("https://backup.example", credentials: …))]
public struct PoolOptions: Sendable {
    /// How often a request is sent again after a failure that may pass.
    public var retries = 3
    /// The most requests a second to all platforms of the pool; nil for no limit.
    public var rate: Double?
    /// The time limit of one request, and of any one wait between two requests.
    public var timeout = Duration.seconds(30)
    /// The time limit of opening a connection.
    public var connectTimeout = Duration.seconds(10)
    /// The time limit of finding out what a write did whose answer was lost.
    public var settleTimeout = Duration.seconds(60)
    /// How long a write without an answer may still take effect. It is not sent again earlier.
    public var resendAfter = Duration.seconds(10)
    /// The most connections to one platform.
    public var connections = 64
    /// Whether `ensure` leaves alone a field of an existing connection that the platform does not show, such as the password.
    /// Without it, such a field is sent each time.
    public var skipsUnshown = false
    /// The platforms that scripts reach by `use NAME`, besides the pool's own. Scripts reach no other address.
    public var platforms: [(name: String, platform: PoolPlatform)] = []

    /// Creates the default options.
    public init() {}
}

extension PoolOptions {
    /// - Throws: `PoolProblem` if a value is out of its range.
    func check() throws(PoolProblem) {
        func require(_ isGood: Bool, _ message: String) throws(PoolProblem) {
            if !isGood { throw PoolProblem(.options, message) }
        }
        try require(retries >= 0, "`retries` is \(retries), and must not be negative")
        try require(rate.map { $0 > 0 && $0.isFinite } ?? true, "`rate` must be more than 0 requests a second")
        try require(connections > 0, "`connections` is \(connections), and must be at least 1")
        let times = [
            ("timeout", timeout), ("connectTimeout", connectTimeout), ("settleTimeout", settleTimeout),
            ("resendAfter", resendAfter),
        ]
        for (index, item) in platforms.enumerated() {
            let isTwice = platforms[..<index].contains { $0.name.hasBytes(of: item.name) }
            try require(!isTwice, "`platforms` has the name `\(item.name)` twice")
        }
        for (name, time) in times { try require(time > .zero, "`\(name)` is \(time), and must be more than 0") }
    }

    /// The configuration of the pool's executors.
    func configuration(_ platform: PoolPlatform) -> ExecutorConfiguration {
        var configuration = ExecutorConfiguration(platform: platform.profile)
        configuration.requestTimeout = TimeAmount(timeout)
        configuration.connectTimeout = TimeAmount(connectTimeout)
        configuration.settleTimeout = TimeAmount(settleTimeout)
        configuration.retryPolicy.resendAfter = TimeAmount(resendAfter)
        configuration.retryPolicy.retries = retries
        configuration.requestsPerSecond = rate
        configuration.connectionLimit = connections
        configuration.keepsChanges = true
        configuration.skipsUnshown = skipsUnshown
        configuration.voice = .library
        let platforms = platforms
        configuration.resolve = { name in
            if let named = platforms.first(where: { $0.name.hasBytes(of: name) }) {
                return .success(named.platform.profile)
            }
            let known = [platform.profile] + platforms.map(\.platform.profile)
            guard let endpoint = try? HTTPEndpoint(parsing: name),
                let profile = known.first(where: { $0.endpoint == PlatformProfile(endpoint: endpoint).endpoint })
            else {
                return .failure(PlatformProblem("this pool has no platform `\(ShownURL.text(name))`"))
            }
            return .success(profile)
        }
        return configuration
    }
}
