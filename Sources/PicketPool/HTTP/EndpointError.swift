/// Why the text of a URL is no endpoint or proxy. It never repeats a password.
package struct EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line, lower case, true when read alone.
    package let message: String

    package var description: String { message }

    static func missingScheme(in text: String) -> EndpointError {
        EndpointError(message: "`\(text)` is no URL: write `https://HOST[:PORT][/PATH]`")
    }

    static func unsupportedScheme(_ scheme: String, in text: String) -> EndpointError {
        EndpointError(message: "`\(scheme)` is not supported: write `https://…` or `http://…`")
    }

    static let unexpectedCredentials = EndpointError(
        message: "the URL holds a user name or password: use `--user` and `--password-env` instead")

    static func unexpectedQuery(in text: String) -> EndpointError {
        EndpointError(message: "`\(text)` has a query or fragment: an address ends with its path")
    }

    static func invalidHost(_ host: String) -> EndpointError {
        EndpointError(message: host.isEmpty ? "the URL names no host" : "`\(host)` is no host name or address")
    }

    static func invalidPort(_ port: String) -> EndpointError {
        EndpointError(message: "`\(port)` is no port: a port is a number from 1 to 65535")
    }

    static func invalidPath(_ path: String) -> EndpointError {
        EndpointError(message: "`\(path)` holds a character that a URL must percent-encode")
    }

    static let unsupportedProxyScheme = EndpointError(message: "a proxy is reached by `http://HOST:PORT`")
    static let invalidPercentEncoding = EndpointError(message: "the proxy's credentials are not percent-encoded well")
}
