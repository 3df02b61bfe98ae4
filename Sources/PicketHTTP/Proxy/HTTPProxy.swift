/// A proxy that is reached over plain HTTP. It tunnels `https` by CONNECT and forwards `http` in absolute form.
package struct HTTPProxy: Hashable, Sendable {
    /// The host in lower case; an IPv6 address has no brackets.
    package let host: String
    package let port: Int
    /// The value of `Proxy-Authorization`; nil for a proxy without credentials. It is a secret.
    package let authorization: String?

    package init(host: String, port: Int, authorization: String? = nil) {
        self.host = host
        self.port = port
        self.authorization = authorization
    }
}

extension HTTPProxy {
    /// The name of the proxy in messages.
    var name: String { "the proxy \(HTTPEndpoint(scheme: .http, host: host, port: port).bracketedHost):\(port)" }

    /// Returns the failure after the proxy answered 407. Another request would get the same answer.
    func refusedCredentials(_ voice: Voice = .commandLine) -> TransportFailure {
        let reason =
            authorization == nil
            ? "requires credentials: write them into its URL, `http://USER:PASSWORD@HOST:PORT`, \(voice.proxy)"
            : "refused its credentials (status 407): check the ones in its URL, \(voice.proxy)"
        return TransportFailure(.proxy, "\(name) \(reason)", isFinal: true)
    }
}
