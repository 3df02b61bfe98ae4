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
        var after: ValueMap?
        /// It would be deleted on the way, whatever comes after.
        var wasDeleted = false
    }

    private(set) var entries: [Key: Entry] = [:]
    /// In the order in which they were touched first.
    private(set) var keys: [Key] = []
    /// Writes that concern no connection, as request lines.
    private(set) var otherWrites: [String] = []
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
        return Self.planned(Response(status: 200, marked: .map(object)))
    }

    /// A connection was found to be as the script wants it.
    func keep(_ key: Key) { _ = touch(key) }

    private func touch(_ key: Key) -> Entry {
        if let entry = entries[key] { return entry }
        let before = seen[key] ?? nil
        let entry = Entry(before: before, after: before)
        entries[key] = entry
        keys.append(key)
        return entry
    }

    /// Changes the picture by a write on a connection whose state is known.
    func apply(_ operation: ConnectionOperation, at key: Key) -> Response {
        var entry = touch(key)
        if operation.kind == .add {
            guard entry.after == nil else { return Self.problem(409, "a connection of this name would be there") }
            entry.after = operation.created
        } else {
            guard let object = entry.after else { return Self.absent }
            entry.after = operation.kind == .delete ? nil : operation.changed(object)
            entry.wasDeleted = entry.wasDeleted || operation.kind == .delete
        }
        entries[key] = entry
        return Self.planned(operation.documentedAnswer)
    }

    /// A write that is no operation on a connection: nothing is known of what it would change.
    func plan(_ request: APIRequest, on platform: PlatformSession) -> Response {
        otherWrites.append(request.line(on: platform))
        platform.curl?.record(request, on: platform)
        var response = Self.planned(Response(status: request.expectedStatus ?? 200))
        response.request = otherWrites.last ?? ""
        response.sent = request.body
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

extension ConnectionOperation {
    /// The object that an `add` would make.
    fileprivate var created: ValueMap {
        var object: ValueMap = ["name": name.value]
        for field in effect.written { object[field.rawValue] = effect.value(of: field) }
        object["enabled"] = true
        object["connected"] = true
        return object
    }

    /// The object as the operation would leave it. What is disabled is not connected.
    fileprivate func changed(_ object: ValueMap) -> ValueMap {
        var object = object
        for field in effect.written { object[field.rawValue] = effect.value(of: field) }
        if let enabled = effect.enabled { object["connected"] = .boolean(enabled) }
        return object
    }
}
