import PicketReports
import PicketSystem

/// The folder in which the paths of a service begin: what it checked out, or the working folder.
struct ProjectFolder {
    /// A service that says where it checked a project out.
    enum Service: String, CaseIterable {
        case github = "GITHUB_WORKSPACE"
        case gitlab = "CI_PROJECT_DIR"
    }

    private let paths: FolderPaths

    /// Finds the folder of the first service that has one.
    init(_ services: [Service]) {
        let named = services.lazy.compactMap { Environment.value($0.rawValue) }.first(where: FileCheck.isFolder)
        paths = FolderPaths(folder: FilePlace.resolved(named ?? ".") ?? "/")
    }

    /// Returns where a source is, of which only the name is known.
    func place(of name: String) -> ProjectPath {
        guard FileCheck.exists(name) else { return .noFile(name) }
        return paths.path(of: name).map { .inside($0) } ?? .outside(FilePlace.resolved(name) ?? name)
    }
}
