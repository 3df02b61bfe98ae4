import PicketSystem

/// The folder that the paths of a test run are relative to. So the identity of a test does not depend on how a path is
/// written, or on where the program was started.
struct TestFolder {
    /// The path without symbolic links.
    let path: String

    /// Finds the common folder of all arguments. For a file, its folder counts.
    init(of arguments: [String]) {
        let folders = arguments.map { argument -> [Substring.UTF8View] in
            let place = FileCheck.isFolder(argument) ? argument : FolderPaths.folder(of: argument)
            return Self.parts(of: FilePlace.resolved(place) ?? place)
        }
        var common = folders.first ?? []
        for folder in folders.dropFirst() {
            let count = zip(common, folder).prefix { $0.elementsEqual($1) }.count
            common = Array(common.prefix(count))
        }
        path = "/" + common.map { String(Substring($0)) }.joined(separator: "/")
    }

    /// Returns the identity of a file: its path below the folder, as `FolderPaths` has it.
    func identity(of file: String) -> String {
        if file.utf8.elementsEqual("-".utf8) { return "-" }
        return FolderPaths(folder: path).path(of: file) ?? file
    }

    /// Returns the path of an argument without symbolic links. Standard input belongs to the folder.
    func place(of argument: String) -> String {
        if argument.utf8.elementsEqual("-".utf8) { return "\(path)/-" }
        return FilePlace.resolved(argument) ?? argument
    }

    private static func parts(of path: String) -> [Substring.UTF8View] { path.utf8.split(separator: UInt8(ascii: "/")) }
}
