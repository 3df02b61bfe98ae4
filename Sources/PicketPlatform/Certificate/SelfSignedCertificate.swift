import Crypto
import Foundation
import SwiftASN1
import X509

/// Creates self-signed certificates, as the real platform does by default.
enum SelfSignedCertificate {
    private static let lifetime: TimeInterval = 825 * 86_400
    /// A stored certificate is replaced this long before it expires.
    private static let margin: TimeInterval = 30 * 86_400

    static func make(for names: SubjectNames) throws -> ServerCertificate {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let subject = try DistinguishedName { CommonName("Picket local platform") }
        let now = Date()
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key.publicKey,
            // It starts in the past, for clients whose clock is a little behind.
            notValidBefore: now.addingTimeInterval(-86_400), notValidAfter: now.addingTimeInterval(lifetime),
            issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try extensions(for: names), issuerPrivateKey: key)
        return ServerCertificate(
            certificate: try certificate.serializeAsPEM().pemString + "\n",
            privateKey: try key.serializeAsPEM().pemString + "\n")
    }

    private static func extensions(for names: SubjectNames) throws -> Certificate.Extensions {
        try Certificate.Extensions {
            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
            Critical(KeyUsage(digitalSignature: true, keyCertSign: true))
            try ExtendedKeyUsage([.serverAuth])
            SubjectAlternativeNames(names.names)
        }
    }

    /// Whether the certificate has all the names and enough time left.
    static func serves(_ pem: String, _ names: SubjectNames) -> Bool {
        guard let certificate = try? Certificate(pemEncoded: pem),
            let present = try? certificate.extensions.subjectAlternativeNames
        else { return false }
        return certificate.notValidAfter > Date().addingTimeInterval(margin)
            && names.names.allSatisfy { present.contains($0) }
    }
}
