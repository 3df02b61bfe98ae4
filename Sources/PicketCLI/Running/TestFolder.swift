import PicketSystem

/// The folder that the paths of a test run are relative to. So the identity of a test does not depend on how a path is
/// written, or on where the program was started.
struct TestFolder {
    /// The path without symbolic links.
    let path: String

    /// Finds the common folder of all arguments. For a file, its folder counts.
    init(of arguments: [String]) {
        let folders = arguments.map { argument -> [Substring.UTF8View] in
            let place = FileCheck.isFolder(argument) ? argument : Self.folder(of: argument)
            return Self.parts(of: FilePlace.resolved(place) ?? place)
        }
        var common = folders.first ?? []
        for folder in folders.dropFirst() {
            let count = zip(common, folder).prefix { $0.elementsEqual($1) }.count
            common = Array(common.prefix(count))
        }
        path = "/" + common.map { String(Substring($0)) }.joined(separator: "/")
    }

    /// Returns the identity of a file: its path below the folder with links resolved, or its name if a link leads out.
    func identity(of file: String) -> String {
        if file.utf8.elementsEqual("-".utf8) { return "-" }
        let name =
            file.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(file[file.utf8.index(after: $0)...]) } ?? file
        let named = FilePlace.resolved(Self.folder(of: file)).map { $0 + "/" + name }
        for place in [FilePlace.resolved(file), named] {
            if let place, let below = below(place) { return below }
        }
        return file
    }

    private func below(_ place: String) -> String? {
        let folder = path.utf8.elementsEqual("/".utf8) ? "/" : path + "/"
        guard place.utf8.starts(with: folder.utf8) else { return nil }
        return String(Substring(place.utf8.dropFirst(folder.utf8.count)))
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
    }

    private static func parts(of path: String) -> [Substring.UTF8View] { path.utf8.split(separator: UInt8(ascii: "/")) }
}
