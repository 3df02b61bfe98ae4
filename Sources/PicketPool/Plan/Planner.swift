import NIOHTTP1
import PicketRuntime
import PicketSyntax

/// The changes that a run would make so far: the connections as they are, and as they would be.
///
/// Writes change only this record, and later reads see it.
final class Planner {
    struct Key: Hashable {
        let platform: String
        let name: ConnectionName

        static func == (left: Key, right: Key) -> Bool {
            left.platform.hasBytes(of: right.platform) && left.name.text.hasBytes(of: right.name.text)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(TextKey(platform))
            hasher.combine(TextKey(name.text))
        }
    }

    /// A connection that the script writes, or found as it wants it. A nil state means that it does not exist.
    struct Entry {
        let before: ValueMap?
        /// The position of the first command of the script that touched the connection.
        var position: ScriptPosition
        var after: ValueMap?
        /// Whether the connection would be deleted on the way, whatever follows.
        var wasDeleted = false
        /// How many writes would be sent.
        private(set) var writes = 0
        /// The state after each write, nil for a deleted connection. Of very many states only the first ones and the
        /// last are kept.
        private(set) var states: [ValueMap?] = []

        private static let statesKept = 16

        mutating func noteWrite() {
            writes += 1
            if states.count == Self.statesKept { states.removeLast() }
            states.append(after)
        }
    }

    private(set) var entries: [Key: Entry] = [:]
    /// The request lines of writes that are not about a connection, with the positions of their commands in the script.
    private var others: [(position: ScriptPosition, write: (line: String, body: String?))] = []
    /// The connections for which the script wants two different states.
    let rewritten = RewrittenFields()

    /// The connections that the script writes and that could not be read, with the positions of the commands.
    private(set) var unread: [Key: ScriptPosition] = [:]

    /// The connections that a script's own requests write, with the positions of the first of these. What they would
    /// leave is not known.
    private(set) var requested: [Key: ScriptPosition] = [:]

    /// The connections in the order of the script, even if parallel iterations came in another order.
    var keys: [Key] { entries.sorted { $0.value.position < $1.value.position }.map(\.key) }

    /// The writes that are not about a connection, in the same order.
    var otherWrites: [(line: String, body: String?)] { others.sorted { $0.position < $1.position }.map(\.write) }
    /// The latest state of the connections that were read but not written; the inner nil means that there is none.
    private var seen: [Key: ValueMap?] = [:]

    // MARK: States

    func entry(_ key: Key) -> Entry? { entries[key] }

    /// Records the real state that was read.
    func note(_ state: ValueMap?, of key: Key) { seen[key] = .some(state) }

    /// Records that a connection which the script writes could not be read.
    func noteUnread(_ key: Key, at position: ScriptPosition) { unread[key] = unread[key] ?? position }

    func knows(_ key: Key) -> Bool { entries[key] != nil || seen[key] != nil }

    /// Returns the planned answer to a read of a connection that a write has touched.
    func answer(of entry: Entry) -> Response {
        guard let object = entry.after else { return Self.absent }
        var response = Self.planned(Response(status: 200, marked: .map(object)))
        if entry.before == nil || entry.wasDeleted {
            response.note =
                "planned: nothing was sent; fields that the script did not write are assumed to have the documented defaults"
        }
        return response
    }

    /// Returns the planned answer to a script's own read of a connection; nil if no planned write has touched it.
    ///
    /// What a script's own request leaves is not known, so the answer is unknown after one.
    func answer(to command: PlatformCommand, on platform: PlatformSession) -> Response? {
        guard let name = command.connectionRead else { return nil }
        let key = Key(platform: platform.base, name: name)
        guard requested[key] == nil else { return unknownAnswer(to: command, on: platform) }
        guard let entry = entries[key] else { return nil }
        // The answer to a HEAD has no body, and its headers are not known.
        guard command.method == .GET else { return unknownAnswer(to: command, on: platform) }
        var response = answer(of: entry)
        response.request = command.line(on: platform)
        response.sent = command.body
        return response
    }

    /// Records that a connection is already as the script wants it.
    func keep(_ key: Key, at position: ScriptPosition) { _ = touch(key, position) }

    private func touch(_ key: Key, _ position: ScriptPosition) -> Entry {
        if var entry = entries[key] {
            entry.position = min(entry.position, position)
            entries[key] = entry
            return entry
        }
        let before = seen[key] ?? nil
        let entry = Entry(before: before, position: position, after: before)
        entries[key] = entry
        return entry
    }

    /// Changes the planned state by a write on a connection whose state is known.
    func apply(_ command: PlatformCommand, to key: Key, at position: ScriptPosition) -> Response {
        var entry = touch(key, position)
        if command.operation == .add {
            guard entry.after == nil else { return Self.problem(409, "a connection of this name would be there") }
            entry.after = command.created
        } else {
            guard let object = entry.after else { return Self.absent }
            entry.after = command.deletes ? nil : command.changed(object)
            entry.wasDeleted = entry.wasDeleted || command.deletes
        }
        entry.noteWrite()
        entries[key] = entry
        return Self.planned(command.documentedAnswer)
    }

    /// Plans a write that is not about a connection. Its effect and its answer are unknown.
    func plan(_ command: PlatformCommand, on platform: PlatformSession, at position: ScriptPosition) -> Response {
        let line = command.line(on: platform)
        others.append((position, (line, command.body.map { $0.text(platform.secrets) })))
        if let name = command.connection {
            let key = Key(platform: platform.base, name: name)
            requested[key] = min(requested[key] ?? position, position)
        }
        platform.curl?.record(command, on: platform)
        return unknownAnswer(to: command, on: platform)
    }

    /// Plans a command of the host that writes.
    func plan(body command: String, at position: ScriptPosition) -> Response {
        others.append((position, (command, nil)))
        return Self.unknown("planned: the command was not executed, so the answer is not known")
    }

    private static func unknown(_ note: String) -> Response {
        var response = Response()
        response.isAssumed = true
        response.note = note
        return response
    }

    private func unknownAnswer(to command: PlatformCommand, on platform: PlatformSession) -> Response {
        var response = Self.unknown("planned: nothing was sent, so the answer is not known")
        response.request = command.line(on: platform)
        response.sent = command.body
        return response
    }

    private static let absent = problem(404, "there would be no connection of this name")

    private static func problem(_ status: Int, _ text: String) -> Response {
        planned(Response(status: status, marked: ["error": .string(text)]))
    }

    private static func planned(_ response: Response) -> Response {
        var response = response
        response.note = "planned: nothing was sent"
        return response
    }
}

extension PlatformCommand {
    /// The object that an `add` would create.
    fileprivate var created: ValueMap {
        var object: ValueMap = ["name": name?.value ?? ""]
        for field in fields.written { object[field.rawValue] = fields.value(of: field) }
        object["enabled"] = true
        object["connected"] = true
        for (key, value) in Self.assumed { object[key] = value }
        return object
    }

    /// The fields that the platform adds to a new connection, with the values of its documentation.
    private static let assumed: [(String, Value)] = [
        ("collection-rate", "low"), ("samples", false), ("lock-monitoring", true), ("lock-monitoring-delay", 30),
        ("table-monitoring", true), ("query-monitoring", true), ("query-monitoring-optimize", false),
        ("query-monitoring-min-calls", 2), ("query-monitoring-min-time", 1),
    ]

    /// Returns the object as the command would leave it. A disabled connection is not connected.
    fileprivate func changed(_ object: ValueMap) -> ValueMap {
        var object = object
        for field in fields.written { object[field.rawValue] = fields.value(of: field) }
        if let enabled = fields.enabled { object["connected"] = .boolean(enabled) }
        return object
    }
}
