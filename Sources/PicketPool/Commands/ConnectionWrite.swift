import NIOHTTP1
import PicketHTTP
import PicketRuntime
import PicketSyntax

/// What a write does to one connection, as far as its request says.
///
/// A run remembers its own writes, its doubts and the states of connections by this value. So a script's own `request`
/// to the path of a connection counts like a command on it.
struct ConnectionWrite {
    enum Effect { case creation, change, deletion }

    /// What a request may write beside the fields whose values are known.
    enum Rest {
        case nothing
        /// These fields, with values that no connection field can have as they are.
        case fields([ConnectionFields.Field])
        /// Any field: the body is not a JSON object.
        case anything
    }

    let name: ConnectionName
    let effect: Effect
    /// The fields whose values after the write are known.
    let fields: ConnectionFields
    var rest = Rest.nothing
    /// The row of the table with the method and path of a script's own request; nil for a command.
    private(set) var row: Endpoint?

    /// The fields that the request certainly writes.
    var written: [ConnectionFields.Field] {
        if case .fields(let others) = rest { fields.written + others } else { fields.written }
    }

    /// The fields whose values are not known any more after the write.
    var unknown: [ConnectionFields.Field] {
        switch rest {
        case .nothing: []
        case .fields(let others): others
        case .anything: ConnectionFields.Field.allCases.filter { fields.value(of: $0) == nil }
        }
    }

    init(_ name: ConnectionName, _ effect: Effect, _ fields: ConnectionFields) {
        (self.name, self.effect, self.fields) = (name, effect, fields)
    }

    // MARK: A script's own request

    /// Finds the connection that a script's own request writes.
    ///
    /// - Returns: nil for a read, and for any other path than that of one connection.
    init?(_ method: HTTPMethod, _ path: RequestPath, _ body: RequestBody?) {
        guard let (row, name) = Self.row(method, path, Self.operations) else { return nil }
        self.name = name
        self.row = row
        switch row.operation {
        case .delete: (effect, fields) = (.deletion, ConnectionFields())
        case .enable, .disable:
            var fields = ConnectionFields()
            fields.enabled = row.operation == .enable
            (effect, self.fields) = (.change, fields)
        case let operation:
            effect = operation == .add ? .creation : .change
            guard let body else {
                fields = ConnectionFields()
                return
            }
            guard let object = body.object else {
                (fields, rest) = (ConnectionFields(), .anything)
                return
            }
            let (known, others) = ConnectionFields.parse(object, isSecret: body.isWhollySecret)
            fields = known
            if !others.isEmpty { rest = .fields(others) }
        }
    }

    /// The rows of the table that write a connection by a path of their own.
    private static let operations: [Endpoint.Operation] = [.add, .update, .disable, .enable, .delete]

    /// Returns the connection that a script's own request reads; nil for any other path than that of one connection.
    static func connection(readBy method: HTTPMethod, _ path: RequestPath) -> ConnectionName? {
        guard method == .GET || method == .HEAD else { return nil }
        return row(.GET, path, [.show])?.name
    }

    private static func row(
        _ method: HTTPMethod, _ path: RequestPath, _ operations: [Endpoint.Operation]
    ) -> (Endpoint, name: ConnectionName)? {
        guard let segments = segments(of: path.sent) else { return nil }
        for row in operations.lazy.map(ConnectionAPI.endpoint) where row.method == method {
            let (before, after) = (parts(row.pathPrefix), parts(row.pathSuffix))
            guard segments.count == before.count + 1 + after.count, segments.starts(with: before),
                segments.suffix(after.count).elementsEqual(after)
            else { continue }
            let bytes = segments[before.count]
            // A connection's name is text, so other bytes are no connection's name.
            guard !bytes.isEmpty, let name = String(validating: bytes, as: UTF8.self) else { return nil }
            return (row, ConnectionName(name, isSecret: path.isHidden))
        }
        return nil
    }

    private static func parts(_ path: String) -> [[UInt8]] {
        path.utf8.split(separator: UInt8(ascii: "/")).map(Array.init)
    }

    /// Returns the decoded segments of a path without its query; nil for an escape that is none.
    private static func segments(of path: String) -> [[UInt8]]? {
        let decoded = URLPath.segments(of: path).map { PercentEncoding.decoded($0) }
        return decoded.contains(where: { $0 == nil }) ? nil : decoded.compactMap { $0 }
    }
}

extension PlatformCommand {
    /// The connection that the command is about or writes; nil for none.
    var connection: ConnectionName? { name ?? ownWrite?.name }

    /// The connection that the command reads; nil for none.
    var connectionSeen: ConnectionName? { operation == .show ? name : connectionRead }

    /// The connection that a script's own request reads; nil for none.
    var connectionRead: ConnectionName? {
        operation == .request && !isWrite ? ConnectionWrite.connection(readBy: method, path) : nil
    }

    /// What the command does to a connection; nil if it writes none.
    var connectionWrite: ConnectionWrite? {
        guard isWrite else { return nil }
        guard let name else { return ownWrite }
        return ConnectionWrite(name, deletes ? .deletion : operation == .add ? .creation : .change, fields)
    }
}
