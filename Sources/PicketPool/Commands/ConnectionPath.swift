import PicketRuntime

/// The path of a request as the script wrote it.
enum ConnectionPath {
    /// Percent-encodes the bytes that a request cannot carry, and keeps what is already encoded.
    static func cleaned(_ path: String) -> String {
        if path.utf8.allSatisfy(isVisible) { return path }
        return PercentEncoding.encoded(path, keeping: isVisible)
    }

    private static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }
}

extension Endpoint {
    /// Returns the path for a connection.
    ///
    /// - Throws: `CommandProblem` for a name that would lead to another resource in a path.
    func path(for name: ConnectionName) throws(CommandProblem) -> RequestPath {
        guard !name.text.isEmpty else { throw CommandProblem("a connection's name is not empty") }
        guard name.text != ".", name.text != ".." else {
            throw CommandProblem("`\(name.shown)` cannot be a connection's name: in a path it means another place")
        }
        var path = RequestPath(pathPrefix)
        path.append(PercentEncoding.encoded(name.text), isSecret: name.isSecret)
        path.append(pathSuffix)
        return path
    }
}
