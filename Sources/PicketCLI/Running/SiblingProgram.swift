import PicketSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A program that is installed beside this one.
enum SiblingProgram {
    /// Its path: in the folder of this program's own file, symbolic links followed.
    static func path(_ name: String) -> String? {
        guard let path = ownPath else { return nil }
        guard let slash = path.lastIndex(of: "/") else { return nil }
        let sibling = path[...slash] + name
        return access(String(sibling), X_OK) == 0 ? String(sibling) : nil
    }

    /// This program's own file, symbolic links followed: where there is no `/proc`, by the path that it was started by.
    private static var ownPath: String? {
        let paths: [String?] = ["/proc/self/exe", ProgramArguments.programPath, ProgramArguments.all.first]
        for path in paths {
            guard let path, let resolved = realpath(path, nil) else { continue }
            defer { free(resolved) }
            return String(cString: resolved)
        }
        return nil
    }

    /// Becomes the program; returns only if that fails, with the reason.
    static func execute(_ name: String, _ arguments: [String]) -> String {
        guard let path = path(name) else { return "`\(name)` is not beside this program" }
        Console.standard.flush()
        signal(SIGPIPE, SIG_DFL)
        var pointers = ([path] + arguments).map { strdup($0) } + [nil]
        execv(path, &pointers)
        let problem = FileProblem.latest.message
        for pointer in pointers { free(pointer) }
        return "\(path): \(problem)"
    }
}
