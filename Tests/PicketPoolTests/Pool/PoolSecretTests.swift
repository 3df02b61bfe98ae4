import HTTPHarness
import Picket
import Synchronization
import Testing

@testable import PicketPool

/// No result of a pool shows a secret, be it the pool's own or one of the script.
@Suite struct PoolSecretTests {
    @Test func credentialsAreNotPrinted() throws {
        let all: [PoolCredentials] = [.password(user: "ops", "hunter2-hunter2"), .token("hunter2-hunter2")]
        for credentials in all {
            var text = "\(credentials) \(String(reflecting: credentials))"
            dump(credentials, to: &text)
            let platform = try PoolPlatform(
                "https://x", credentials: credentials, proxy: "http://u:hunter2-hunter2@p:1")
            dump(platform, to: &text)
            text += "\(platform)\(String(reflecting: platform))"
            #expect(!text.contains("hunter2"), "\(text)")
            #expect(text.contains("the password of `ops`") || text.contains("a token"))
        }
    }

    @Test func aPoolIsNotDumped() async throws {
        let test = try await TestPool()
        _ = try await test.run("show a")
        var text = ""
        dump(test.pool, to: &text)
        dump(test.library, to: &text)
        #expect(!text.contains(TestPool.password), "\(text)")
        await test.close()
    }

    @Test func aPlatformThatEchoesSecretsDoesNotShowThem() async throws {
        let test = try await TestPool { platform, request in
            guard request.shortLine.hasPrefix("GET /ds-api/echo") else { return nil }
            let token = request.value(of: "user-token") ?? ""
            return FakePlatform.answer(200, ["say": .string("\(token) \(TestPool.password) a-long-secret")])
        }
        let lines = Mutex<[String]>([])
        var options = RunOptions()
        options.secrets = ["a-long-secret"]
        options.onPrint = { line in lines.withLock { $0.append(line) } }
        let result = try await test.run(
            """
            secret key = "swordfish-swordfish"
            request GET /ds-api/echo
            print $last.body.say
            add "x-$key" \(TestPool.fields)
            check $last.body.status == "$key night watch token-number-1"
            fail "token-number-1 $key a-long-secret"
            """, options)
        let shown =
            lines.withLock { $0 }.joined(separator: "\n") + result.rendered() + result.rendered(.json)
            + "\(result.tally.changes) \(result.tally.summary) \(result.notices)"
        #expect(lines.withLock { $0 } == ["••• ••• •••"], "\(shown)")
        for secret in ["token-number-1", TestPool.password, "a-long-secret", "swordfish"] {
            #expect(!shown.contains(secret), "\(secret) in \(shown)")
        }
        await test.close()
    }

    /// A token that one run got is a secret of the runs beside it, too.
    @Test func aNewTokenIsASecretOfEachRun() async throws {
        let asked = Condition(0)
        let test = try await TestPool { platform, request in
            guard request.shortLine.hasPrefix("GET /ds-api/echo") else { return nil }
            asked.update { $0 += 1 }
            return FakePlatform.answer(200, ["say": "token-number-2"])
        }
        var library = test.library
        let gate = Condition(false)
        try library.add(
            Command("wait"),
            async: { _ -> Value in
                await gate.wait { $0 }
                return .null
            })
        async let waiting = test.pool.run(try library.compile("request GET /ds-api/echo as e\nwait\nprint $e.body.say"))
        await asked.wait { $0 == 1 }
        test.platform.expireTokens()
        #expect(try await test.run("show a\nexpect status 404").isSuccess)
        gate.update { $0 = true }
        #expect(try await waiting.output == ["•••"])
        await test.close()
    }
}
