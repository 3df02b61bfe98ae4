import PicketSystem

/// Finds files for a path that is being typed.
enum FolderListing {
    /// Returns the sorted paths that begin with `prefix`, in any case of its last name. Folders end in a slash, and hidden files need a leading dot
    /// in the prefix.
    static func candidates(_ prefix: String, below root: String) -> [String] {
        let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
        let name = prefix.dropFirst(folder.count)
        let place = folder.hasPrefix("/") ? folder : root + "/" + folder
        let names = (try? Folder.names(in: place)) ?? []
        let wanted = name.lowercased()
        return names.filter { $0.lowercased().hasPrefix(wanted) && ($0.first != "." || name.first == ".") }.sorted()
            .map { folder + $0 + (FileCheck.isFolder(place + "/" + $0) ? "/" : "") }
    }
}
