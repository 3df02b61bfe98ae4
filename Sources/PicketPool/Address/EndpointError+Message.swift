package import PicketHTTP
import PicketSyntax

extension EndpointError {
    /// One line in lower case, true when read alone. It never repeats a user name, a password or a query.
    package var message: String {
        guard let variable else { return problem.message }
        return "the variable `\(variable)` is not a usable proxy: \(problem.message)"
    }
}

extension EndpointError.Problem {
    fileprivate var message: String {
        switch self {
        case .missingScheme(let text):
            return "`\(ShownURL.text(text))` is not a URL: write `https://HOST[:PORT][/PATH]`"
        case .unsupportedScheme(let scheme):
            let subject = Self.isScheme(scheme) ? "`\(scheme)`" : "the text before `://`"
            return "\(subject) is not supported: write `https://…` or `http://…`"
        case .unexpectedCredentials:
            return "the URL holds a user name or password: use `--user` and `--password-env` instead"
        case .unexpectedQuery(let text):
            return "`\(ShownURL.text(text))` has a query or fragment: an address ends with its path"
        case .invalidHost(let host):
            return host.isEmpty ? "the URL names no host" : "`\(ShownURL.text(host))` is not a host name or address"
        case .invalidPort(let port):
            let subject = Self.isLikePort(port) ? "`\(port)`" : "the text after the host's `:`"
            return "\(subject) is not a port: a port is a number from 1 to 65535"
        case .invalidPath(let path):
            return "`\(ShownURL.text(path))` contains a character that a URL must percent-encode"
        case .signInProxyPath: return "a `/` in a proxy's user or password is written `%2F`"
        case .unsupportedProxyScheme: return "a proxy is reached by `http://HOST:PORT`"
        case .invalidPercentEncoding: return "the proxy's user or password is not valid percent-encoding"
        }
    }

    /// Whether a text can be a scheme; only then is it shown.
    private static func isScheme(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || "0123456789+-.".utf8.contains(byte)
        }
    }

    /// Whether a text looks like a port; only then is it shown. It may be a password whose `@HOST` is missing.
    private static func isLikePort(_ text: String) -> Bool {
        text.utf8.count <= 5 && text.utf8.allSatisfy { "0123456789+-".utf8.contains($0) }
    }
}
