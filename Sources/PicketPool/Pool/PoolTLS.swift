import PicketHTTP

/// Which servers a pool trusts, and the certificate that it presents itself.
///
///     .authorities(file: "/etc/ssl/company.pem").presenting(certificateFile: "client.pem", keyFile: "client.key")
public struct PoolTLS: Sendable, Hashable {
    var options = TLSOptions()

    /// The authorities of the system.
    public static let system = PoolTLS()

    /// Only the authorities of a PEM file.
    public static func authorities(file: String) -> PoolTLS { PoolTLS(options: TLSOptions(trust: .file(file))) }

    /// Only the authorities of a text in PEM, such as `Platform.certificate` of a local platform.
    public static func authorities(pem: String) -> PoolTLS {
        PoolTLS(options: TLSOptions(trust: .pem(Array(pem.utf8))))
    }

    /// Any server: neither its certificate nor its name is checked. Whoever is on the network path can read the password.
    public static let unchecked = PoolTLS(options: TLSOptions(trust: .anyone))

    /// Returns the same with a certificate for servers that ask the client for one.
    ///
    /// - Parameters:
    ///
    ///   - certificateFile: the PEM file of the certificate, followed by its chain.
    ///
    ///   - keyFile: the PEM file of the private key; nil if the first file also holds it.
    public func presenting(certificateFile: String, keyFile: String? = nil) -> PoolTLS {
        var tls = self
        tls.options.identity = TLSOptions.Identity(certificateFile: certificateFile, keyFile: keyFile)
        return tls
    }
}
