package import NIOCore

/// How an `HTTPClient` connects, and what it accepts.
package struct HTTPClientConfiguration: Sendable {
    /// The maximum number of open connections. Further requests wait in order of arrival.
    package var connectionLimit = 64
    /// The time for name lookup, TCP, proxy and TLS together.
    package var connectTimeout: TimeAmount = .seconds(10)
    /// How long a connection is kept without a request.
    package var idleTimeout: TimeAmount = .seconds(30)
    /// The maximum size of an answer's body in bytes.
    package var maximumBodyBytes = 16 << 20
    /// The maximum size of an answer's header fields in bytes, names and values together.
    package var maximumHeadBytes = 64 << 10
    /// The maximum number of fields in an answer's head.
    package var maximumHeaderCount = 256
    /// Fields that every request carries, after `Host` and before its own.
    package var constantHeaders: [(name: String, value: String)] = []
    package var tls = TLSOptions()
    /// How failures name what can be changed.
    package var voice = Voice.commandLine
    /// The proxy; nil to connect directly.
    package var proxy: HTTPProxy?
    /// Formats the day of a time in seconds since 1970, for messages about a certificate's dates; nil to leave the
    /// dates out.
    package var calendarDay: (@Sendable (_ secondsSince1970: Int64) -> String)?

    package init() {}
}
