import Glibc

/// The only folders in which files may be read, wherever `..` and symbolic links lead.
package struct ReadableFolders: Sendable {
    private let folder: String
    private let root: String?

    /// - Parameter root: Another folder; nil for none.
    package init(_ folder: String, and root: String?) {
        self.folder = folder
        self.root = root
    }

    private var folders: [String] { root.map { [folder, $0] } ?? [folder] }

    /// Opens a file.
    package func open(_ path: String, _ kind: InputFile.Kind = .regular) throws(FileProblem) -> InputFile {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .notAPath }
        // The path is already resolved, so links are not followed: a link that replaces the file meanwhile could lead
        // out.
        return InputFile(owning: try InputFile.open(try allowed(path), kind, followsLink: false))
    }

    /// Returns the path without links and `..`, if it stays inside.
    private func allowed(_ path: String) throws(FileProblem) -> String {
        guard let resolved = FilePlace.resolved(path) else {
            let problem = FileProblem.latestOfReading
            // A missing file outside of the folders is not reported as missing.
            throw isNamedInside(path) ? problem : .outside
        }
        let isInside = folders.contains { folder in
            FilePlace.resolved(folder).map { ReadableFolders.isBelow($0, resolved) } ?? false
        }
        guard isInside else { throw isNamedInside(path) ? .leadsOut : .outside }
        return resolved
    }

    /// Returns the path to write a file to, without links and `..`: an existing regular file or a new one, inside.
    package func place(forWriting path: String) throws(FileProblem) -> String {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .notAPath }
        if FileCheck.exists(path) {
            let place = try allowed(path)
            guard !Folder.isOne(place) else { throw .folder }
            guard FileCheck.isRegular(place) else { throw .notRegular }
            return place
        }
        guard path.utf8.last != UInt8(ascii: "/") else { throw .folder }
        let place = try FilePlace(ofAbsent: path)
        // The resolved folder decides whether the file is inside. Its name is not a link any more.
        return try allowed(place.folder) + "/" + place.name
    }

    private func isNamedInside(_ path: String) -> Bool {
        let path = ReadableFolders.normal(path)
        return folders.contains { ReadableFolders.isBelow(ReadableFolders.normal($0), path) }
    }

    /// Removes `.` and `..` without looking at the file system.
    private static func normal(_ path: String) -> String {
        let (here, up) = (".".utf8, "..".utf8)
        var parts: [Substring.UTF8View] = []
        for part in path.utf8.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(here) {
            if part.elementsEqual(up), let last = parts.last, !last.elementsEqual(up) {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        let root = path.utf8.first == UInt8(ascii: "/") ? "/" : ""
        return root + parts.map { String(Substring($0)) }.joined(separator: "/")
    }

    private static func isBelow(_ folder: String, _ path: String) -> Bool {
        if folder.isEmpty { return path.utf8.first != UInt8(ascii: "/") && !path.utf8.starts(with: "..".utf8) }
        let (folder, path) = (folder.utf8, path.utf8)
        if folder.elementsEqual("/".utf8) || folder.elementsEqual(path) { return true }
        return path.starts(with: folder) && path.dropFirst(folder.count).first == UInt8(ascii: "/")
    }
}
