import HTTPHarness
import NIOCore
import NIOHTTP1
import PicketCrypto
import Testing

@testable import PicketHTTP

@Suite struct TLSTests {
    private func exchange(
        with server: TestServer, host: String = "127.0.0.1", trust: TLSOptions.Trust,
        identity: TLSOptions.Identity? = nil
    ) async throws -> HTTPExchange {
        let client = try await TestClient("https://\(host):\(server.port)") {
            $0.tls = TLSOptions(trust: trust, identity: identity)
        }
        let exchange = await client.send(.POST, body: "secret")
        client.close()
        await server.stop()
        if exchange.failure?.kind != .tls(.clientCertificate) {
            #expect(exchange.failure?.requestMayHaveReachedServer ?? false == false)
        }
        return exchange
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func aServerOfATrustedAuthorityIsSpokenTo(host: String) async throws {
        let authority = try TestAuthority()
        let server = try await TestServer.start(tls: try authority.server())
        let trust = TLSOptions.Trust.pem(Array(authority.pem.utf8))
        #expect(try await exchange(with: server, host: host, trust: trust).text == "fine")
    }

    @Test func theAuthorityMayBeInAFile() async throws {
        let authority = try TestAuthority()
        let file = try TemporaryFile(authority.pem)
        let server = try await TestServer.start(tls: try authority.server())
        #expect(try await exchange(with: server, trust: .file(file.path)).text == "fine")
    }

    @Test func connectionsAreKeptOverTLS() async throws {
        let authority = try TestAuthority()
        let server = try await TestServer.start(tls: try authority.server())
        let client = try await TestClient("https://localhost:\(server.port)") { $0.tls.trust = .anyone }
        for _ in 1...3 { #expect(await client.send(body: "x").text == "fine") }
        #expect(server.log.state.connections == 1)
        client.close()
        await server.stop()
    }

    @Test func largeBodiesPassBothWays() async throws {
        let length = 3 << 20
        let server = try await TestServer.start(tls: try TestAuthority().server()) { request in
            [.send(answer(request.body))]
        }
        let client = try await TestClient("https://localhost:\(server.port)") { $0.tls.trust = .anyone }
        let exchange = await client.send(body: String(repeating: "picket..", count: length / 8))
        #expect(exchange.text?.utf8.count == length)
        #expect(exchange.text?.hasSuffix("..picket..") == true)
        client.close()
        await server.stop()
    }

    @Test func anUnknownAuthorityIsNotTrusted() async throws {
        let server = try await TestServer.start(tls: try TestAuthority().server())
        let failure = try await exchange(with: server, trust: .system).failure
        #expect(failure?.kind == .tls(.untrusted))
        #expect(failure?.message.contains("--cacert FILE") == true)
        #expect(failure?.message.contains("--insecure") == true)
        #expect(server.log.state.requests.isEmpty)
    }

    @Test func anyoneMayBeTrusted() async throws {
        let server = try await TestServer.start(
            tls: try TestAuthority().server(names: [.dns("else")], validity: .past))
        #expect(try await exchange(with: server, trust: .anyone).text == "fine")
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func anotherNameIsRefused(host: String) async throws {
        let authority = try TestAuthority()
        let names: [AlternativeName] = [.dns("platform.example"), .address([192, 0, 2, 1])]
        let server = try await TestServer.start(tls: try authority.server(names: names))
        let failure = try await exchange(with: server, host: host, trust: .pem(Array(authority.pem.utf8))).failure
        #expect(failure?.kind == .tls(.hostNameMismatch))
        #expect(failure?.message.contains("`\(host)`") == true)
    }

    @Test func anExpiredCertificateIsNamedAsSuch() async throws {
        let authority = try TestAuthority()
        let server = try await TestServer.start(tls: try authority.server(validity: .past))
        let failure = try await exchange(with: server, trust: .pem(Array(authority.pem.utf8))).failure
        #expect(failure?.kind == .tls(.expired))
        #expect(failure?.message.contains("expired on 20") == true)
    }

    @Test func aCertificateOfTheFutureIsNamedAsSuch() async throws {
        let authority = try TestAuthority()
        let server = try await TestServer.start(tls: try authority.server(validity: .future))
        let failure = try await exchange(with: server, trust: .pem(Array(authority.pem.utf8))).failure
        #expect(failure?.kind == .tls(.notYetValid))
    }

    @Test func aClientShowsItsCertificate() async throws {
        let (authority, clients) = (try TestAuthority(), try TestAuthority("Clients"))
        let (certificate, key) = try clients.issue()
        let (certificateFile, keyFile) = (try TemporaryFile(certificate), try TemporaryFile(key))
        let server = try await TestServer.start(tls: try authority.server(clients: clients))
        let exchange = try await exchange(
            with: server, trust: .anyone,
            identity: TLSOptions.Identity(certificateFile: certificateFile.path, keyFile: keyFile.path))
        #expect(exchange.text == "fine")
    }

    @Test func certificateAndKeyMayShareAFile() async throws {
        let (authority, clients) = (try TestAuthority(), try TestAuthority("Clients"))
        let (certificate, key) = try clients.issue()
        let file = try TemporaryFile(certificate + "\n" + key)
        let server = try await TestServer.start(tls: try authority.server(clients: clients))
        let identity = TLSOptions.Identity(certificateFile: file.path)
        #expect(try await exchange(with: server, trust: .anyone, identity: identity).text == "fine")
    }

    @Test func aMissingClientCertificateIsAskedFor() async throws {
        let (authority, clients) = (try TestAuthority(), try TestAuthority("Clients"))
        let server = try await TestServer.start(tls: try authority.server(clients: clients))
        let failure = try await exchange(with: server, trust: .anyone).failure
        #expect(failure?.kind == .tls(.clientCertificate))
        #expect(failure?.message.contains("--cert FILE") == true)
        #expect(server.log.state.requests.isEmpty)
    }

    @Test func filesThatHoldNoneAreNamed() async throws {
        let file = try TemporaryFile("no certificate")
        for trust in [TLSOptions.Trust.file("/no/such/file"), .file(file.path), .pem(Array("nothing".utf8))] {
            let server = try await TestServer.start()
            let failure = try await exchange(with: server, trust: trust).failure
            #expect(failure?.kind == .tls(.configuration))
        }
        let server = try await TestServer.start()
        let identity = TLSOptions.Identity(certificateFile: file.path)
        let failure = try await exchange(with: server, trust: .anyone, identity: identity).failure
        #expect(failure?.message == "no certificate can be read from `\(file.path)` (--cert)")
    }

    @Test func aServerWithoutTLSIsNamedAsSuch() async throws {
        let server = try await TestServer.start(onConnect: [.send("HTTP/1.1 400 Bad Request\r\n\r\n")])
        let failure = try await exchange(with: server, trust: .anyone).failure
        #expect(failure?.kind == .tls(.handshake))
        #expect(failure?.message.contains("does not speak TLS") == true)
    }

    @Test(arguments: [false, true])
    func aConnectionThatEndsInTheHandshakeSendsNothing(isReset: Bool) async throws {
        let server = try await TestServer.start(onConnect: [isReset ? .reset : .close])
        let failure = try await exchange(with: server, trust: .anyone).failure
        #expect(failure != nil)
        #expect(failure?.requestMayHaveReachedServer == false)
    }

    @Test(arguments: [HTTPMethod.GET, .POST])
    func aBodyThatEndsWithoutGoodbyeIsNotWhole(method: HTTPMethod) async throws {
        let server = try await TestServer.start(tls: try TestAuthority().server()) { request in
            request.ordinal == 1 ? [.send(answer(""))] : [.send("HTTP/1.1 200 OK\r\n\r\nsome"), .cut]
        }
        let client = try await TestClient("https://localhost:\(server.port)") { $0.tls.trust = .anyone }
        _ = await client.send(method)
        let failure = await client.send(method).failure
        #expect(failure?.kind == .closed, "without a goodbye of TLS the end may be an attacker's")
        #expect(failure?.requestMayHaveReachedServer == true)
        client.close()
        await server.stop()
    }

    /// Who gave an authority is not told to give one (W30).
    @Test func anAuthorityThatWasGivenIsNamed() async throws {
        let file = try TemporaryFile(try TestAuthority("Other").pem)
        let server = try await TestServer.start(tls: try TestAuthority().server())
        let failure = try await exchange(with: server, trust: .file(file.path)).failure
        #expect(failure?.kind == .tls(.untrusted))
        #expect(
            failure?.message
                == "the certificate of 127.0.0.1:\(server.port) is not signed by an authority in `\(file.path)` (`--cacert`): "
                + "is it the right file, or the right server?")
    }

    @Test func aKeyOfAnotherCertificateIsNamed() async throws {
        let (own, other) = (try TestAuthority().issue(), try TestAuthority().issue())
        let (certificate, key) = (try TemporaryFile(own.certificate), try TemporaryFile(other.key))
        let server = try await TestServer.start()
        let identity = TLSOptions.Identity(certificateFile: certificate.path, keyFile: key.path)
        let failure = try await exchange(with: server, trust: .anyone, identity: identity).failure
        #expect(
            failure?.message
                == "the key in `\(key.path)` (--key) is not that of the certificate in `\(certificate.path)` (--cert)")
    }

    // MARK: The system's authorities (R29)

    @Test func theEnvironmentMayNameTheAuthorities() async throws {
        let authority = try TestAuthority()
        let file = try TemporaryFile(authority.pem)
        for (authorities, isTrusted) in [
            (SystemAuthorities(file: file.path, folders: nil), true),
            (SystemAuthorities(file: file.path, folders: "/no/such/folder:/usr"), true),
            (SystemAuthorities(file: nil, folders: "/usr"), false),
        ] {
            let server = try await TestServer.start(tls: try authority.server())
            let client = try await TestClient("https://localhost:\(server.port)") { $0.tls.authorities = authorities }
            #expect(await client.send().text == (isTrusted ? "fine" : nil))
            client.close()
            await server.stop()
        }
    }

    @Test(arguments: [
        (
            SystemAuthorities(file: "/no/such/file", folders: nil),
            "no certificate can be read from `/no/such/file` (`SSL_CERT_FILE`)"
        ),
        (
            SystemAuthorities(file: nil, folders: "/no/such/folder"),
            "no certificate authorities were found in `/no/such/folder` (`SSL_CERT_DIR`): install the package ca-certificates, "
                + "or give yours with `--cacert FILE`"
        ),
    ])
    func missingAuthoritiesAreNamed(authorities: SystemAuthorities?, message: String) async throws {
        let server = try await TestServer.start()
        let client = try await TestClient("https://localhost:\(server.port)") { $0.tls.authorities = authorities }
        let failure = await client.send().failure
        #expect(failure?.kind == .tls(.configuration))
        #expect(failure?.message == message)
        client.close()
        await server.stop()
    }

    @Test func theSystemsAuthoritiesAreLookedForInTheirPlaces() throws {
        let bundle = try TemporaryFile("")
        #expect(SystemAuthorities.find(in: [("/no/such/bundle", "/etc"), ("/no/such/other", nil)]) == nil)
        #expect(SystemAuthorities.find(in: [("/no/such/bundle", nil), (bundle.path, nil)])?.file == bundle.path)
        let beside = SystemAuthorities.find(in: [(bundle.path, "/etc")])
        #expect(beside?.file == nil && beside?.folders == ["/etc"])
        // Its own bundle is not read as a whole.
        let own = SystemAuthorities(file: "/etc/ssl/certs/ca-certificates.crt", folders: "/etc/ssl/certs")
        #expect(own?.file == nil && own?.folders == ["/etc/ssl/certs"])
        #expect(SystemAuthorities(file: "", folders: "") == nil)
        #expect(SystemAuthorities(file: nil, folders: nil) == nil)
    }
}
