import PicketSystem
import SystemPackage

/// A certificate chain and its private key, both in PEM.
struct ServerCertificate: Sendable, Equatable {
    let certificate: String
    let privateKey: String

    /// Reads the certificate and the key from two files that the user named.
    init(certificateFile: String, keyFile: String) throws(PlatformFailure) {
        certificate = try Self.text(of: certificateFile)
        privateKey = try Self.text(of: keyFile)
    }

    init(certificate: String, privateKey: String) {
        self.certificate = certificate
        self.privateKey = privateKey
    }

    /// Returns the self-signed certificate beside the store. It creates one if none exists that is valid for this host.
    static func selfSigned(for host: String, beside location: StoreLocation) throws(PlatformFailure) -> Self {
        let names = SubjectNames(listeningOn: host)
        do {
            guard case .file(let path) = location else { return try SelfSignedCertificate.make(for: names) }
            let files = (certificate: path + ".crt", key: path + ".key")
            if let kept = try? Self(certificateFile: files.certificate, keyFile: files.key),
                SelfSignedCertificate.serves(kept.certificate, names)
            {
                return kept
            }
            let made = try SelfSignedCertificate.make(for: names)
            try KeptFile.write(made.privateKey, to: files.key, mode: .ownerReadWrite)
            try KeptFile.write(
                made.certificate, to: files.certificate, mode: [.ownerReadWrite, .groupRead, .otherRead])
            return made
        } catch {
            throw PlatformFailure("the certificate cannot be made: \(error)")
        }
    }

    private static func text(of file: String) throws(PlatformFailure) -> String {
        guard let bytes = try? InputFile.bytes(of: file), let text = String(validating: bytes, as: UTF8.self) else {
            throw PlatformFailure("the file \(file) cannot be read")
        }
        return text
    }
}
