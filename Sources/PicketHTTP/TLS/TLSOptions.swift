/// The servers to trust, and the client's certificate.
package struct TLSOptions: Hashable, Sendable {
    package enum Trust: Hashable, Sendable {
        /// The system's authorities, or the ones in `authorities` instead.
        case system
        /// Only the authorities of a PEM file.
        case file(String)
        /// Only the authorities of PEM text.
        case pem([UInt8])
        /// Any server: neither the chain nor the name is checked.
        case anyone
    }

    /// PEM files of a client's certificate (followed by its chain) and private key.
    package struct Identity: Hashable, Sendable {
        package let certificateFile: String
        /// The file of the key; nil if the certificate's file also contains it.
        package let keyFile: String?

        package init(certificateFile: String, keyFile: String? = nil) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    package var trust: Trust
    package var identity: Identity?
    /// The authorities that the environment names instead of the system's; nil for the system's.
    package var authorities: SystemAuthorities?

    package init(trust: Trust = .system, identity: Identity? = nil) {
        self.trust = trust
        self.identity = identity
    }
}
