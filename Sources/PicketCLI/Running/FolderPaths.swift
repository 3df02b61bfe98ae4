import PicketSystem

/// Paths below a folder, with symbolic links resolved.
struct FolderPaths {
    /// The path of the folder without symbolic links.
    let folder: String

    /// Returns the path of a file below the folder: with its links resolved, or its name if a link leads out or into a
    /// hidden folder; nil if the file is not below it.
    ///
    /// The files of a Kubernetes ConfigMap are links into a hidden folder, whose name is another one in each pod.
    func path(of file: String) -> String? {
        let name =
            file.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(file[file.utf8.index(after: $0)...]) } ?? file
        let named = FilePlace.resolved(Self.folder(of: file)).map { $0 == "/" ? "/" + name : $0 + "/" + name }
        let resolved = FilePlace.resolved(file).flatMap(below)
        if let resolved, !Self.isHidden(resolved) { return resolved }
        return named.flatMap(below) ?? resolved
    }

    /// Whether a part of a path begins with a dot.
    private static func isHidden(_ path: String) -> Bool {
        path.utf8.split(separator: UInt8(ascii: "/")).contains { $0.first == UInt8(ascii: ".") }
    }

    private func below(_ place: String) -> String? {
        let folder = folder.utf8.elementsEqual("/".utf8) ? "/" : folder + "/"
        guard place.utf8.starts(with: folder.utf8) else { return nil }
        return String(Substring(place.utf8.dropFirst(folder.utf8.count)))
    }

    /// Returns the folder of a path as it is written.
    static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
    }
}
