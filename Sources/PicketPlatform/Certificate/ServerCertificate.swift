import Foundation

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
            try write(made.privateKey, to: files.key, mode: 0o600)
            try write(made.certificate, to: files.certificate, mode: 0o644)
            return made
        } catch {
            throw PlatformFailure("the certificate cannot be made: \(error)")
        }
    }

    private static func text(of file: String) throws(PlatformFailure) -> String {
        do {
            return try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw PlatformFailure("the file \(file) cannot be read")
        }
    }

    /// Writes a file. It gets its mode before its content.
    private static func write(_ text: String, to file: String, mode: Int) throws {
        try? FileManager.default.removeItem(atPath: file)
        guard
            FileManager.default.createFile(
                atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        else { throw PlatformFailure("the file \(file) cannot be written") }
    }
}
