package import NIOCore

/// The target of requests: scheme, host, port, and the base path that precedes every request's path.
///
/// Endpoints from two spellings of one URL are equal (RFC 3986, sections 6.2.2 and 6.2.3).
package struct HTTPEndpoint: Hashable, Sendable {
    package enum Scheme: String, Sendable {
        case http
        case https

        /// The default port of the scheme.
        package var defaultPort: Int { self == .http ? 80 : 443 }
    }

    package let scheme: Scheme
    /// The host in lower case; an IPv6 address has no brackets.
    package let host: String
    package let port: Int
    /// Empty, or a path that starts with a slash and does not end with one.
    package let basePath: String

    package init(scheme: Scheme, host: String, port: Int? = nil, basePath: String = "") {
        self.scheme = scheme
        self.host = host
        self.port = port ?? scheme.defaultPort
        self.basePath = basePath
    }

    /// Parses the text of an `http://` or `https://` URL.
    ///
    /// User information, a query and a fragment are refused: the address of a platform has none, and anyone on the
    /// machine can read a password on a command line.
    ///
    /// - Throws: `EndpointError`, which says what is wrong with the text.
    package init(parsing text: String) throws(EndpointError) {
        let url = try URLText(text)
        guard let scheme = Scheme(rawValue: url.scheme) else { throw EndpointError(.unsupportedScheme(url.scheme)) }
        guard url.userInfo == nil else { throw EndpointError(.unexpectedCredentials) }
        guard !url.path.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) else {
            throw EndpointError(.unexpectedQuery(in: text))
        }
        var segments = URLPath.segments(of: url.path, keepsEmpty: true)
        while segments.last?.isEmpty == true { segments.removeLast() }
        let path = String(decoding: segments.flatMap { [UInt8(ascii: "/")] + $0 }, as: UTF8.self)
        self.init(scheme: scheme, host: url.host, port: url.port, basePath: path)
    }

    /// Whether the host is an address rather than a name. Such a host has no SNI and needs no resolver.
    package var isAddress: Bool { address != nil }

    /// The socket address of a host that is an address; nil for a name.
    package var address: SocketAddress? { try? SocketAddress(ipAddress: host, port: port) }

    /// The host as in a URL: an IPv6 address is in brackets.
    package var bracketedHost: String { host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host }

    /// The value of the `Host` field. It contains the port only if it is not the default port.
    package var authority: String { port == scheme.defaultPort ? bracketedHost : "\(bracketedHost):\(port)" }
}

extension HTTPEndpoint: CustomStringConvertible {
    package var description: String { "\(scheme.rawValue)://\(authority)\(basePath)" }
}
