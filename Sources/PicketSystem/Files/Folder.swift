import Glibc
import SystemPackage

/// Listing and creating folders.
package enum Folder {
    /// Returns the names in a folder without `.` and `..`, in the system's order.
    package static func names(in path: String) throws(FileProblem) -> [String] {
        guard let stream = opendir(path) else { throw .latest }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Whether the path is a folder itself, and not a link to one.
    package static func isOne(_ path: String) -> Bool {
        (try? Stat(path, followTargetSymlink: false))?.type == .directory
    }

    /// Who may read a new folder.
    package enum Audience {
        case owner
        /// Everyone whom the user's `umask` allows.
        case everyone
    }

    /// Creates a folder and its missing parents. Existing folders stay as they are; a file in the way is a problem.
    package static func make(_ path: String, for audience: Audience = .owner) throws(FileProblem) {
        var folder = ""
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        for part in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            folder += (folder.isEmpty && !isAbsolute ? "" : "/") + Substring(part)
            guard !FileCheck.exists(folder) else { continue }
            guard mkdir(folder, audience == .owner ? 0o700 : 0o777) == 0 || errno == EEXIST else { throw .latest }
        }
        guard FileCheck.isFolder(path) else { throw .system(.notDirectory) }
    }

    /// The working folder of the program; nil if it is unknown.
    package static var current: String? {
        guard let path = getcwd(nil, 0) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }
}
