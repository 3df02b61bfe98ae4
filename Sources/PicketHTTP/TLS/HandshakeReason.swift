import NIOSSL

/// The reasons for a failed handshake that a person can act on, by their names in BoringSSL.
enum HandshakeReason: String {
    case certificateVerifyFailed = "CERTIFICATE_VERIFY_FAILED"
    case wrongVersionNumber = "WRONG_VERSION_NUMBER"
    case httpRequest = "HTTP_REQUEST"
    // Alerts about a client's certificate that a server sends (RFC 8446, section 6).
    case alertCertificateRequired = "TLSV1_ALERT_CERTIFICATE_REQUIRED"
    case alertUnknownAuthority = "TLSV1_ALERT_UNKNOWN_CA"
    case alertBadCertificate = "SSLV3_ALERT_BAD_CERTIFICATE"
    case alertCertificateUnknown = "SSLV3_ALERT_CERTIFICATE_UNKNOWN"
    case alertCertificateExpired = "SSLV3_ALERT_CERTIFICATE_EXPIRED"
    case alertCertificateRevoked = "SSLV3_ALERT_CERTIFICATE_REVOKED"
    case alertUnsupportedCertificate = "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE"
    case noCertificateReturned = "PEER_DID_NOT_RETURN_A_CERTIFICATE"
    // There is no common version or cipher.
    case alertProtocolVersion = "TLSV1_ALERT_PROTOCOL_VERSION"
    case unsupportedProtocol = "UNSUPPORTED_PROTOCOL"
    case alertHandshakeFailure = "SSLV3_ALERT_HANDSHAKE_FAILURE"
    case alertInsufficientSecurity = "TLSV1_ALERT_INSUFFICIENT_SECURITY"
    case noSharedCipher = "NO_SHARED_CIPHER"
    case alertUnknownName = "TLSV1_ALERT_UNRECOGNIZED_NAME"
    case alertNoApplicationProtocol = "TLSV1_ALERT_NO_APPLICATION_PROTOCOL"
    case alertInternalError = "TLSV1_ALERT_INTERNAL_ERROR"

    /// Whether the server wants another certificate from the client.
    var concernsClientCertificate: Bool {
        switch self {
        case .alertCertificateRequired, .alertUnknownAuthority, .alertBadCertificate, .alertCertificateUnknown,
            .alertCertificateExpired, .alertCertificateRevoked, .alertUnsupportedCertificate, .noCertificateReturned:
            true
        default: false
        }
    }

    /// Returns what both sides could not agree on; nil for another reason.
    func disagreement(_ voice: Voice) -> String? {
        switch self {
        case .alertProtocolVersion, .unsupportedProtocol: "it does not speak TLS 1.2 or 1.3"
        case .alertHandshakeFailure, .alertInsufficientSecurity, .noSharedCipher:
            "the two have no cipher in common, or it wants a client certificate (\(voice.clientIdentity))"
        case .alertUnknownName: "it does not serve this name"
        case .alertNoApplicationProtocol: "it does not speak HTTP/1.1"
        case .alertInternalError: "it reported an internal error"
        default: nil
        }
    }
}

extension BoringSSLError {
    /// The errors in this error.
    var stack: NIOBoringSSLErrorStack {
        switch self {
        case .sslError(let stack), .unknownError(let stack), .invalidSNIName(let stack), .failedToSetALPN(let stack):
            stack
        default: []
        }
    }
}

extension BoringSSLInternalError {
    /// The library's name of the error, such as `CERTIFICATE_VERIFY_FAILED`.
    ///
    /// The library gives the name only in its description for developers, `Error: 268435581 error:1000007d:SSL
    /// routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at FILE:LINE`.
    var reasonName: String {
        let text = description.split(atFirst: " at ")?.before ?? description
        return String((text.split(separator: ":").last ?? text[...]).drop { $0 == " " })
    }

    /// The name in words: `decode error` for `TLSV1_ALERT_DECODE_ERROR`.
    var reasonWords: String {
        var words = reasonName.lowercased().split { $0 == "_" || $0 == " " }
        if words.count > 2, words[1] == "alert" { words.removeFirst(2) }
        return words.joined(separator: " ")
    }
}
