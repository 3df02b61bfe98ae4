import PicketSystem

/// Where configuration and state stand (XDG Base Directory Specification). A path that is not absolute says nothing, as that
/// specification has it: nothing is looked for, and nothing made, in the folder that the program happens to run in.
enum Directories {
    static var configuration: String? { folder("XDG_CONFIG_HOME", ".config") }

    /// Nil too where it could only be made together with the home folder, which is not the program's.
    static var state: String? {
        guard let state = folder("XDG_STATE_HOME", ".local/state") else { return nil }
        return isSet("XDG_STATE_HOME") || problem == nil ? state : nil
    }

    /// Why nothing is kept, in one sentence that names the variable; nil if all is well.
    static var problem: String? {
        if isSet("XDG_STATE_HOME") { return nil }
        guard let home = Environment.value("HOME") else { return "`HOME` is not set, so nothing is kept" }
        guard isAbsolute(home) else { return "`HOME` is no absolute path, so nothing is kept" }
        return FileCheck.isFolder(home) ? nil : "`HOME` names no folder, so nothing is kept"
    }

    private static func isSet(_ variable: String) -> Bool { Environment.value(variable).map(isAbsolute) ?? false }

    private static func isAbsolute(_ path: String) -> Bool { path.utf8.first == UInt8(ascii: "/") }

    private static func folder(_ variable: String, _ fallback: String) -> String? {
        if let base = Environment.value(variable), isAbsolute(base) { return base + "/picket" }
        guard let home = Environment.value("HOME"), isAbsolute(home) else { return nil }
        return "\(home)/\(fallback)/picket"
    }
}
