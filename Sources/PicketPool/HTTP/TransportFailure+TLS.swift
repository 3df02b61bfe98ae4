import NIOCore
import NIOSSL
import PicketRuntime
import PicketSystem

extension TransportFailure {
    /// What a TLS error means to a person who chose the endpoint.
    ///
    /// - Parameters:
    ///   - error: as NIOSSL reports it.
    ///   - certificate: the one that the server showed, if it got so far.
    /// - Returns: nil for an error that is none of NIOSSL's.
    static func tls(
        _ error: any Error, endpoint: HTTPEndpoint, certificate: NIOSSLCertificate?,
        now: Int = WallClock.secondsSince1970
    ) -> TransportFailure? {
        switch error {
        case let error as NIOSSLExtraError
        where error == .failedToValidateHostname || error == .serverHostnameImpossibleToMatch:
            return wrongName(endpoint)
        case NIOSSLError.unableToValidateCertificate:
            return wrongName(endpoint)
        case NIOSSLError.handshakeFailed(let error):
            return handshake(error, endpoint: endpoint, certificate: certificate, now: now)
        case NIOSSLError.uncleanShutdown:
            return TransportFailure(
                .closed, "\(endpoint.authority) closed the connection before its answer was complete")
        case let error as BoringSSLError:
            return handshake(error, endpoint: endpoint, certificate: certificate, now: now)
        case is NIOSSLError, is NIOSSLExtraError:
            return TransportFailure(.tls(.handshake), "TLS with \(endpoint.authority) failed (\(error))")
        default:
            return nil
        }
    }

    private static func handshake(
        _ error: BoringSSLError, endpoint: HTTPEndpoint, certificate: NIOSSLCertificate?, now: Int
    ) -> TransportFailure {
        let reasons = reasons(of: error)
        if reasons.contains("CERTIFICATE_VERIFY_FAILED") {
            return refusedCertificate(certificate, endpoint: endpoint, now: now)
        }
        if reasons.contains("WRONG_VERSION_NUMBER") || reasons.contains("HTTP_REQUEST") {
            return TransportFailure(
                .tls(.handshake), "\(endpoint.authority) does not speak TLS: is its address `http://…`?")
        }
        if clientCertificateAlerts.contains(where: { reasons.contains($0) }) {
            return TransportFailure(
                .tls(.clientCertificate),
                "\(endpoint.authority) wants another client certificate: give one with `--cert FILE` and `--key FILE`")
        }
        if reasons.contains("EOF during handshake") {
            return TransportFailure(
                .tls(.handshake), "\(endpoint.authority) closed the connection during the handshake")
        }
        return TransportFailure(.tls(.handshake), "TLS with \(endpoint.authority) failed (\(reasons))")
    }

    /// Alerts of RFC 8446, section 6, that a server sends about a client's certificate.
    private static let clientCertificateAlerts = [
        "ALERT_CERTIFICATE_REQUIRED", "ALERT_BAD_CERTIFICATE", "ALERT_UNKNOWN_CA", "ALERT_CERTIFICATE_UNKNOWN",
        "ALERT_CERTIFICATE_EXPIRED", "ALERT_CERTIFICATE_REVOKED", "ALERT_UNSUPPORTED_CERTIFICATE",
        "PEER_DID_NOT_RETURN_A_CERTIFICATE",
    ]

    private static func refusedCertificate(
        _ certificate: NIOSSLCertificate?, endpoint: HTTPEndpoint, now: Int
    ) -> TransportFailure {
        let host = endpoint.authority
        if let certificate, certificate.notValidAfter < now {
            let day = CalendarDate(secondsSince1970: Int64(certificate.notValidAfter))
            return TransportFailure(
                .tls(.expired), "the certificate of \(host) expired on \(day): `--insecure` would accept it")
        }
        if let certificate, certificate.notValidBefore > now {
            let day = CalendarDate(secondsSince1970: Int64(certificate.notValidBefore))
            return TransportFailure(
                .tls(.notYetValid),
                "the certificate of \(host) is not valid before \(day): is this machine's clock right?")
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

    private static func reasons(of error: BoringSSLError) -> String {
        switch error {
        case .sslError(let stack), .unknownError(let stack), .invalidSNIName(let stack), .failedToSetALPN(let stack):
            stack.map { Self.reason($0.description) }.joined(separator: ", ")
        default:
            "\(error)"
        }
    }

    /// `Error: 268435581 error:1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at FILE:LINE` is for the
    /// library's authors: what a person needs is the name in it.
    private static func reason(_ description: String) -> String {
        let text = description.firstRange(of: " at ").map { description[..<$0.lowerBound] } ?? description[...]
        return String(text.split(separator: ":").last ?? text)
    }
}
