import PicketSystem

/// Paths below a folder, with symbolic links resolved.
struct FolderPaths {
    /// The path of the folder without symbolic links.
    let folder: String

    /// Returns the path of a file below the folder: with its links resolved, or its name if a link leads out; nil if the
    /// file is not below it.
    func path(of file: String) -> String? {
        let name =
            file.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(file[file.utf8.index(after: $0)...]) } ?? file
        let named = FilePlace.resolved(Self.folder(of: file)).map { $0 == "/" ? "/" + name : $0 + "/" + name }
        for place in [FilePlace.resolved(file), named] {
            if let place, let below = below(place) { return below }
        }
        return nil
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
