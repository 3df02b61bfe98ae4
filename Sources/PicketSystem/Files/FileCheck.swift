import Glibc
import SystemPackage

/// What a path means, asked before anything is opened.
package enum FileCheck {
    /// Whether there is nothing. A file that cannot be looked at is there.
    package static func isMissing(_ path: String) -> Bool {
        access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR)
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
    package static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }
    package static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }
    package static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

    /// Whether it is a folder, or a link to one.
    package static func isFolder(_ path: String) -> Bool { (try? Stat(path))?.type == .directory }

    /// Whether it is a regular file, or a link to one.
    package static func isRegular(_ path: String) -> Bool { (try? Stat(path))?.type == .regular }
}
