import NIOSSL
import SystemPackage

/// The location of the certificates of the authorities that a system trusts.
package struct SystemAuthorities: Hashable, Sendable {
    /// A file of PEM certificates, as in `SSL_CERT_FILE`; nil for none.
    let file: String?
    /// Folders in which each certificate is named by the hash of its subject, as in `SSL_CERT_DIR`. The first folder
    /// that exists is used.
    let folders: [String]
    /// Whether the environment names the location.
    let areNamed: Bool

    /// - Parameters:
    ///   - file: The value of `SSL_CERT_FILE`.
    ///   - folders: The value of `SSL_CERT_DIR`: paths separated by colons.
    /// - Returns: nil if both are empty. Then the system's own locations are used.
    package init?(file: String?, folders: String?) {
        let file = file.flatMap { $0.isEmpty ? nil : $0 }
        let folders = (folders ?? "").split(separator: ":").map(String.init)
        if file == nil, folders.isEmpty { return nil }
        // If the variables name the system's own bundle, the folder beside it is used, because it is read faster.
        if let place = Self.places.first(where: { $0.bundle == file }), folders.allSatisfy({ $0 == place.folder }) {
            self.init(place)
        } else {
            self.init(file: file, folders: folders, areNamed: true)
        }
    }

    private init(_ place: (bundle: String, folder: String?)) {
        self.init(
            file: place.folder == nil ? place.bundle : nil, folders: place.folder.map { [$0] } ?? [], areNamed: false)
    }

    private init(file: String?, folders: [String], areNamed: Bool) {
        self.file = file
        self.folders = folders
        self.areNamed = areNamed
    }

    /// The usual locations: a bundle, and an equivalent folder if one is kept beside it.
    ///
    /// Reading a bundle takes several milliseconds. From a folder of hashed names, single certificates are read when a
    /// chain needs them. `update-ca-certificates` writes both together; other systems have a folder of the same name
    /// that cannot be searched by hash.
    static let places: [(bundle: String, folder: String?)] = [
        ("/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/certs"), ("/etc/pki/tls/certs/ca-bundle.crt", nil),
        ("/etc/ssl/ca-bundle.pem", nil), ("/etc/ssl/cert.pem", nil),
    ]

    /// Returns the first location that exists; nil for none.
    static func find(in places: [(bundle: String, folder: String?)] = places) -> SystemAuthorities? {
        places.first { isReadable($0.bundle) }.map { SystemAuthorities($0) }
    }

    /// The first folder that exists; nil for none.
    var readableFolder: String? { folders.first { Self.isReadable($0, .directory) } }

    private static func isReadable(_ path: String, _ options: FileDescriptor.OpenOptions = []) -> Bool {
        guard let file = try? FileDescriptor.open(FilePath(path), .readOnly, options: options) else { return false }
        try? file.close()
        return true
    }
}
