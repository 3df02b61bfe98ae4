import PicketSyntax

/// Why the text of a URL is no endpoint or proxy. It never repeats a user name, a password or a query.
package struct EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line, lower case, true when read alone.
    package let message: String
    /// The environment variable that holds the text; nil for another place.
    package var variable: String?

    package init(message: String) {
        self.message = message
    }

    /// The same of a text that a variable of the environment holds.
    func inVariable(_ name: String) -> EndpointError {
        var error = EndpointError(message: "the variable `\(name)` holds no proxy that can be used: \(message)")
        error.variable = name
        return error
    }

    package var description: String { message }

    static func missingScheme(in text: String) -> EndpointError {
        EndpointError(message: "`\(ShownURL.text(text))` is no URL: write `https://HOST[:PORT][/PATH]`")
    }

    /// - Parameter scheme: what stands before `://`; it is named if it can be a scheme.
    static func unsupportedScheme(_ scheme: String) -> EndpointError {
        let isScheme = scheme.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || "0123456789+-.".utf8.contains(byte)
        }
        let subject = isScheme ? "`\(scheme)`" : "what stands before `://`"
        return EndpointError(message: "\(subject) is not supported: write `https://…` or `http://…`")
    }

    static let unexpectedCredentials = EndpointError(
        message: "the URL holds a user name or password: use `--user` and `--password-env` instead")

    static func unexpectedQuery(in text: String) -> EndpointError {
        EndpointError(message: "`\(ShownURL.text(text))` has a query or fragment: an address ends with its path")
    }

    static func invalidHost(_ host: String) -> EndpointError {
        EndpointError(
            message: host.isEmpty
                ? "the URL names no host" : "`\(ShownURL.text(host))` is no host name or address")
    }

    /// - Parameter port: what stands behind the host's colon. It may be a password whose `@HOST` is missing, and so is
    ///   named only if it looks like a port.
    static func invalidPort(_ port: String) -> EndpointError {
        let isLikePort = port.utf8.count <= 5 && port.utf8.allSatisfy { "0123456789+-".utf8.contains($0) }
        let subject = isLikePort ? "`\(port)`" : "what stands behind the host's `:`"
        return EndpointError(message: "\(subject) is no port: a port is a number from 1 to 65535")
    }

    static func invalidPath(_ path: String) -> EndpointError {
        EndpointError(message: "`\(ShownURL.text(path))` holds a character that a URL must percent-encode")
    }

    static let signInProxyPath = EndpointError(
        message: "a `/` in a proxy's user or password is written `%2F`")
    static let unsupportedProxyScheme = EndpointError(message: "a proxy is reached by `http://HOST:PORT`")
    static let invalidPercentEncoding = EndpointError(message: "the proxy's credentials are not percent-encoded well")
}
