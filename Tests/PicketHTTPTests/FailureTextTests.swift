import HTTPHarness
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Testing

@testable import PicketHTTP

/// Each transport failure has a sentence of its own (W28, W30): no library's text stands in one.
@Suite struct FailureTextTests {
    private static let peer = "platform.example:8443"
    private static let endpoint = HTTPEndpoint(scheme: .https, host: "platform.example", port: 8443)

    /// Names of functions and types, error numbers in a library's form, and what holds an underscore.
    private func isOwn(_ message: String) -> Bool {
        let words = message.replacing(#/`[^`]*`/#, with: "X")
        let foreign = #/[a-z][A-Z]|_|errno|rror:|descriptor|\(\)|NIO|Boring|OPENSSL|Cocoa/#
        return !message.isEmpty && words.firstMatch(of: foreign) == nil && !message.hasSuffix(".")
    }

    @Test func everyErrorOfTheSystemHasASentence() {
        for code in 1...133 as ClosedRange<CInt> {
            let error = IOError(errnoCode: code, reason: "connect(descriptor:addr:size:)")
            for failure in [
                TransportFailure.connecting(error, to: Self.peer), .exchanging(error, with: Self.peer),
                .handshake(error, with: Self.peer),
            ] { #expect(isOwn(failure.message) && failure.message.contains(Self.peer), "\(code): \(failure.message)") }
        }
    }

    @Test(arguments: [
        HTTPParserError.invalidCharactersUsed, .trailingGarbage, .invalidEOFState, .headerOverflow, .closedConnection,
        .invalidVersion, .invalidStatus, .invalidMethod, .invalidURL, .lfExpected, .invalidHeaderToken,
        .invalidContentLength, .unexpectedContentLength, .invalidChunkSize, .invalidConstant, .invalidInternalState,
        .strictModeAssertion, .paused, .unknown,
    ])
    func everyErrorOfTheParserHasASentence(error: HTTPParserError) {
        let message = TransportFailure.exchanging(error, with: Self.peer).message
        #expect(isOwn(message) && message.contains(Self.peer), "\(message)")
    }

    @Test func everyErrorOfTheLibraryHasASentence() {
        let stack = BoringSSLError.sslError([.eofDuringHandshake])
        let unknown = BoringSSLError.sslError([.eofDuringAdditionalCertficiateChainValidation])
        let errors: [any Error] = [
            NIOSSLError.writeDuringTLSShutdown, NIOSSLError.noSuchFilesystemObject, NIOSSLError.failedToLoadCertificate,
            NIOSSLError.failedToLoadPrivateKey, NIOSSLError.handshakeFailed(stack), NIOSSLError.shutdownFailed(stack),
            NIOSSLError.handshakeFailed(unknown), NIOSSLError.cannotMatchULabel, NIOSSLError.noCertificateToValidate,
            NIOSSLError.unableToValidateCertificate, NIOSSLError.cannotFindPeerIP, NIOSSLError.readInInvalidTLSState,
            NIOSSLError.uncleanShutdown, NIOSSLExtraError.failedToValidateHostname, NIOSSLExtraError.invalidSNIHostname,
            BoringSSLError.syscallError, BoringSSLError.zeroReturn,
            BoringSSLError.invalidSNIName([]), ChannelError.eof, ChannelError.ioOnClosedChannel,
            ChannelError.connectTimeout(.seconds(1)), ChannelError.inputClosed,
            NIOHTTPDecoderError.unsolicitedResponse,
        ]
        for error in errors {
            let tls = TransportFailure.tls(
                error, endpoint: Self.endpoint, certificate: nil, trust: .system, day: nil, now: 0)
            let failures = [
                tls, .connecting(error, to: Self.peer), .exchanging(error, with: Self.peer),
                .handshake(error, with: Self.peer),
            ].compactMap { $0 }
            for failure in failures { #expect(isOwn(failure.message), "\(error): \(failure.message)") }
        }
    }

    /// A new kind does not compile until it has a line here.
    private func failures(of kind: TransportFailure.Kind) async throws -> [TransportFailure] {
        let proxy = HTTPProxy(host: "::1", port: 1)
        let system = { IOError(errnoCode: $0, reason: "connect(descriptor:addr:size:)") as any Error }
        switch kind {
        case .invalidRequest: return try await [failure(path: "no path")]
        case .nameResolution: return try await [failure(url: "http://no-such-host.invalid")]
        case .refused: return [.connecting(system(111), to: Self.peer), .connecting(system(104), to: Self.peer)]
        case .unreachable: return [.connecting(system(101), to: Self.peer), .noDescriptors(Self.peer)]
        case .connectTimeout: return [.connecting(system(110), to: Self.peer), .handshakeTimeout(Self.peer)]
        case .requestTimeout:
            return [RequestBound.timeout, .ownTimeout, .within, .test, .run].flatMap { bound in
                [
                    TransportFailure.requestTimeout(Self.peer, bound), .noConnection(Self.peer, bound),
                    .noFreeConnection(Self.peer, of: 64, bound), .tooLate(Self.peer, bound),
                ]
            }
        case .proxy:
            return [
                proxy.refusedCredentials(),
                HTTPProxy(host: "proxy", port: 1, authorization: "Basic dTpw").refusedCredentials(),
            ]
        case .closed: return try await [failure([.close]), failure([.reset]), .closed(Self.peer)]
        case .protocolViolation:
            return try await [
                failure([.send("SSH-2.0-OpenSSH_9.2\r\n")]), failure([.send("\u{15}\u{3}\u{1}\0\u{2}\u{2}F")]),
                failure([.send("HTTP/1.1 101 Switching Protocols\r\n\r\n")]),
            ]
        case .headTooLarge:
            return try await [failure([.send(answer("", fields: "A: \(String(repeating: "b", count: 70_000))\r\n"))])]
        case .bodyTooLarge: return try await [failure([.send(answer("ab"))]) { $0.maximumBodyBytes = 1 }]
        case .cancelled: return try await [cancelled()]
        case .clientClosed: return [.clientClosed]
        case .tls(.configuration):
            return try await [failure(scheme: "https") { $0.tls.trust = .file("/no/such/file") }]
        case .tls(.handshake):
            return [.handshake(ChannelError.eof, with: Self.peer)]
        case .tls(.expired), .tls(.notYetValid), .tls(.untrusted), .tls(.hostNameMismatch), .tls(.clientCertificate):
            return []  // `TLSTests` shows certificates to the client.
        }
    }

    @Test(arguments: [
        TransportFailure.Kind.invalidRequest, .nameResolution, .refused, .unreachable, .connectTimeout, .requestTimeout,
        .proxy, .closed, .protocolViolation, .headTooLarge, .bodyTooLarge, .cancelled, .clientClosed,
        .tls(.configuration), .tls(.handshake),
    ])
    func everyKindHasASentence(kind: TransportFailure.Kind) async throws {
        for failure in try await failures(of: kind) {
            #expect(failure.kind == kind)
            #expect(isOwn(failure.message), "\(failure.message)")
        }
    }

    /// Which limit ended a request, and what it waited for then (W27).
    @Test func theLimitThatEndedTheWaitIsNamed() async throws {
        let server = try await TestServer.start { _ in [.hold] }
        let peer = "127.0.0.1:\(server.port)"
        let client = try await TestClient("http://\(peer)") { $0.connectionLimit = 1 }
        async let held = client.send(.GET, "/held")
        await server.log.wait { $0.held.count == 1 }
        let queued = await client.send(.POST, "/queued", timeout: .milliseconds(20)).failure
        #expect(
            queued?.message
                == "no connection to \(peer) became free within the time allowed (`--timeout`): the one that is open was in use"
        )
        server.answerHeld(answer("held"))
        #expect(await held.text == "held")
        let sent = await client.send(timeout: .milliseconds(20)).failure
        #expect(sent?.message == "no complete answer of \(peer) within the time allowed (`--timeout`)")
        client.close()
        // The connection must have been made before the time is over, however busy the machine is.
        let handshakeText =
            "\(peer) took the connection and did not finish the TLS handshake within the connect time-out "
        var handshake: TransportFailure?
        for limit in [TimeAmount.milliseconds(20), .milliseconds(200), .seconds(2), .seconds(20)] {
            let secure = try await TestClient("https://\(peer)") { $0.connectTimeout = limit }
            handshake = await secure.send().failure
            secure.close()
            #expect(handshake?.kind == .connectTimeout)
            if handshake?.message.hasPrefix(handshakeText) == true { break }
        }
        let secure = try await TestClient("https://\(peer)")
        #expect(
            handshake?.message
                == handshakeText + "(`--connect-timeout`): does it speak TLS, or is its address `http://…`?")
        let impatient = await secure.send(timeout: .milliseconds(1)).failure
        #expect(impatient?.message == "no connection to \(peer) within the time allowed (`--timeout`)")
        secure.close()
        await server.stop()
    }

    private func failure(
        _ steps: [Step] = [], scheme: String = "http", url: String? = nil, path: String = "/",
        _ configure: @Sendable (inout HTTPClientConfiguration) -> Void = { _ in }
    ) async throws -> TransportFailure {
        let server = try await TestServer.start { _ in steps }
        let client = try await TestClient(url ?? "\(scheme)://127.0.0.1:\(server.port)", configure: configure)
        let failure = await client.send(.POST, path).failure
        client.close()
        await server.stop()
        return try #require(failure)
    }

    private func cancelled() async throws -> TransportFailure {
        let client = try await TestClient("http://127.0.0.1:9")
        let failures = try await client.sendingThenCancelled(1).failures
        client.close()
        return try #require(failures.first)
    }
}

/// HTTP and TLS that meet on one port are told apart, in both directions (W40).
@Suite struct WrongSchemeTests {
    private func failure(
        _ scheme: String, _ steps: [Step], onConnect: [Step] = [], tls: NIOSSLContext? = nil
    ) async throws -> TransportFailure {
        let server = try await TestServer.start(tls: tls, onConnect: onConnect) { _ in steps }
        let client = try await TestClient("\(scheme)://127.0.0.1:\(server.port)") { $0.tls.trust = .anyone }
        let failure = try #require(await client.send(.GET).failure)
        client.close()
        await server.stop()
        return failure
    }

    @Test(arguments: ["\u{15}\u{3}\u{1}\0\u{2}\u{2}F", "\u{15}\u{3}\u{3}\0\u{2}\u{2}\n", "\u{16}\u{3}\u{3}\0"])
    func aRecordOfTLSIsNoAnswer(record: String) async throws {
        let failure = try await failure("http", [.send(record), .close])
        #expect(failure.message.hasSuffix("speaks TLS and not plain HTTP: its address is `https://…`"))
        #expect(failure.kind == .protocolViolation && failure.isFinal)
    }

    @Test(arguments: [false, true]) func aServerOfTLSHangsUpOnPlainHTTP(isReset: Bool) async throws {
        let failure = try await failure("http", [isReset ? .reset : .close])
        #expect(failure.message.hasSuffix("closed the connection without an answer: is its address `https://…`?"))
        #expect(failure.kind == .closed && !failure.isFinal)
    }

    @Test func aRealServerOfTLSIsNamedAsSuch() async throws {
        let failure = try await failure("http", [], tls: try TestAuthority().server())
        #expect(failure.message.contains("`https://…`"), "\(failure.message)")
    }

    @Test(arguments: [[Step.close], [.send("HTTP/1.1 400 Bad Request\r\n\r\n")], [.send("<!DOCTYPE HTML>"), .close]])
    func aServerOfPlainHTTPIsAskedForTLS(steps: [Step]) async throws {
        let failure = try await failure("https", [], onConnect: steps)
        #expect(failure.message.contains("is its address `http://…`?"), "\(failure.message)")
        #expect(failure.kind == .tls(.handshake) && !failure.requestMayHaveReachedServer)
    }
}
