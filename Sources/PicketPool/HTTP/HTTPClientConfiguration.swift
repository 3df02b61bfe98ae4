package import NIOCore

/// How an `HTTPClient` connects and what it accepts.
package struct HTTPClientConfiguration: Sendable {
    /// Connections open at once; further requests wait in order of arrival.
    package var connectionLimit = 64
    /// For name, TCP, proxy and TLS together.
    package var connectTimeout: TimeAmount = .seconds(10)
    /// How long a connection is kept without a request.
    package var idleTimeout: TimeAmount = .seconds(30)
    /// Bytes of an answer's body.
    package var maximumBodyBytes = 16 << 20
    /// Bytes of an answer's header fields, names and values together.
    package var maximumHeadBytes = 64 << 10
    /// Fields of an answer's head.
    package var maximumHeaderCount = 256
    /// Fields that every request carries, after `Host` and before its own.
    package var constantHeaders: [(name: String, value: String)] = []
    package var tls = TLSOptions()
    /// nil to connect directly.
    package var proxy: HTTPProxy?

    package init() {}
}

/// Whom to trust, and who we are.
package struct TLSOptions: Hashable, Sendable {
    package enum Trust: Hashable, Sendable {
        /// The system's authorities.
        case system
        /// The authorities of a PEM file, and no others.
        case file(String)
        /// The authorities of PEM text, and no others.
        case pem([UInt8])
        /// Anyone: neither chain nor name is checked.
        case anyone
    }

    /// PEM files of a client's certificate (its chain after it) and private key.
    package struct Identity: Hashable, Sendable {
        package let certificateFile: String
        /// nil where the certificate's file holds the key as well.
        package let keyFile: String?

        package init(certificateFile: String, keyFile: String? = nil) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    package var trust: Trust
    package var identity: Identity?

    package init(trust: Trust = .system, identity: Identity? = nil) {
        self.trust = trust
        self.identity = identity
    }
}
