import NIOCore

/// The parts of a URL with an authority, split and checked but not interpreted (RFC 3986, section 3).
package struct URLText {
    package let scheme: String
    /// The text before the `@`, still percent-encoded.
    package let userInfo: String?
    /// The host in lower case; an IPv6 address is in its shortest form and has no brackets.
    package let host: String
    package let port: Int?
    /// The text from the first slash (or `?`, `#`) on.
    package let path: String

    package init(_ text: String, defaultScheme: String? = nil) throws(EndpointError) {
        guard let (scheme, rest) = Self.splitScheme(text, default: defaultScheme) else {
            throw EndpointError(.missingScheme(in: text))
        }
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        let authority = rest[..<authorityEnd]
        let hostStart = authority.lastIndex(of: "@").map { authority.index(after: $0) } ?? authority.startIndex
        self.scheme = scheme.lowercased()
        userInfo = hostStart == authority.startIndex ? nil : String(authority[..<hostStart].dropLast())
        (host, port) = try Self.splitHost(authority[hostStart...])
        path = String(rest[authorityEnd...])
        guard path.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw EndpointError(.invalidPath(path)) }
    }

    private static func splitScheme(_ text: String, default: String?) -> (String, Substring)? {
        guard let (scheme, rest) = text.split(atFirst: "://") else {
            return `default`.map { ($0, text[...]) }
        }
        return scheme.isEmpty ? nil : (scheme, rest[...])
    }

    private static func splitHost(_ text: Substring) throws(EndpointError) -> (String, Int?) {
        if text.first == "[", let close = text.firstIndex(of: "]") {
            let host = String(text[text.index(after: text.startIndex)..<close])
            guard host.contains(":"), let address = try? SocketAddress(ipAddress: host, port: 0) else {
                throw EndpointError(.invalidHost(host))
            }
            let rest = text[text.index(after: close)...]
            guard rest.isEmpty || rest.first == ":" else { throw EndpointError(.invalidHost(String(text))) }
            let shortest = address.ipAddress ?? host.lowercased()
            return (shortest, try parsePort(rest.dropFirst(), present: !rest.isEmpty))
        }
        let colon = text.firstIndex(of: ":") ?? text.endIndex
        let host = String(text[..<colon])
        guard isName(host) else { throw EndpointError(.invalidHost(host)) }
        return (host.lowercased(), try parsePort(text[colon...].dropFirst(), present: colon < text.endIndex))
    }

    private static func parsePort(_ text: Substring, present: Bool) throws(EndpointError) -> Int? {
        guard present else { return nil }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(text), (1...65535).contains(port)
        else { throw EndpointError(.invalidPort(String(text))) }
        return port
    }

    /// Whether a text can be a name or an IPv4 address. Names beyond ASCII are written in their `xn--` form.
    private static func isName(_ host: String) -> Bool {
        (1...253).contains(host.utf8.count)
            && host.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
