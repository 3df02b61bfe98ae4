import NIOHTTP1
import PicketRuntime

/// What a run would do, as far as it has got: the connections as they are, and as they would be.
///
/// Writes change only this picture, and later reads see it.
final class Planner {
    struct Key: Hashable {
        let platform: String
        let name: ConnectionName

        static func == (left: Key, right: Key) -> Bool {
            left.platform == right.platform && left.name.text == right.name.text
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(platform)
            hasher.combine(name.text)
        }
    }

    /// A connection that a write has touched; nil where there is none.
    struct Entry {
        let before: ValueMap?
        /// Where the command stands in the script that touched it first.
        var position: ScriptPosition
        var after: ValueMap?
        /// It would be deleted on the way, whatever comes after.
        var wasDeleted = false
        /// How many writes would be sent.
        private(set) var writes = 0
        /// What each write would leave, nil for nothing; of very many the first ones and the last.
        private(set) var states: [ValueMap?] = []

        private static let statesKept = 16

        mutating func noteWrite() {
            writes += 1
            if states.count == Self.statesKept { states.removeLast() }
            states.append(after)
        }
    }

    private(set) var entries: [Key: Entry] = [:]
    /// Writes that concern no connection, as request lines, and where their commands stand in the script.
    private var others: [(position: ScriptPosition, write: (line: String, body: String?))] = []
    /// Connections that are to be in two ways at the end, with the fields.
    let rewritten = RewrittenFields()

    /// In the script's order, whichever iteration was faster.
    var keys: [Key] { entries.sorted { $0.value.position < $1.value.position }.map(\.key) }

    /// The same of writes that concern no connection.
    var otherWrites: [(line: String, body: String?)] { others.sorted { $0.position < $1.position }.map(\.write) }
    /// What was read last of connections that no write has touched; the outer nil for what was not read.
    private var seen: [Key: ValueMap?] = [:]

    // MARK: States

    func entry(_ key: Key) -> Entry? { entries[key] }

    /// The real state as it was read.
    func note(_ state: ValueMap?, of key: Key) { seen[key] = .some(state) }

    func knows(_ key: Key) -> Bool { entries[key] != nil || seen[key] != nil }

    /// The answer to a read of a connection that a write has touched.
    func answer(of entry: Entry) -> Response {
        guard let object = entry.after else { return Self.absent }
        var response = Self.planned(Response(status: 200, marked: .map(object)))
        if entry.before == nil || entry.wasDeleted {
            response.note =
                "planned: nothing was sent; what no command of the script wrote is assumed: the documented defaults"
        }
        return response
    }

    /// A connection was found to be as the script wants it.
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

    /// Changes the picture by a write on a connection whose state is known.
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

    /// A write that concerns no connection: nothing is known of what it would change, or of its answer.
    func plan(_ command: PlatformCommand, on platform: PlatformSession, at position: ScriptPosition) -> Response {
        let line = command.line(on: platform)
        others.append((position, (line, command.body.map { $0.text(platform.secrets) })))
        platform.curl?.record(command, on: platform)
        var response = Response()
        response.isAssumed = true
        response.note = "planned: nothing was sent, so the answer is not known"
        response.request = line
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
    /// The object that an `add` would make.
    fileprivate var created: ValueMap {
        var object: ValueMap = ["name": name?.value ?? ""]
        for field in fields.written { object[field.rawValue] = fields.value(of: field) }
        object["enabled"] = true
        object["connected"] = true
        for (key, value) in Self.assumed { object[key] = value }
        return object
    }

    /// What the platform adds to a new connection by itself: the values of its documentation.
    private static let assumed: [(String, Value)] = [
        ("collection-rate", "low"), ("samples", false), ("lock-monitoring", true), ("lock-monitoring-delay", 30),
        ("table-monitoring", true), ("query-monitoring", true), ("query-monitoring-optimize", false),
        ("query-monitoring-min-calls", 2), ("query-monitoring-min-time", 1),
    ]

    /// The object as the command would leave it. What is disabled is not connected.
    fileprivate func changed(_ object: ValueMap) -> ValueMap {
        var object = object
        for field in fields.written { object[field.rawValue] = fields.value(of: field) }
        if let enabled = fields.enabled { object["connected"] = .boolean(enabled) }
        return object
    }
}
