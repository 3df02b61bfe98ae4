#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files that a path being typed could mean.
enum FolderListing {
    /// Paths that begin like `prefix`, folders with a slash at their end, sorted; hidden ones only if asked for.
    static func candidates(_ prefix: String, below root: String) -> [String] {
        let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
        let name = prefix.dropFirst(folder.count)
        let place = folder.hasPrefix("/") ? folder : root + "/" + folder
        return names(in: place).filter { $0.hasPrefix(name) && ($0.first != "." || name.first == ".") }.sorted()
            .map { folder + $0 + (isFolder(place + "/" + $0) ? "/" : "") }
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
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

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
