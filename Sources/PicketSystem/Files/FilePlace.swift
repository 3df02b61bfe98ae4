import Glibc
import SystemPackage

/// A name in a folder, with all symbolic links resolved.
package struct FilePlace {
    let folder: String
    let name: String

    var path: String { folder == "/" ? "/" + name : folder + "/" + name }

    /// The place of a file that does not exist yet. A link to a missing file leads to the place of its target.
    init(ofAbsent path: String) throws(FileProblem) {
        guard let end = FilePlace.end(ofLinks: path) else { throw .system(.tooManySymbolicLinkLevels) }
        try self.init(parts: end)
    }

    /// Returns the path to which a chain of links leads, though no file is there; the path itself if it is no link, and
    /// nil if the chain has no end.
    package static func end(ofLinks path: String) -> String? {
        var path = path
        for _ in 0..<40 {
            guard let target = FilePlace.target(ofLink: path) else { return path }
            path = target.utf8.first == UInt8(ascii: "/") ? target : FilePlace.folder(of: path) + "/" + target
        }
        return nil
    }

    private init(parts path: String) throws(FileProblem) {
        name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
        guard !name.isEmpty, name != ".", name != ".." else { throw .system(.noSuchFileOrDirectory) }
        guard let folder = FilePlace.resolved(FilePlace.folder(of: path)) else { throw .latest }
        self.folder = folder
    }

    /// The place of a file that may be replaced; nil if it must be kept.
    ///
    /// - Parameter status: The status of the path, with links followed.
    init?(replaceable path: String, _ status: Stat) {
        guard status.type == .regular, status.linkCount == 1, status.userID.rawValue == geteuid() else { return nil }
        // A path such as `/proc/self/fd/3` must be kept, because its opener continues to use the open file.
        if let folder = FilePlace.resolved(FilePlace.folder(of: path)), folder.hasPrefix("/proc/") { return nil }
        guard let resolved = FilePlace.resolved(path), let place = try? FilePlace(parts: resolved),
            let there = try? Stat(resolved), there.deviceID == status.deviceID, there.inode == status.inode,
            let folder = try? Stat(place.folder), folder.deviceID == status.deviceID
        else { return nil }
        self = place
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
    }

    /// Returns the target of a symbolic link; nil if the path is not one.
    private static func target(ofLink path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink(path, &buffer, buffer.count)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Returns the path without symbolic links; nil, with `errno` set, if the file does not exist.
    package static func resolved(_ path: String) -> String? {
        guard let pointer = realpath(path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }
}
