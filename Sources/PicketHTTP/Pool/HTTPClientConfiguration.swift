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
    /// Writes the day of a moment, in seconds since 1970, for what is said of a certificate's dates; nil to say nothing of them.
    package var calendarDay: (@Sendable (_ secondsSince1970: Int64) -> String)?

    package init() {}
}
