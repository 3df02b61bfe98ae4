import Glibc

/// Programs as files.
package enum Program {
    /// The file of this program with symbolic links resolved. Without `/proc`, it is the path that started the program.
    package static var own: String? {
        let paths: [String?] = ["/proc/self/exe", ProgramArguments.programPath, ProgramArguments.all.first]
        for path in paths {
            guard let path, let resolved = FilePlace.resolved(path) else { continue }
            return resolved
        }
        return nil
    }

    /// Returns the path of a program that is installed beside this one.
    package static func beside(_ name: String) -> String? {
        guard let path = own, let slash = path.lastIndex(of: "/") else { return nil }
        let sibling = String(path[...slash] + name)
        return FileCheck.isExecutable(sibling) ? sibling : nil
    }

    /// Ends this program.
    package static func exit(_ status: Int32) -> Never { Glibc.exit(status) }

    /// Replaces this process by a program. It returns only if that fails, with the reason.
    package static func become(_ path: String, _ arguments: [String]) -> FileProblem {
        Signals.restoreBrokenPipes()
        var pointers = ([path] + arguments).map { strdup($0) } + [nil]
        execv(path, &pointers)
        let problem = FileProblem.latest
        for pointer in pointers { free(pointer) }
        return problem
    }
}
