import PicketRuntime
import PicketSystem

/// Finds scripts in folders.
enum ScriptFolder {
    /// The files themselves, and of each folder every `.picket` file in it and below, by name; a folder without any is
    /// named on standard error.
    static func scripts(in paths: [String]) throws -> [String] {
        guard !paths.isEmpty else { throw Ending.usage("what is to be tested? `picket test PATH…`") }
        var result: [String] = []
        for path in paths {
            let found = FileCheck.isFolder(path) ? try below(path) : [path]
            if found.isEmpty { tellOfNothing(in: path) }
            for file in found where !result.contains(file) { result.append(file) }
        }
        return result
    }

    private static func tellOfNothing(in path: String) {
        Console.standard.error("picket: warning: there is no `.picket` file in `\(Door.show(path))`\n")
    }

    /// Hidden files and folders are left out, and symbolic links are not followed into folders.
    private static func below(_ folder: String) throws -> [String] {
        let names: [String]
        do throws(FileProblem) {
            names = try Folder.names(in: folder).filter { !$0.hasPrefix(".") }
        } catch {
            throw Ending.usage("cannot read `\(folder)`: \(error.message)")
        }
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        var result: [String] = []
        for name in names.sorted() {
            if Folder.isOne(base + name) {
                result += try below(base + name)
            } else if name.hasSuffix(".picket") {
                result.append(base + name)
            }
        }
        return result
    }
}
