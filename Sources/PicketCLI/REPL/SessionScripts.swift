import PicketPool
import PicketRuntime
import PicketSyntax
import PicketSystem
import Synchronization

/// The files that the lines of a session run, with the folder of each.
///
/// A file that a line sources or includes is a script of its own, as for `picket run`: files are looked for in its
/// folder. That is also true of the files that it includes, and of its defs, which later lines call.
final class SessionScripts: Sendable {
    private struct Entry {
        /// Keeps the file, so that no other gets its identity.
        let source: SourceFile
        /// The folder of the script that it belongs to.
        let folder: String
    }

    private let entries = Mutex<[ObjectIdentifier: Entry]>([:])
    private let root: String?

    /// - Parameter root: Another folder that scripts may read; nil for none.
    init(root: String?) {
        self.root = root
    }

    /// Adds a file that a line runs.
    func add(_ source: SourceFile, folder: String) {
        entries.withLock { $0[ObjectIdentifier(source)] = Entry(source: source, folder: folder) }
    }

    /// Returns the folder of the script that a file belongs to; nil for a typed line.
    func folder(of source: SourceFile) -> String? {
        entries.withLock { $0[ObjectIdentifier(source)]?.folder }
    }

    /// Reads the files that lines and their scripts include.
    var loader: SourceLoader {
        SourceLoader { [self] (path, includer) throws(SourceProblem) in
            let script = folder(of: includer)
            let base = script.map { ScriptFile.folder(of: includer, in: $0) } ?? "."
            let file = try ScriptFile.load(path, from: base, ReadableFolders(script ?? ".", and: root))
            // A file that a typed line includes is a script itself.
            add(file, folder: script ?? ScriptFile.folder(of: file.name))
            return file
        }
    }

    /// Makes services read and write the files of each script in its folder.
    ///
    /// - Parameter make: Returns the services for one folder.
    func serve(_ services: inout HostServices, _ make: @escaping (_ folder: String) -> HostServices) {
        var known: [TextKey: HostServices] = [:]
        services.ofScript = { [self] source in
            guard let folder = folder(of: source) else { return nil }
            let found = known[TextKey(folder)] ?? make(folder)
            known[TextKey(folder)] = found
            return found
        }
    }
}
