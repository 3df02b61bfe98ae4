package import SystemPackage

/// The identity of the file behind a path or a descriptor. Equal identities mean the same file.
package enum FileIdentity: Hashable, Sendable {
    case file(device: UInt64, number: UInt64)
    /// A file that does not exist yet, by its folder and the bytes of its name.
    case absent(device: UInt64, folder: UInt64, name: [UInt8])

    /// nil for a file that takes any number of writers (a terminal, /dev/null), for a folder, and for a path that
    /// cannot be accessed.
    package init?(_ path: String) {
        do throws(Errno) {
            self.init(try Stat(path))
        } catch {
            guard error == .noSuchFileOrDirectory, let place = try? FilePlace(ofAbsent: path),
                let folder = try? Stat(place.folder)
            else { return nil }
            self = .absent(
                device: UInt64(folder.deviceID.rawValue), folder: UInt64(folder.inode.rawValue),
                name: Array(place.name.utf8))
        }
    }

    /// The same for an open file.
    package init?(_ descriptor: FileDescriptor) {
        guard let status = try? Stat(descriptor) else { return nil }
        self.init(status)
    }

    private init?(_ status: Stat) {
        guard status.type != .characterSpecial, status.type != .directory else { return nil }
        self = .file(device: UInt64(status.deviceID.rawValue), number: UInt64(status.inode.rawValue))
    }

    /// Whether a path leads to the same file, terminal or device that a descriptor has open.
    package static func isSame(_ path: String, _ descriptor: FileDescriptor) -> Bool {
        guard let named = try? Stat(path), let open = try? Stat(descriptor) else { return false }
        return named.deviceID == open.deviceID && named.inode == open.inode
    }
}

extension FileDescriptor {
    /// Whether this is a regular file that no path leads to, because it was deleted.
    package var isDeletedFile: Bool {
        guard let status = try? Stat(self) else { return false }
        return status.type == .regular && status.linkCount == 0
    }
}
