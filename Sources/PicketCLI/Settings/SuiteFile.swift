import PicketSystem

/// The file `suite.toml` beside the tests: defaults for whoever runs them, such as `jobs = 4`.
///
/// Its keys are the settings of the heading *Tests* in the help. It cannot name a platform, a user, or a file that is
/// written, because a suite may come from somebody else.
enum SuiteFile {
    static let name = "suite.toml"

    /// Loads the file of a folder. If the folder is below the working folder, the folders in between count, too: the
    /// nearest file wins.
    ///
    /// - Returns: The file's path and settings; nil if there is no file.
    static func load(for folder: TestFolder) throws -> (path: String, settings: Profile)? {
        guard let path = path(for: folder.path) else { return nil }
        let table = try ConfigurationFile.table(at: path)
        return (path, try Profile(table, path: path, .suite, Setting.keys.filter { $0.row.group == .tests }))
    }

    private static func path(for folder: String) -> String? {
        let current = Folder.current.flatMap { FilePlace.resolved($0) }
        let below = current.map { $0.utf8.elementsEqual("/".utf8) ? $0 : $0 + "/" }
        var place = folder
        while true {
            let path = (place.utf8.elementsEqual("/".utf8) ? "" : place) + "/" + name
            if FileCheck.exists(path) { return path }
            guard let below, place.utf8.starts(with: below.utf8),
                let slash = place.utf8.lastIndex(of: UInt8(ascii: "/"))
            else { return nil }
            place = String(place[..<slash])
        }
    }
}
