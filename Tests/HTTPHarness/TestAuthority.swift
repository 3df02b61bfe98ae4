import Foundation
package import NIOSSL
package import PicketCrypto

/// A certificate authority of one test.
package struct TestAuthority {
    private let key: PrivateKey
    private let name: String
    private let certificate: Certificate

    package init(_ commonName: String = "Test Authority") throws {
        name = commonName
        key = try PrivateKey()
        certificate = try Certificate(
            CertificateContent(commonName: name, validity: Validity.now.times, role: .authority), for: key)
    }

    package enum Validity {
        case now, past, future

        /// In seconds since 1970.
        var times: ClosedRange<Int> {
            let (now, day) = (Int(Date().timeIntervalSince1970), 86_400)
            return switch self {
            case .now: (now - day)...(now + day)
            case .past: (now - 3 * day)...(now - day)
            case .future: (now + day)...(now + 3 * day)
            }
        }
    }

    package var pem: String { certificate.pem }

    /// PEM text of a certificate and its key.
    package func issue(
        names: [AlternativeName] = [.dns("localhost"), .address([127, 0, 0, 1])], validity: Validity = .now
    ) throws -> (certificate: String, key: String) {
        let leafKey = try PrivateKey()
        let content = CertificateContent(
            commonName: "leaf", validity: validity.times, role: .member, names: names)
        let certificate = try Certificate(content, for: leafKey, signedBy: (name, key))
        return (certificate.pem, leafKey.pem)
    }

    /// The context of a server with a certificate of this authority.
    ///
    /// - Parameter clients: the authority that a client's certificate must be of.
    package func server(
        names: [AlternativeName] = [.dns("localhost"), .address([127, 0, 0, 1])], validity: Validity = .now,
        clients: TestAuthority? = nil
    ) throws -> NIOSSLContext {
        let (certificate, key) = try issue(names: names, validity: validity)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)))
        if let clients {
            let authority = try NIOSSLCertificate.fromPEMBytes(Array(clients.pem.utf8))
            configuration.trustRoots = .certificates(authority)
            configuration.certificateVerification = .noHostnameVerification
        }
        return try NIOSSLContext(configuration: configuration)
    }

    /// The context of a server with a certificate for another name than the one by which it is asked for.
    package func server(named name: String) throws -> NIOSSLContext { try server(names: [.dns(name)]) }
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
