import PicketCrypto

/// Creates self-signed certificates, as the real platform does by default.
enum SelfSignedCertificate {
    private static let day = 86_400
    private static let lifetime = 825 * day
    /// A stored certificate is replaced this long before it expires.
    private static let margin = 30 * day

    static func make(for names: SubjectNames) throws(CryptoFailure) -> ServerCertificate {
        let key = try PrivateKey()
        let now = systemTime()
        let content = CertificateContent(
            // It starts in the past, for clients whose clock is a little behind.
            commonName: "Picket local platform", validity: (now - day)...(now + lifetime), role: .selfSignedServer,
            names: names.names)
        return ServerCertificate(certificate: try Certificate(content, for: key).pem, privateKey: key.pem)
    }

    /// Whether the certificate has all the names and enough time left.
    static func serves(_ pem: String, _ names: SubjectNames) -> Bool {
        guard let certificate = Certificate(pem: pem) else { return false }
        return certificate.isValid(until: systemTime() + margin) && names.names.allSatisfy(certificate.names)
    }
}
