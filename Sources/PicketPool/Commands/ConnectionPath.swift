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
    func path(for name: ConnectionName) throws(CommandProblem) -> RequestPath {
        guard !name.text.isEmpty else { throw CommandProblem("a connection's name is not empty") }
        guard name.text != ".", name.text != ".." else {
            throw CommandProblem("`\(name.shown)` can not be a connection's name: in a path it means another place")
        }
        var path = RequestPath(pathPrefix)
        path.append(PercentEncoding.encoded(name.text), isSecret: name.isSecret)
        path.append(pathSuffix)
        return path
    }
}
