import PicketRuntime
import PicketSystem

/// Finds scripts in folders.
enum ScriptFolder {
    /// A script that was found.
    struct Found {
        /// The path as the user wrote it or its folder.
        let path: String
        /// The folder that was named; nil for a file that was named itself.
        let named: String?
    }

    /// Returns the paths of `found(in:)`.
    static func scripts(in paths: [String]) throws -> [String] { try found(in: paths).map(\.path) }

    /// Returns the named files, and every `.picket` file in a named folder and below, sorted by name. Each file appears
    /// once, even if several names lead to it. A folder without scripts is reported on standard error.
    static func found(in paths: [String]) throws -> [Found] {
        var result: [Found] = []
        var seen: Set<[UInt8]> = []
        for path in paths {
            let path = plain(path)
            let isFolder = FileCheck.isFolder(path)
            let found = isFolder ? try below(path) : [path]
            if found.isEmpty { warnOfNoScripts(in: path) }
            for file in found {
                let real = FilePlace.resolved(file) ?? file
                if seen.insert(Array(real.utf8)).inserted {
                    result.append(Found(path: file, named: isFolder ? path : nil))
                }
            }
        }
        return result
    }

    private static func warnOfNoScripts(in path: String) {
        Console.standard.error("picket: warning: there is no `.picket` file in `\(Door.showLine(path))`\n")
    }

    /// Returns a path without `.` and doubled slashes.
    private static func plain(_ path: String) -> String {
        let slash = UInt8(ascii: "/")
        let parts = path.utf8.split(separator: slash).filter { !$0.elementsEqual(".".utf8) }
        let isFolder = path.utf8.last == slash && !parts.isEmpty
        let joined = parts.map { String(Substring($0)) }.joined(separator: "/") + (isFolder ? "/" : "")
        if path.utf8.first == slash { return "/" + joined }
        return joined.isEmpty ? (path.isEmpty ? path : ".") : joined
    }

    /// Returns the scripts below a folder. It skips hidden files and folders, and does not follow symbolic links to
    /// folders.
    private static func below(_ folder: String) throws -> [String] {
        let names: [String]
        do throws(FileProblem) {
            names = try Folder.names(in: folder).filter { $0.utf8.first != UInt8(ascii: ".") }
        } catch {
            throw Ending.usage("cannot read `\(folder)`: \(error.message)")
        }
        let base =
            folder.utf8.elementsEqual(".".utf8) ? "" : folder.utf8.last == UInt8(ascii: "/") ? folder : folder + "/"
        var result: [String] = []
        for name in names.sorted() {
            if Folder.isOne(base + name) {
                result += try below(base + name)
            } else if name.utf8.suffix(7).elementsEqual(".picket".utf8) {
                let file = base + name
                // Nobody named it, and reading a pipe could block the program for ever.
                guard FileCheck.isRegular(file) || !FileCheck.exists(file) else {
                    throw Ending.usage("cannot read `\(file)`: \(FileProblem.notRegular.message)")
                }
                result.append(file)
            }
        }
        return result
    }
}
