import Foundation
import HTTPHarness
import NIOCore
import PicketHTTP
import PicketRuntime
import PicketSyntax
import Synchronization
import Testing

@testable import PicketPool

/// The shell script that does what a run did.
@Suite struct CurlTests {
    private static let script = """
        add a host="it's" port=1 user=u password="p\\"w 1" tags="a=b"
        add b host=h port=2 user=u password="p\\"w 1"
        add "c/d" host=h port=3 user=u password="another"
        update a port=4
        disable b
        show a
        delete "c/d"
        token
        ping
        """

    private func lines(
        _ script: String = CurlTests.script, onlyPlans: Bool, on platform: FakePlatform,
        configure: @escaping @Sendable (inout ExecutorConfiguration) -> Void = { _ in }
    ) async throws -> [String] {
        let lines = Condition<[String]>([])
        let session = try await TestSession(platform.profile) { configuration in
            configuration.onCurlLine = { line in lines.update { $0.append(line.content) } }
            configuration.onlyPlans = onlyPlans
            configure(&configuration)
        }
        let result = await session.run(script)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        session.close()
        return lines.state
    }

    /// Swift takes two spellings of a letter for one; a platform takes them for two passwords.
    @Test func passwordsOfOtherBytesAreOtherVariables() async throws {
        let platform = try await FakePlatform.start()
        let script =
            "add a host=h port=1 user=u password=\"pass-\u{E9}\"\nadd b host=h port=1 user=u password=\"pass-e\u{301}\""
        let lines = try await lines(script, onlyPlans: true, on: platform)
        #expect(lines.count { $0.hasPrefix("# PICKET_SECRET_") } == 2, "\(lines)")
    }

    @Test(arguments: [true, false])
    func secretsAreVariables(onlyPlans: Bool) async throws {
        let platform = try await FakePlatform.start()
        let lines = try await lines(onlyPlans: onlyPlans, on: platform)
        await platform.server.stop()
        let text = lines.joined(separator: "\n")
        for secret in ["p\"w 1", "p\\\"w", "another", "night watch", "token-number"] { #expect(!text.contains(secret)) }
        let add = lines.first { $0.contains("'\\''s") }
        #expect(
            add == #"curl -sS -X POST -H "user-token: $PICKET_TOKEN" -H 'Content-Type: application/json' "#
                + #"--data-binary '{"host":"it'\''s","port":1,"user":"u","password":"'"$PICKET_SECRET_1"'","tags":"a=b"}' "#
                + "'\(platform.url)/ds-api/pool/pg-instances/a'")
        #expect(lines.count { $0.contains("PICKET_SECRET_1\"'") } == 2)
        #expect(lines.contains("# PICKET_SECRET_2: a password as it stands in JSON"))
        #expect(lines.first == "#!/bin/sh")
        #expect(lines.contains { $0.hasSuffix("?token='\"$PICKET_TOKEN\"") })
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")))
    func theScriptDoesTheSame() async throws {
        let platform = try await FakePlatform.start()
        let lines = try await lines(onlyPlans: true, on: platform)
        let status = await withCheckedContinuation { continuation in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-ec", lines.joined(separator: "\n")]
            process.environment = [
                "PATH": "/usr/bin:/bin", "PICKET_PASSWORD": "night watch", "PICKET_SECRET_1": "p\\\"w 1",
                "PICKET_SECRET_2": "another",
            ]
            process.standardOutput = FileHandle.nullDevice
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(returning: -1) }
        }
        #expect(status == 0)
        let connections = platform.state.withLock { $0.connections }
        #expect(connections.keys.sorted() == ["a", "b"])
        #expect(connections["a"]?["password"] == "p\"w 1")
        #expect(connections["a"]?["host"] == "it's")
        #expect(connections["a"]?["port"] == 4)
        #expect(connections["b"]?["enabled"] == false)
        await platform.server.stop()
    }

    /// The factory account's password is its name: whatever else holds that word must not be spoiled.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")))
    func aUserNamedLikeItsPasswordIsAVariable() async throws {
        let platform = try await FakePlatform.start()
        platform.state.withLock { $0.password = "datasentinel" }
        let lines = Condition<[String]>([])
        let profile = PlatformProfile(
            endpoint: platform.profile.endpoint,
            credentials: Credentials(user: "datasentinel", password: "datasentinel"))
        let session = try await TestSession(profile) { configuration in
            configuration.onCurlLine = { line in lines.update { $0.append(line.content) } }
            configuration.onlyPlans = true
        }
        _ = await session.run(
            "add a host=h port=1 user=monitor password=datasentinel\nrequest GET /x/datasentinel\nexpect status 404")
        session.close()
        #expect(lines.state.contains("# A secret is hidden in the next command: put it in the place of •••."))
        let status = await withCheckedContinuation { continuation in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-ec", lines.state.joined(separator: "\n")]
            process.environment = [
                "PATH": "/usr/bin:/bin", "PICKET_USER": "datasentinel", "PICKET_PASSWORD": "datasentinel",
                "PICKET_SECRET_1": "datasentinel",
            ]
            process.standardOutput = FileHandle.nullDevice
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(returning: -1) }
        }
        #expect(status == 0)
        #expect(platform.state.withLock { $0.connections["a"]?["password"] } == "datasentinel")
        await platform.server.stop()
    }

    @Test func optionsOfTLSAreCurlsOwn() async throws {
        let lines = Condition<[String]>([])
        let port = try await TestServer.start().port
        var profile = PlatformProfile(endpoint: HTTPEndpoint(scheme: .https, host: "localhost", port: port))
        profile.tls = TLSOptions(trust: .file("/a b.pem"), identity: .init(certificateFile: "c.pem", keyFile: "k.pem"))
        let session = try await TestSession(profile) { configuration in
            configuration.onCurlLine = { line in lines.update { $0.append(line.content) } }
            configuration.retryPolicy.retries = 0
        }
        let result = await session.run("ping")
        #expect(result.exitStatus == 3)
        #expect(
            lines.state.last
                == "curl -sS --cacert '/a b.pem' --cert 'c.pem' --key 'k.pem' 'https://localhost:\(port)/ds-api/'")
        session.close()
    }
}
