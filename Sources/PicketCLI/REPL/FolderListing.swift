import PicketSystem

/// Files that a path being typed could mean.
enum FolderListing {
    /// Paths that begin like `prefix`, folders with a slash at their end, sorted; hidden ones only if asked for.
    static func candidates(_ prefix: String, below root: String) -> [String] {
        let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
        let name = prefix.dropFirst(folder.count)
        let place = folder.hasPrefix("/") ? folder : root + "/" + folder
        let names = (try? Folder.names(in: place)) ?? []
        return names.filter { $0.hasPrefix(name) && ($0.first != "." || name.first == ".") }.sorted()
            .map { folder + $0 + (FileCheck.isFolder(place + "/" + $0) ? "/" : "") }
    }
}
