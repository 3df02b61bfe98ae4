/// Why no complete answer came.
package struct TransportFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        /// The request itself cannot be sent as it is; nothing was tried.
        case invalidRequest
        /// The host's name has no address.
        case nameResolution
        /// The host answered that nothing listens there.
        case refused
        /// There is no route to the host.
        case unreachable
        /// There was no connection, TLS included, within the connect time-out.
        case connectTimeout
        /// There was no complete answer by the request's deadline.
        case requestTimeout
        case tls(TLSReason)
        /// The proxy refused, or its answer was invalid.
        case proxy
        /// The connection ended before the answer did.
        case closed
        /// The answer is not HTTP/1.
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
        /// The certificate is self-signed, or its authority is not trusted here.
        case untrusted
        case hostNameMismatch
        /// The server asks for a client certificate, or refuses the one that it got.
        case clientCertificate
        /// A file of certificates or a key cannot be used.
        case configuration
        /// Any other error in the handshake or the encryption.
        case handshake
    }

    package let kind: Kind
    /// One line for people in lower case, without secrets. It names the option that helps, if there is one.
    package let message: String
    /// Whether the server may have received the request, fully or in part, and acted on it. False guarantees that no
    /// byte of it was sent.
    package internal(set) var requestMayHaveReachedServer: Bool
    /// Whether another try would fail in the same way.
    package let isFinal: Bool
    /// The answer of a proxy that refused a tunnel; nil for another failure.
    package let refusal: ProxyRefusal?

    /// What a proxy says when it refuses a tunnel.
    package struct ProxyRefusal: Hashable, Sendable {
        /// The name of the proxy in messages.
        package let proxy: String
        package let status: Int
        /// The fields `Retry-After` and `Date`; nil for a field that is missing.
        package let retryAfter: String?
        package let date: String?

        package init(proxy: String, status: Int, retryAfter: String?, date: String?) {
            (self.proxy, self.status, self.retryAfter, self.date) = (proxy, status, retryAfter, date)
        }
    }

    package init(
        _ kind: Kind, _ message: String, requestMayHaveReachedServer: Bool = false, isFinal: Bool = false,
        refusal: ProxyRefusal? = nil
    ) {
        self.refusal = refusal
        self.kind = kind
        self.message = message
        self.requestMayHaveReachedServer = requestMayHaveReachedServer
        self.isFinal = isFinal
    }

    package var description: String { message }
}
