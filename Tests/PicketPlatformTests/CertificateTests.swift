import Foundation
import NIOSSL
import PicketPlatform
import Testing

@Suite("HTTPS")
struct CertificateTests {
    @Test func theCertificateIsTrustedByWhoeverHasIt() async throws {
        try await withPlatform(configured { $0.transport = .selfSignedHTTPS }) { platform, client in
            #expect(platform.url == "https://127.0.0.1:\(platform.port)")
            let reply = try await client.request("GET", "/ds-api/")
            #expect(reply.status == 200)
            var named = client
            named.serverName = "localhost"
            #expect(try await named.request("GET", "/ds-api/").status == 200)
        }
    }

    @Test func aStrangersCertificateIsNotTrusted() async throws {
        try await withPlatform(configured { $0.transport = .selfSignedHTTPS }) { _, client in
            try await withPlatform(configured { $0.transport = .selfSignedHTTPS }) { other, _ in
                var client = client
                client.certificate = other.certificate
                await #expect(throws: (any Error).self) { try await client.request("GET", "/ds-api/") }
            }
        }
    }

    @Test func itIsKeptBesideTheStoreUntilTheHostChanges() async throws {
        try await withFolder { folder in
            let store = folder + "/store"
            func certificate(host: String) async throws -> String? {
                try await withPlatform(
                    configured {
                        $0.transport = .selfSignedHTTPS
                        $0.store = .file(store)
                        $0.host = host
                    }
                ) { platform, _ in platform.certificate }
            }
            let first = try await certificate(host: "127.0.0.1")
            #expect(try String(contentsOfFile: store + ".crt", encoding: .utf8) == first)
            #expect(try await certificate(host: "localhost") == first)
            let second = try await certificate(host: "127.0.0.2")
            #expect(second != first)
            #expect(try await certificate(host: "127.0.0.1") == second)
            for name in [store, store + ".key"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: name)
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
        }
    }

    @Test func ownFilesAreServed() async throws {
        try await withFolder { folder in
            let made = folder + "/made"
            let certificate = try await withPlatform(
                configured {
                    $0.transport = .selfSignedHTTPS
                    $0.store = .file(made)
                }
            ) { platform, _ in platform.certificate }
            try await withPlatform(
                configured {
                    $0.transport = .https(certificateFile: made + ".crt", keyFile: made + ".key")
                }
            ) { platform, client in
                #expect(platform.certificate == certificate)
                let reply = try await client.request("GET", "/ds-api/")
                #expect(reply.status == 200)
            }
            await #expect {
                try await withPlatform(
                    configured {
                        $0.transport = .https(certificateFile: made, keyFile: made + ".absent")
                    }
                ) { _, _ in }
            } throws: {
                $0 is PlatformFailure
            }
        }
    }
}
