import HTTPHarness
import Picket
import Synchronization
import Testing

@testable import PicketPool

/// A pool over a platform of the tests, as a host uses it.
struct TestPool {
    let platform: FakePlatform
    let pool: Pool
    /// The pool's commands.
    var library = Library()

    static let password = "night watch"
    static let fields = "host=h port=1 user=u password=pppp"

    /// - Parameter interfere: is asked before the platform; nil lets it answer.
    init(
        retries: Int = 0,
        interfere: @escaping @Sendable (FakePlatform, ServerRequest) -> [HTTPHarness.Step]? = { _, _ in nil }
    ) async throws {
        let box = Condition<FakePlatform?>(nil)
        platform = try await FakePlatform.start { request in box.state.flatMap { interfere($0, request) } }
        box.update { [platform] in $0 = platform }
        pool = try Self.pool(platform, retries: retries)
        try library.add(pool)
    }

    static func pool(
        _ platform: FakePlatform, retries: Int = 0, credentials: PoolCredentials? = nil
    ) throws -> Pool {
        var options = PoolOptions()
        options.retries = retries
        // However busy the machine is, only what a test breaks may take too long.
        options.timeout = .seconds(600)
        options.connectTimeout = .seconds(600)
        options.resendAfter = .milliseconds(5)
        return try Pool(
            PoolPlatform(platform.url, credentials: credentials ?? .password(user: "datasentinel", password)),
            options: options)
    }

    func run(_ text: String, _ options: RunOptions = RunOptions()) async throws -> PoolResult {
        await pool.run(try library.compile(text), options)
    }

    func close() async {
        await pool.close()
        await platform.server.stop()
    }

    /// The names of the platform's connections.
    var names: [String] { platform.state.withLock { $0.connections.keys.sorted() } }
}

/// The bytes of an answer that a platform would have sent at once.
func text(of steps: [HTTPHarness.Step]) -> String {
    steps.map { if case .send(let text) = $0 { text } else { "" } }.joined()
}
