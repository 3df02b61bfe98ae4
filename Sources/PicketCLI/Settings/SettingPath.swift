import PicketSystem

/// Paths of files in settings.
enum SettingPath {
    /// Returns a path for the system, with `~` replaced by the home folder.
    ///
    /// - Parameter folder: The folder for a relative path; nil for the working folder.
    static func resolved(_ path: String, relativeTo folder: String? = nil) -> String {
        if path.utf8.elementsEqual("~".utf8) || path.utf8.starts(with: "~/".utf8) {
            guard let home = Environment["HOME"], !home.utf8.isEmpty else { return path }
            return home + path.dropFirst()
        }
        guard let folder, path.utf8.first != UInt8(ascii: "/") else { return path }
        return folder + "/" + path
    }
}
