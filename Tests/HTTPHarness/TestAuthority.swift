import Crypto
import Foundation
package import NIOSSL
package import SwiftASN1
package import X509

/// A certificate authority of one test.
package struct TestAuthority {
    private let key = P256.Signing.PrivateKey()
    private let name: DistinguishedName
    private let certificate: Certificate

    package init(_ commonName: String = "Test Authority") throws {
        name = try DistinguishedName { CommonName(commonName) }
        certificate = try Self.sign(
            subject: name, publicKey: key.publicKey, issuer: name, issuerKey: key, validity: .now,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
            })
    }

    package enum Validity {
        case now, past, future

        var dates: (from: Date, to: Date) {
            let day: TimeInterval = 86_400
            return switch self {
            case .now: (Date(timeIntervalSinceNow: -day), Date(timeIntervalSinceNow: day))
            case .past: (Date(timeIntervalSinceNow: -3 * day), Date(timeIntervalSinceNow: -day))
            case .future: (Date(timeIntervalSinceNow: day), Date(timeIntervalSinceNow: 3 * day))
            }
        }
    }

    package var pem: String {
        get throws { try certificate.serializeAsPEM().pemString }
    }

    /// PEM text of a certificate and its key.
    package func issue(
        names: [GeneralName] = [.dnsName("localhost"), .ipAddress(Self.loopback)], validity: Validity = .now
    ) throws -> (certificate: String, key: String) {
        let leafKey = P256.Signing.PrivateKey()
        let certificate = try Self.sign(
            subject: DistinguishedName { CommonName("leaf") }, publicKey: leafKey.publicKey, issuer: name,
            issuerKey: key, validity: validity,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                SubjectAlternativeNames(names)
            })
        return (try certificate.serializeAsPEM().pemString, leafKey.pemRepresentation)
    }

    /// The context of a server with a certificate of this authority.
    ///
    /// - Parameter clients: the authority that a client's certificate must be of.
    package func server(
        names: [GeneralName] = [.dnsName("localhost"), .ipAddress(Self.loopback)], validity: Validity = .now,
        clients: TestAuthority? = nil
    ) throws -> NIOSSLContext {
        let (certificate, key) = try issue(names: names, validity: validity)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)))
        if let clients {
            let authority = try clients.pem
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.utf8)))
            configuration.certificateVerification = .noHostnameVerification
        }
        return try NIOSSLContext(configuration: configuration)
    }

    /// The context of a server with a certificate for another name than the one by which it is asked for.
    package func server(named name: String) throws -> NIOSSLContext { try server(names: [.dnsName(name)]) }

    package static let loopback = ASN1OctetString(contentBytes: [127, 0, 0, 1])

    private static func sign(
        subject: DistinguishedName, publicKey: P256.Signing.PublicKey, issuer: DistinguishedName,
        issuerKey: P256.Signing.PrivateKey, validity: Validity, extensions: Certificate.Extensions
    ) throws -> Certificate {
        let (from, to) = validity.dates
        return try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(publicKey),
            notValidBefore: from, notValidAfter: to, issuer: issuer, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
            issuerPrivateKey: Certificate.PrivateKey(issuerKey))
    }
}

/// A file with PEM text that goes when the value does.
package final class TemporaryFile {
    package let path: String

    package init(_ text: String) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pem")
        try Data(text.utf8).write(to: url)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
