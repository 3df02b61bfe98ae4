import CClock
import NIOCore
import NIOSSL

extension TransportFailure {
    /// What a TLS error means to a person who chose the endpoint.
    ///
    /// - Parameters:
    ///   - error: as NIOSSL reports it.
    ///   - certificate: the one that the server showed, if it got so far.
    ///   - day: writes the day of a moment; nil to name no day.
    ///   - now: in seconds since 1970.
    /// - Returns: nil for an error that is none of NIOSSL's.
    static func tls(
        _ error: any Error, endpoint: HTTPEndpoint, certificate: NIOSSLCertificate?,
        day: ((Int64) -> String)?, now: Int = Int(clock_milliseconds_since_1970() / 1_000)
    ) -> TransportFailure? {
        switch error {
        case let error as NIOSSLExtraError
        where error == .failedToValidateHostname || error == .serverHostnameImpossibleToMatch:
            return wrongName(endpoint)
        case NIOSSLError.unableToValidateCertificate:
            return wrongName(endpoint)
        case NIOSSLError.handshakeFailed(let error):
            return handshake(error, endpoint: endpoint, certificate: certificate, day: day, now: now)
        case NIOSSLError.uncleanShutdown:
            return TransportFailure(
                .closed, "\(endpoint.authority) closed the connection before its answer was complete")
        case let error as BoringSSLError:
            return handshake(error, endpoint: endpoint, certificate: certificate, day: day, now: now)
        case is NIOSSLError, is NIOSSLExtraError:
            return TransportFailure(.tls(.handshake), "TLS with \(endpoint.authority) failed (\(error))")
        default:
            return nil
        }
    }

    private static func handshake(
        _ error: BoringSSLError, endpoint: HTTPEndpoint, certificate: NIOSSLCertificate?, day: ((Int64) -> String)?,
        now: Int
    ) -> TransportFailure {
        let reasons = error.stack.compactMap { HandshakeReason(rawValue: $0.reasonName) }
        if reasons.contains(.certificateVerifyFailed) {
            return refusedCertificate(certificate, endpoint: endpoint, day: day, now: now)
        }
        if reasons.contains(.wrongVersionNumber) || reasons.contains(.httpRequest) {
            return TransportFailure(
                .tls(.handshake), "\(endpoint.authority) does not speak TLS: is its address `http://…`?")
        }
        if reasons.contains(where: \.concernsClientCertificate) {
            return TransportFailure(
                .tls(.clientCertificate),
                "\(endpoint.authority) wants another client certificate: give one with `--cert FILE` and `--key FILE`")
        }
        if error.stack.contains(.eofDuringHandshake) {
            return TransportFailure(
                .tls(.handshake), "\(endpoint.authority) closed the connection during the handshake")
        }
        let names = error.stack.isEmpty ? "\(error)" : error.stack.map(\.reasonName).joined(separator: ", ")
        return TransportFailure(.tls(.handshake), "TLS with \(endpoint.authority) failed (\(names))")
    }

    private static func refusedCertificate(
        _ certificate: NIOSSLCertificate?, endpoint: HTTPEndpoint, day: ((Int64) -> String)?, now: Int
    ) -> TransportFailure {
        let host = endpoint.authority
        if let certificate, certificate.notValidAfter < now {
            let expired = day.map { "expired on \($0(Int64(certificate.notValidAfter)))" } ?? "has expired"
            return TransportFailure(
                .tls(.expired), "the certificate of \(host) \(expired): `--insecure` would accept it")
        }
        if let certificate, certificate.notValidBefore > now {
            let early = day.map { "is not valid before \($0(Int64(certificate.notValidBefore)))" } ?? "is not valid yet"
            return TransportFailure(
                .tls(.notYetValid), "the certificate of \(host) \(early): is this machine's clock right?")
        }
        return TransportFailure(
            .tls(.untrusted),
            "the certificate of \(host) is self-signed or of an authority that is not trusted here: "
                + "give that authority with `--cacert FILE`, or accept anyone with `--insecure`")
    }

    private static func wrongName(_ endpoint: HTTPEndpoint) -> TransportFailure {
        TransportFailure(
            .tls(.hostNameMismatch),
            "the certificate of \(endpoint.authority) is not for the name `\(endpoint.host)`: use a name that it holds, "
                + "give its authority with `--cacert FILE`, or accept anyone with `--insecure`")
    }
}
