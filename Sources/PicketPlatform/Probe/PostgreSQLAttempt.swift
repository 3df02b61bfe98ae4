import CPostgreSQL
import Glibc

/// One attempt to log in to PostgreSQL, on a thread that may block.
///
/// The connection is polled with `PQconnectPoll` (https://www.postgresql.org/docs/current/libpq-connect.html), so that
/// the deadline is exact to the millisecond and not only to the second, as libpq's own.
struct PostgreSQLAttempt: Sendable {
    let connection: Connection
    let deadline: ContinuousClock.Instant

    func problem() -> String? {
        guard let handle = PQconnectStart(Self.conninfo(for: connection)) else { return "libpq is out of memory" }
        defer { PQfinish(handle) }
        guard PQstatus(handle) != CONNECTION_BAD else { return message(of: handle) }
        var events = POLLOUT
        while wait(for: Int16(events), on: PQsocket(handle)) {
            switch PQconnectPoll(handle) {
            case PGRES_POLLING_OK: return nil
            case PGRES_POLLING_READING: events = POLLIN
            case PGRES_POLLING_WRITING: events = POLLOUT
            default: return message(of: handle)
            }
        }
        return Self.timedOut(connection)
    }

    static func timedOut(_ connection: Connection) -> String {
        "PostgreSQL at \(connection.host):\(connection.port) did not answer in time"
    }

    /// Waits for the socket. Returns false if the deadline comes first.
    private func wait(for events: Int16, on socket: Int32) -> Bool {
        var entry = pollfd(fd: socket, events: events, revents: 0)
        while true {
            let left = deadline - .now
            guard left > .zero else { return false }
            let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
            let ready = poll(&entry, 1, Int32(clamping: milliseconds + 1))
            if ready > 0 || (ready < 0 && errno != EINTR) { return true }
        }
    }

    /// Returns the first line of libpq's message, or a fixed text if it contains the password, which may be the user's
    /// name.
    private func message(of handle: OpaquePointer) -> String {
        let text = String(cString: PQerrorMessage(handle))
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let isShowable = !line.isEmpty && (connection.password.isEmpty || !line.contains(connection.password))
        return isShowable ? line : "PostgreSQL at \(connection.host):\(connection.port) refused the connection"
    }

    /// Returns the connection string. It uses nothing from the environment or files of this process's user, since a
    /// wrong password must not be replaced by a correct one.
    static func conninfo(for connection: Connection) -> String {
        let parameters = [
            ("host", connection.host), ("port", String(connection.port)), ("user", connection.user),
            ("password", connection.password), ("dbname", "postgres"), ("passfile", "/dev/null"),
            ("gssencmode", "disable"), ("application_name", "picket-platform"),
        ]
        return parameters.map { "\($0)='\(escaped($1))'" }.joined(separator: " ")
    }

    private static func escaped(_ value: String) -> String {
        var escaped = ""
        for scalar in value.unicodeScalars {
            if scalar == "'" || scalar == "\\" { escaped.unicodeScalars.append("\\") }
            escaped.unicodeScalars.append(scalar)
        }
        return escaped
    }
}
