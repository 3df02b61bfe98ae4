import PicketRuntime
import PicketSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds scripts in folders.
enum ScriptFolder {
    /// The files themselves, and of each folder every `.picket` file in it and below, by name; a folder without any is
    /// named on standard error.
    static func scripts(in paths: [String]) throws -> [String] {
        guard !paths.isEmpty else { throw Ending.usage("what is to be tested? `picket test PATH…`") }
        var result: [String] = []
        for path in paths {
            let found = isFolder(path) ? try below(path) : [path]
            if found.isEmpty { tellOfNothing(in: path) }
            for file in found where !result.contains(file) { result.append(file) }
        }
        return result
    }

    private static func tellOfNothing(in path: String) {
        Console.standard.error("picket: warning: there is no `.picket` file in `\(Door.show(path))`\n")
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Hidden files and folders are left out, and symbolic links are not followed into folders.
    private static func below(_ folder: String) throws -> [String] {
        guard let handle = opendir(folder) else {
            throw Ending.usage("cannot read `\(folder)`: \(FileProblem.latest.message)")
        }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        var result: [String] = []
        for name in names.sorted() {
            var status = stat()
            guard lstat(base + name, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                result += try below(base + name)
            } else if name.hasSuffix(".picket") {
                result.append(base + name)
            }
        }
        return result
    }
}
