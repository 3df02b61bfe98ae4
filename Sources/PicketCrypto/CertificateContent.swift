/// What a certificate states.
package struct CertificateContent: Sendable {
    /// Whom a certificate is for.
    package enum Role: Sendable {
        /// An authority, which signs other certificates.
        case authority
        /// A server or a client of an authority.
        case member
        /// A server that is its own authority.
        case selfSignedServer
    }

    package var commonName: String
    /// Since when it is valid, and until when, in seconds since 1970.
    package var validity: ClosedRange<Int>
    package var role: Role
    /// The names by which a client may call its owner.
    package var names: [AlternativeName]

    package init(commonName: String, validity: ClosedRange<Int>, role: Role, names: [AlternativeName] = []) {
        self.commonName = commonName
        self.validity = validity
        self.role = role
        self.names = names
    }
}

/// A name by which a client calls a server.
package enum AlternativeName: Sendable, Equatable {
    case dns(String)
    /// Four or sixteen bytes.
    case address([UInt8])
}
