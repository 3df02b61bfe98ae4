/// Why no complete answer came.
package struct TransportFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        /// The request itself can not be sent as it is; nothing was tried.
        case invalidRequest
        /// The host's name has no address.
        case nameResolution
        /// The host answered that nothing listens there.
        case refused
        /// No way to the host.
        case unreachable
        /// No connection, TLS included, within the connect time-out.
        case connectTimeout
        /// No complete answer by the request's deadline.
        case requestTimeout
        case tls(TLSReason)
        /// The proxy refused or answered nonsense.
        case proxy
        /// The connection ended before the answer did.
        case closed
        /// The answer is no HTTP/1.
        case protocolViolation
        /// The answer's head is larger than `HTTPClientConfiguration.maximumHeadBytes`.
        case headTooLarge
        /// The answer's body is larger than `HTTPClientConfiguration.maximumBodyBytes`.
        case bodyTooLarge
        /// `PendingRequest.cancel()` was called.
        case cancelled
        /// `HTTPClient.close()` was called.
        case clientClosed
    }

    package enum TLSReason: Hashable, Sendable {
        case expired
        case notYetValid
        /// Self-signed, or signed by an authority that is not trusted here.
        case untrusted
        case hostNameMismatch
        /// The server asks for a client certificate, or refuses the one it got.
        case clientCertificate
        /// A file of certificates or a key can not be used.
        case configuration
        /// Anything else that ended the handshake or broke the protection.
        case handshake
    }

    package let kind: Kind
    /// One line for people, lower case, no secret in it, with the option that helps where there is one.
    package let message: String
    /// Whether the server may have got the request, wholly or in part, and acted on it. False is a promise: no byte of
    /// it was sent.
    package internal(set) var requestMayHaveReachedServer: Bool
    /// Whether another try would fail in the same way.
    package let isFinal: Bool

    package init(
        _ kind: Kind, _ message: String, requestMayHaveReachedServer: Bool = false, isFinal: Bool = false
    ) {
        self.kind = kind
        self.message = message
        self.requestMayHaveReachedServer = requestMayHaveReachedServer
        self.isFinal = isFinal
    }

    package var description: String { message }
}
