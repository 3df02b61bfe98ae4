#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A program that is installed beside this one.
enum SiblingProgram {
    /// Its path: in the folder of this program's own file, symbolic links followed.
    static func path(_ name: String) -> String? {
        guard let own = realpath("/proc/self/exe", nil) ?? realpath(CommandLine.arguments[0], nil) else { return nil }
        defer { free(own) }
        let path = String(cString: own)
        guard let slash = path.lastIndex(of: "/") else { return nil }
        let sibling = path[...slash] + name
        return access(String(sibling), X_OK) == 0 ? String(sibling) : nil
    }

    /// Becomes the program; returns only if that fails, with the reason.
    static func execute(_ name: String, _ arguments: [String]) -> String {
        guard let path = path(name) else { return "`\(name)` is not beside this program" }
        signal(SIGPIPE, SIG_DFL)
        var pointers = ([path] + arguments).map { strdup($0) } + [nil]
        execv(path, &pointers)
        let problem = FileProblem.latest.message
        for pointer in pointers { free(pointer) }
        return "\(path): \(problem)"
    }
}
