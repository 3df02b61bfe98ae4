/// The folders of configuration and state (XDG Base Directory Specification). As it demands, relative paths are
/// ignored, so no file is read or created in the working folder.
package enum Directories {
    package static var configuration: String? { folder("XDG_CONFIG_HOME", ".config") }

    /// The folder for state. It is also nil if the home folder would have to be created first.
    package static var state: String? {
        guard let state = folder("XDG_STATE_HOME", ".local/state") else { return nil }
        return isSet("XDG_STATE_HOME") || problem == nil ? state : nil
    }

    /// Why nothing can be stored, in one sentence that names the variable; nil if it can.
    package static var problem: String? {
        if isSet("XDG_STATE_HOME") { return nil }
        guard let home = Environment.value("HOME") else { return "`HOME` is not set, so nothing is stored" }
        guard isAbsolute(home) else { return "`HOME` is not an absolute path, so nothing is stored" }
        return FileCheck.isFolder(home) ? nil : "`HOME` is not a folder, so nothing is stored"
    }

    private static func isSet(_ variable: String) -> Bool { Environment.value(variable).map(isAbsolute) ?? false }

    private static func isAbsolute(_ path: String) -> Bool { path.utf8.first == UInt8(ascii: "/") }

    private static func folder(_ variable: String, _ fallback: String) -> String? {
        if let base = Environment.value(variable), isAbsolute(base) { return base + "/picket" }
        guard let home = Environment.value("HOME"), isAbsolute(home) else { return nil }
        return "\(home)/\(fallback)/picket"
    }
}
