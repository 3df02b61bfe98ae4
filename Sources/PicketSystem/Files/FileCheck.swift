import Glibc
import SystemPackage

/// Checks of a path before anything is opened.
package enum FileCheck {
    /// Whether nothing exists at the path. A file that cannot be accessed exists.
    package static func isMissing(_ path: String) -> Bool {
        access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR)
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
    package static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }
    package static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }
    package static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

    /// Whether the path is a folder, or a link to one.
    package static func isFolder(_ path: String) -> Bool { (try? Stat(path))?.type == .directory }

    /// Whether the path is a regular file, or a link to one.
    package static func isRegular(_ path: String) -> Bool { (try? Stat(path))?.type == .regular }
}
