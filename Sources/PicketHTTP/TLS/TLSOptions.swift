/// Whom to trust, and who we are.
package struct TLSOptions: Hashable, Sendable {
    package enum Trust: Hashable, Sendable {
        /// The system's authorities, or those that `authorities` names in their place.
        case system
        /// The authorities of a PEM file, and no others.
        case file(String)
        /// The authorities of PEM text, and no others.
        case pem([UInt8])
        /// Anyone: neither chain nor name is checked.
        case anyone
    }

    /// PEM files of a client's certificate (its chain after it) and private key.
    package struct Identity: Hashable, Sendable {
        package let certificateFile: String
        /// nil where the certificate's file holds the key as well.
        package let keyFile: String?

        package init(certificateFile: String, keyFile: String? = nil) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    package var trust: Trust
    package var identity: Identity?
    /// What the environment names in the place of the system's authorities; nil for those.
    package var authorities: SystemAuthorities?

    package init(trust: Trust = .system, identity: Identity? = nil) {
        self.trust = trust
        self.identity = identity
    }
}
