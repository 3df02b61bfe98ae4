import Foundation
import Testing

/// `SSL_CERT_FILE` and `SSL_CERT_DIR` stand for the system's authorities (R29).
@Suite struct AuthorityTests {
    private func ping(_ platform: LocalPlatform, _ environment: [String: String], _ more: [String] = []) throws
        -> PicketProcess
    {
        let script = platform.folder.appending(path: "ping.picket")
        try Data("ping\n".utf8).write(to: script)
        return try PicketProcess.run(
            ["run", script.path(), "--platform", "https://127.0.0.1:\(platform.port)", "--retries", "0"] + more,
            environment: environment)
    }

    @Test func theEnvironmentNamesThem() async throws {
        let platform = try await LocalPlatform.start()
        defer { platform.stop() }
        #expect(try ping(platform, ["SSL_CERT_FILE": platform.certificateFile]).status == 0)
        let own = ["--cacert", platform.certificateFile]
        #expect(try ping(platform, ["SSL_CERT_FILE": "/no/such/file"], own).status == 0)
        let folder = try ping(platform, ["SSL_CERT_DIR": platform.folder.path()])
        #expect(folder.status == 3 && folder.errors.contains("self-signed, or its authority is not trusted here"))
        let missing = try ping(platform, ["SSL_CERT_FILE": "/no/such/file"])
        #expect(missing.errors.contains("no certificate can be read from `/no/such/file` (`SSL_CERT_FILE`)"))
        let none = try ping(platform, ["SSL_CERT_DIR": "/no/such/folder"])
        #expect(
            none.errors.contains(
                "no certificate authorities were found in `/no/such/folder` (`SSL_CERT_DIR`): install the package ca-certificates"
            ))
        #expect(none.status == 3)
    }
}
