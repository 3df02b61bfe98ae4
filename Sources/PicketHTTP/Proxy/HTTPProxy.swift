/// A proxy that is reached over plain HTTP: it tunnels `https` by CONNECT and forwards `http` in absolute form.
package struct HTTPProxy: Hashable, Sendable {
    /// In lower case; an IPv6 address without its brackets.
    package let host: String
    package let port: Int
    /// The value of `Proxy-Authorization`; nil for a proxy that asks for none. A secret.
    package let authorization: String?

    package init(host: String, port: Int, authorization: String? = nil) {
        self.host = host
        self.port = port
        self.authorization = authorization
    }
}

extension HTTPProxy {
    /// What people call it.
    var name: String { "the proxy \(HTTPEndpoint(scheme: .http, host: host, port: port).bracketedHost):\(port)" }

    /// It answered 407: whoever asks it again gets the same answer.
    var refusedCredentials: TransportFailure {
        let reason =
            authorization == nil
            ? "wants credentials: write them into its URL, `http://USER:PASSWORD@HOST:PORT`, in `--proxy` or the environment"
            : "refused its credentials (status 407): look at those in its URL, in `--proxy` or the environment"
        return TransportFailure(.proxy, "\(name) \(reason)", isFinal: true)
    }
}
