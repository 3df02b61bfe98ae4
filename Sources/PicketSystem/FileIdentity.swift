#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Which file a path or a descriptor means, whatever it is called: two that are equal are one file.
package enum FileIdentity: Hashable, Sendable {
    case file(device: UInt64, number: UInt64)
    /// A file that is not there yet, by its folder and the bytes of its name.
    case absent(device: UInt64, folder: UInt64, name: [UInt8])

    /// nil for what takes any number of writers (a terminal, /dev/null), for a folder, and for what cannot be reached.
    package init?(_ path: String) {
        var status = stat()
        if stat(path, &status) == 0 {
            self.init(status)
            return
        }
        guard errno == ENOENT, let place = try? FilePlace(ofAbsent: path), stat(place.folder, &status) == 0 else {
            return nil
        }
        self = .absent(device: UInt64(status.st_dev), folder: UInt64(status.st_ino), name: Array(place.name.utf8))
    }

    /// The same for an open file.
    package init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init?(_ status: stat) {
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFCHR, kind != S_IFDIR else { return nil }
        self = .file(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    }

    /// Whether a path means the very file that a descriptor has open, a terminal or a device as well.
    package static func isSame(_ path: String, _ descriptor: Int32) -> Bool {
        var (named, open) = (stat(), stat())
        guard stat(path, &named) == 0, fstat(descriptor, &open) == 0 else { return false }
        return named.st_dev == open.st_dev && named.st_ino == open.st_ino
    }

    /// Whether the path is a regular file.
    package static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}
