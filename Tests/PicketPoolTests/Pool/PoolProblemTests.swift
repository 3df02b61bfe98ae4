import HTTPHarness
import Picket
import Synchronization
import Testing

@testable import PicketPool

/// What a host sees of a pool that is configured wrongly.
@Suite struct PoolProblemTests {
    @Test(arguments: [
        ("datasentinel.example", "is not a URL"), ("ftp://x", "`ftp` is not supported"), ("https://", "names no host"),
        ("https://x:99999", "is not a port"),
        ("https://ops:hunter2@x", "the URL holds a user name or password: pass them as credentials"),
        ("https://x/?a=hunter2", "has a query"),
    ])
    func aBadAddressIsTold(_ address: String, _ message: String) {
        let problem = #expect(throws: PoolProblem.self) { try Pool(address) }
        #expect(problem?.kind == .address)
        #expect(problem?.message.contains(message) == true, "\(problem?.message ?? "")")
        #expect(problem.map { !"\($0)".contains("hunter2") } == true)
    }

    @Test(arguments: [
        (PoolCredentials.password(user: "", "hunter2"), "the user has no name"),
        (.password(user: "a:b", "hunter2"), "the name of the user holds a `:`"),
        (.token(""), "the token is empty"),
        (.token("hunter2\r\nX: y"), "the token is empty or holds a character that a header field cannot carry"),
    ])
    func badCredentialsAreTold(_ credentials: PoolCredentials, _ message: String) {
        let problem = #expect(throws: PoolProblem.self) { try Pool("https://x", credentials: credentials) }
        #expect(problem?.kind == .credentials)
        #expect(problem?.message.contains(message) == true, "\(problem?.message ?? "")")
        #expect(problem.map { !"\($0)".contains("hunter2") } == true)
    }

    @Test func otherValuesOutOfRangeAreTold() {
        func problem(_ change: (inout PoolOptions) -> Void) -> String {
            var options = PoolOptions()
            change(&options)
            let problem = #expect(throws: PoolProblem.self) { try Pool(PoolPlatform("https://x"), options: options) }
            #expect(problem?.kind == .options)
            return problem?.message ?? ""
        }
        #expect(problem { $0.retries = -1 } == "`retries` is -1, and must not be negative")
        for rate in [0, -1, .infinity, .nan] {
            #expect(problem { $0.rate = rate } == "`rate` must be more than 0 requests a second")
        }
        #expect(problem { $0.connections = 0 } == "`connections` is 0, and must be at least 1")
        #expect(problem { $0.timeout = .zero } == "`timeout` is 0.0 seconds, and must be more than 0")
        let missing = #expect(throws: PoolProblem.self) {
            try Pool("https://x", tls: .authorities(file: "/no/such/file.pem"))
        }
        #expect(missing?.kind == .tls && missing?.message.contains("/no/such/file.pem") == true)
        #expect(throws: PoolProblem.self) { try Pool("https://x", tls: .authorities(pem: "not a certificate")) }
        let proxy = #expect(throws: PoolProblem.self) { try PoolPlatform("https://x", proxy: "http://u:hunter2@") }
        #expect(proxy?.kind == .proxy && proxy?.message.contains("hunter2") == false)
    }

    @Test func aRefusedLoginIsTheRunsFailure() async throws {
        let test = try await TestPool()
        let pool = try TestPool.pool(test.platform, credentials: .password(user: "datasentinel", "wrong-password"))
        var library = Library()
        try library.add(pool)
        let result = await pool.run(try library.compile("print on\nshow a\nprint never"))
        #expect(result.exitStatus == 3 && result.output == ["on"])
        #expect(result.rendered().contains("the platform refused to log in `datasentinel`"), "\(result.rendered())")
        #expect(!result.rendered().contains("wrong-password"))
        // A person may have corrected the password meanwhile: the next run asks again.
        test.platform.state.withLock { $0.password = "wrong-password" }
        #expect(await pool.run(try library.compile("show a\nexpect status 404")).isSuccess)
        await pool.close()
        await test.close()
    }

    @Test func aPlatformThatDoesNotAnswerIsTheRunsFailure() async throws {
        let test = try await TestPool()
        await test.platform.server.stop()
        let result = try await test.run("ping")
        #expect(result.exitStatus == 3, "\(result.rendered())")
        #expect(result.failure?.kind == .noResponse)
        await test.close()
    }

    /// A failure names what a host can change, and no option of a command line.
    @Test func failuresSpeakOfTheLibrary() async throws {
        let test = try await TestPool { _, request in request.shortLine.hasPrefix("GET ") ? [.hold] : nil }
        var options = PoolOptions()
        (options.retries, options.timeout) = (0, .milliseconds(1))
        let pool = try Pool(PoolPlatform(test.platform.url), options: options)
        var library = Library()
        try library.add(pool)
        let late = await pool.run(try library.compile("ping"))
        #expect(late.rendered().contains("`PoolOptions.timeout`"), "\(late.rendered())")
        let anonymous = await pool.run(try library.compile("show a"))
        #expect(anonymous.rendered().contains("(`PoolCredentials`, or `login`)"), "\(anonymous.rendered())")
        for text in [late.rendered(), anonymous.rendered()] { #expect(!text.contains("`--")) }
        await pool.close()
        await test.close()
    }

    @Test func aNameIsNotGivenTwice() throws {
        var options = PoolOptions()
        let platform = try PoolPlatform("https://x")
        options.platforms = [("e\u{301}", platform), ("\u{E9}", platform)]
        _ = try Pool(platform, options: options)
        options.platforms.append(("\u{E9}", platform))
        let problem = #expect(throws: PoolProblem.self) { try Pool(platform, options: options) }
        #expect(problem?.message == "`platforms` has the name `\u{E9}` twice")
    }

    @Test func aPlatformWithoutCredentialsIsNamedWithItsPlace() async throws {
        let (home, other) = (try await TestPool(), try await TestPool())
        var options = PoolOptions()
        options.platforms = [("backup", try PoolPlatform(other.platform.url))]
        let pool = try Pool(
            PoolPlatform(home.platform.url, credentials: .password(user: "datasentinel", TestPool.password)),
            options: options)
        var library = Library()
        try library.add(pool)
        let result = await pool.run(try library.compile("use backup\ndelete a"))
        #expect(
            result.rendered().contains(
                "log in to this one with `login USER password=…`, or name it in `PoolOptions.platforms`"),
            "\(result.rendered())")
        #expect(other.platform.requests.isEmpty)
        await pool.close()
        await home.close()
        await other.close()
    }

    @Test func scriptsReachNoOtherPlatform() async throws {
        let (test, other) = (try await TestPool(), try await TestPool())
        var options = PoolOptions()
        options.platforms = [
            (
                "backup",
                try PoolPlatform(
                    other.platform.url, credentials: .password(user: "datasentinel", TestPool.password))
            )
        ]
        let home = try PoolPlatform(
            test.platform.url, credentials: .password(user: "datasentinel", TestPool.password))
        let pool = try Pool(home, options: options)
        var library = Library()
        try library.add(pool)
        let result = await pool.run(
            try library.compile(
                """
                use backup
                add a \(TestPool.fields)
                use "\(test.platform.url)/"
                add b \(TestPool.fields)
                use "http://127.0.0.1:1"
                """))
        #expect(test.names == ["b"] && other.names == ["a"])
        #expect(result.rendered().contains("this pool has no platform `http://127.0.0.1:1`"), "\(result.rendered())")
        #expect(result.exitStatus == 2)
        await pool.close()
        await test.close()
        await other.close()
    }
}
