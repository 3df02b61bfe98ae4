package import NIOCore

/// Where requests go: scheme, host, port and the path that every request's path is appended to.
package struct HTTPEndpoint: Hashable, Sendable {
    package enum Scheme: String, Sendable {
        case http
        case https

        /// The port of a URL that names none.
        package var defaultPort: Int { self == .http ? 80 : 443 }
    }

    package let scheme: Scheme
    /// In lower case; an IPv6 address without its brackets.
    package let host: String
    package let port: Int
    /// Empty, or starting with a slash and not ending with one.
    package let basePath: String

    package init(scheme: Scheme, host: String, port: Int? = nil, basePath: String = "") {
        self.scheme = scheme
        self.host = host
        self.port = port ?? scheme.defaultPort
        self.basePath = basePath
    }

    /// Reads an endpoint from `http://` or `https://` URL text.
    ///
    /// User information, a query and a fragment are refused: a platform's address has none, and a password on a
    /// command line is world-readable.
    ///
    /// - Throws: `EndpointError`, which says what is wrong with the text.
    package init(parsing text: String) throws(EndpointError) {
        let url = try URLText(text)
        guard let scheme = Scheme(rawValue: url.scheme) else { throw EndpointError(.unsupportedScheme(url.scheme)) }
        guard url.userInfo == nil else { throw EndpointError(.unexpectedCredentials) }
        guard !url.path.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) else {
            throw EndpointError(.unexpectedQuery(in: text))
        }
        var path = url.path
        while path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
        self.init(scheme: scheme, host: url.host, port: url.port, basePath: path)
    }

    /// Whether the host is an address rather than a name: such a host has no SNI and needs no resolver.
    package var isAddress: Bool { address != nil }

    /// The socket address of a host that is an address; nil for a name.
    package var address: SocketAddress? { try? SocketAddress(ipAddress: host, port: port) }

    /// The host as it stands in a URL: an IPv6 address in brackets.
    package var bracketedHost: String { host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host }

    /// The value of the `Host` field: the port only where it is not the scheme's own.
    package var authority: String { port == scheme.defaultPort ? bracketedHost : "\(bracketedHost):\(port)" }
}

extension HTTPEndpoint: CustomStringConvertible {
    package var description: String { "\(scheme.rawValue)://\(authority)\(basePath)" }
}
