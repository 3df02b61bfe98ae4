#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Opens files below the folders that a script may read, and no others, wherever `..` and symbolic links lead.
struct FileAccess {
    let scriptFolder: String
    let root: String?

    /// The bytes of a regular file.
    func bytes(of path: String, limit: Int) throws(DataFault) -> [UInt8] {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw DataFault("this is no path") }
        let descriptor = open(try allowed(path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw fault(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw fault(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw DataFault(status.st_mode & S_IFMT == S_IFDIR ? "this is a folder" : "this is no regular file")
        }
        guard status.st_size <= limit else { throw tooLarge(limit) }
        return try content(descriptor, limit: limit)
    }

    /// The path without links and `..`, if it stays inside.
    private func allowed(_ path: String) throws(DataFault) -> String {
        let full = path.hasPrefix("/") ? path : scriptFolder + "/" + path
        let folders = [scriptFolder, root].compactMap { $0 }
        guard let resolved = FileAccess.resolved(full) else {
            let code = errno
            // What lies outside is not even said to be missing.
            let isInside = folders.contains { FileAccess.isBelow(FileAccess.normal($0), FileAccess.normal(full)) }
            throw isInside ? fault(code) : outside()
        }
        let resolvedFolders = folders.compactMap { FileAccess.resolved($0) }
        guard resolvedFolders.contains(where: { FileAccess.isBelow($0, resolved) }) else {
            let isLink = folders.contains { FileAccess.isBelow(FileAccess.normal($0), FileAccess.normal(full)) }
            throw isLink ? leadsOut() : outside()
        }
        return resolved
    }

    /// realpath(3), which follows every link.
    private static func resolved(_ path: String) -> String? {
        guard let text = realpath(path, nil) else { return nil }
        defer { free(text) }
        return String(cString: text)
    }

    /// `.` and `..` taken out by the letters of the path alone.
    private static func normal(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }

    private static func isBelow(_ folder: String, _ path: String) -> Bool {
        if folder.isEmpty { return !path.hasPrefix("/") && !path.hasPrefix("..") }
        return folder == "/" || path == folder || path.hasPrefix(folder + "/")
    }

    private func content(_ descriptor: Int32, limit: Int) throws(DataFault) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw fault(errno)
            }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw tooLarge(limit) }
        }
    }
}

extension FileAccess {
    private func fault(_ code: Int32) -> DataFault {
        switch code {
        case ENOENT, ENOTDIR: return DataFault("there is no such file")
        case EACCES, EPERM: return DataFault("this file may not be read: permission denied")
        case ELOOP: return DataFault("too many symbolic links")
        default: return DataFault("it cannot be opened: \(String(cString: strerror(code)))")
        }
    }

    private func outside() -> DataFault {
        DataFault("this lies outside the script's folder; `--file-root DIR` lets scripts read elsewhere")
    }

    private func leadsOut() -> DataFault {
        DataFault(
            "a symbolic link leads out of the script's folder; `--file-root DIR` lets scripts read where it leads")
    }

    private func tooLarge(_ limit: Int) -> DataFault {
        DataFault("the file is larger than \(limit >> 20) MiB")
    }
}
