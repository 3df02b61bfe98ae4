import CClock
import NIOCore
import NIOSSL

extension TransportFailure {
    /// Returns the failure for a TLS error, in words for the person who chose the endpoint.
    ///
    /// - Parameters:
    ///   - error: The error as NIOSSL reports it.
    ///   - certificate: The certificate that the server showed; nil if the handshake did not get so far.
    ///   - trust: The servers that the client trusts.
    ///   - day: Formats the day of a time; nil to name no day.
    ///   - voice: How the failure names what can be changed.
    ///   - now: The current time in seconds since 1970.
    /// - Returns: nil for an error that is not from NIOSSL.
    static func tls(
        _ error: any Error, endpoint: HTTPEndpoint, certificate: NIOSSLCertificate?, trust: TLSOptions.Trust,
        day: ((Int64) -> String)?, _ voice: Voice = .commandLine,
        now: Int = Int(clock_milliseconds_since_1970() / 1_000)
    ) -> TransportFailure? {
        switch error {
        case let error as NIOSSLExtraError:
            let isName = error == .failedToValidateHostname || error == .serverHostnameImpossibleToMatch
            return isName
                ? wrongName(endpoint, voice) : noAgreement(endpoint, "its host cannot be sent as a server name")
        case NIOSSLError.handshakeFailed(let error):
            return handshake(error, endpoint, certificate, trust, day, voice, now)
        case let error as BoringSSLError:
            return handshake(error, endpoint, certificate, trust, day, voice, now)
        case let error as NIOSSLError: return library(error, endpoint, voice)
        case is NIOSSLCloseTimedOutError: return closed(endpoint.authority)
        default: return nil
        }
    }

    /// Returns the failure for an error in the handshake that is not from TLS.
    static func handshake(_ error: any Error, with peer: String) -> TransportFailure {
        switch error {
        case let failure as TransportFailure: failure
        default:
            TransportFailure(
                .tls(.handshake),
                "\(peer) closed the connection during the TLS handshake: does it speak TLS, or is its address `http://…`?"
            )
        }
    }

    /// Returns the failure for a server that accepted the connection and did not finish the handshake.
    static func handshakeTimeout(_ peer: String, _ voice: Voice = .commandLine) -> TransportFailure {
        TransportFailure(
            .connectTimeout,
            "\(peer) took the connection and did not finish the TLS handshake within the connect time-out "
                + "(\(voice.connectTimeout)): does it speak TLS, or is its address `http://…`?")
    }

    private static func library(
        _ error: NIOSSLError, _ endpoint: HTTPEndpoint, _ voice: Voice
    ) -> TransportFailure {
        switch error {
        case .unableToValidateCertificate, .cannotMatchULabel: wrongName(endpoint, voice)
        case .noCertificateToValidate: noAgreement(endpoint, "it showed no certificate")
        case .cannotFindPeerIP: noAgreement(endpoint, "its address is not known, so its certificate cannot be checked")
        default: closed(endpoint.authority)
        }
    }

    private static func handshake(
        _ error: BoringSSLError, _ endpoint: HTTPEndpoint, _ certificate: NIOSSLCertificate?,
        _ trust: TLSOptions.Trust, _ day: ((Int64) -> String)?, _ voice: Voice, _ now: Int
    ) -> TransportFailure {
        let reasons = error.stack.compactMap { HandshakeReason(rawValue: $0.reasonName) }
        if reasons.contains(.certificateVerifyFailed) {
            return refusedCertificate(certificate, endpoint.authority, trust, day, voice, now)
        }
        if reasons.contains(.wrongVersionNumber) || reasons.contains(.httpRequest) {
            return TransportFailure(
                .tls(.handshake), "\(endpoint.authority) does not speak TLS: is its address `http://…`?")
        }
        if reasons.contains(where: \.concernsClientCertificate) {
            return TransportFailure(
                .tls(.clientCertificate),
                "\(endpoint.authority) wants a client certificate of an authority that it trusts: "
                    + "give one with \(voice.clientCertificate)")
        }
        if error.stack.isEmpty || error.stack.contains(.eofDuringHandshake) {
            return handshake(ChannelError.eof, with: endpoint.authority)
        }
        let words = reasons.lazy.compactMap { $0.disagreement(voice) }.first
        return noAgreement(endpoint, words ?? error.stack.map(\.reasonWords).joined(separator: ", "))
    }

    private static func noAgreement(_ endpoint: HTTPEndpoint, _ reason: String) -> TransportFailure {
        TransportFailure(.tls(.handshake), "TLS with \(endpoint.authority) failed: \(reason)")
    }

    private static func refusedCertificate(
        _ certificate: NIOSSLCertificate?, _ host: String, _ trust: TLSOptions.Trust, _ day: ((Int64) -> String)?,
        _ voice: Voice, _ now: Int
    ) -> TransportFailure {
        if let certificate, certificate.notValidAfter < now {
            let expired = day.map { "expired on \($0(Int64(certificate.notValidAfter)))" } ?? "has expired"
            return TransportFailure(
                .tls(.expired), "the certificate of \(host) \(expired): \(voice.anyServer) would accept it")
        }
        if let certificate, certificate.notValidBefore > now {
            let early = day.map { "is not valid before \($0(Int64(certificate.notValidBefore)))" } ?? "is not valid yet"
            return TransportFailure(
                .tls(.notYetValid), "the certificate of \(host) \(early): is this machine's clock right?")
        }
        // The file of an authority is opened when a chain needs it.
        if Descriptors.areUsedUp { return noDescriptors(host) }
        return TransportFailure(.tls(.untrusted), untrusted(host, trust, voice))
    }

    private static func untrusted(_ host: String, _ trust: TLSOptions.Trust, _ voice: Voice) -> String {
        switch trust {
        case .system, .anyone:
            "the certificate of \(host) is self-signed, or its authority is not trusted here: "
                + "give the authority with \(voice.authorities), or accept any server with \(voice.anyServer)"
        case .file(let path):
            "the certificate of \(host) is not signed by an authority in `\(path)`\(voice.source("`--cacert`")): "
                + "is it the right file, or the right server?"
        case .pem: "the certificate of \(host) is not signed by one of the given authorities"
        }
    }

    private static func wrongName(_ endpoint: HTTPEndpoint, _ voice: Voice) -> TransportFailure {
        TransportFailure(
            .tls(.hostNameMismatch),
            "the certificate of \(endpoint.authority) is not for the name `\(endpoint.host)`: use a name that it contains, "
                + "or accept any server with \(voice.anyServer)")
    }
}
