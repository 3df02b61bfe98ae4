import PicketRuntime

/// A request's path as a script wrote it.
enum ConnectionPath {
    /// What is encoded stays, what no request can carry is encoded.
    static func cleaned(_ path: String) -> String {
        if path.utf8.allSatisfy(isVisible) { return path }
        return PercentEncoding.encoded(path, keeping: isVisible)
    }

    private static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }
}

extension Endpoint {
    /// The path for a connection.
    ///
    /// - Throws: `CommandProblem` for a name that no path can carry: it would lead to another resource.
    func path(for name: String) throws(CommandProblem) -> String {
        guard !name.isEmpty else { throw CommandProblem("a connection's name is not empty") }
        guard name != ".", name != ".." else {
            throw CommandProblem("`\(name)` can not be a connection's name: in a path it means another place")
        }
        return pathPrefix + PercentEncoding.encoded(name) + pathSuffix
    }
}
