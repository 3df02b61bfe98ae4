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
