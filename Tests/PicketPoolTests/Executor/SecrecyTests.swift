import HTTPHarness
import PicketRuntime
import PicketSyntax
import Testing

@testable import PicketPool

/// Nothing that is shown holds a secret.
@Suite struct SecrecyTests {
    private static let script = """
        secret word = env("PG_PASSWORD")
        add a host=h port=1 user=u password=$word
        add b host=h port=1 user=u password="p w"
        show a
        print $last.body.password, $last.body
        show b
        print $last.body
        token
        login
        update a password="another one"
        request PUT /x body={password: "yet another", list: [{password: x}]}
        """

    private func result() async throws -> (ScriptRun, FakePlatform) {
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasSuffix("/x") ? [.send(answer(request.body, status: "500 -"))] : nil
        }
        let session = try await TestSession(platform.profile)
        let result = await session.run(
            Self.script, services: { HostServices(environment: { _ in "deep secret" }) })
        session.close()
        await platform.server.stop()
        return (result, platform)
    }

    @Test func verboseLinesHideThem() async throws {
        let (result, platform) = try await result()
        #expect(platform.requests.contains { $0.body.contains("deep secret") })
        let text = result.verbose.joined(separator: "\n")
        for secret in ["deep secret", "p w", "night watch", "another one", "yet another", "token-number"] {
            #expect(!text.contains(secret), "\(secret)")
        }
        #expect(result.verbose.contains { $0.hasPrefix("> POST http://127.0.0.1:") })
        #expect(result.verbose.contains(#"> {"host":"h","port":1,"user":"u","password":"•••","tags":""}"#))
        #expect(result.verbose.contains { $0.hasPrefix("< 201 (") })
        #expect(result.verbose.contains { $0.hasSuffix("/ds-api/user-token?token=•••") })
    }

    @Test func printedLinesAndFailuresHideThem() async throws {
        let (result, _) = try await result()
        #expect(result.exitStatus == 1)
        let text = (result.printed + [result.failureText]).joined(separator: "\n")
        for secret in ["deep secret", "p w", "night watch", "yet another", "token-number"] {
            #expect(!text.contains(secret), "\(secret)")
        }
        #expect(result.printed.first?.hasPrefix("••• {") == true)
    }
}
