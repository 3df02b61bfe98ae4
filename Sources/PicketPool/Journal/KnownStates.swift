import PicketRuntime
import PicketSyntax

/// The state of a connection, as far as a run knew it.
enum KnownState {
    case absent
    case present(ValueMap)
}

/// The latest known states of connections. Only states that were read anyway are kept, and only the most recent ones,
/// because they serve the next write.
struct KnownStates {
    private struct Key: Hashable {
        let platform: ObjectIdentifier
        let name: TextKey
    }

    private static let limit = 1_024
    /// The latest states, and those before them. When there are enough of the latest ones, the others are dropped.
    private var latest: [Key: Entry] = [:]
    private var older: [Key: Entry] = [:]

    private enum Entry {
        case seen(KnownState)
        /// The result of a write on an earlier state. It is computed when needed.
        case written(PlatformCommand, over: KnownState?)

        var state: KnownState {
            switch self {
            case .seen(let state): state
            case .written(let command, let before): command.connectionWrite?.state(after: before) ?? .absent
            }
        }
    }

    func state(of name: ConnectionName, on platform: PlatformSession) -> KnownState? {
        state(Key(platform: ObjectIdentifier(platform.place), name: TextKey(name.text)))
    }

    private func state(_ key: Key) -> KnownState? { (latest[key] ?? older[key])?.state }

    private mutating func set(_ entry: Entry, _ key: Key) {
        latest[key] = entry
        guard latest.count > Self.limit else { return }
        (older, latest) = (latest, [:])
    }

    mutating func set(_ state: KnownState, of name: ConnectionName, on platform: PlatformSession) {
        set(.seen(state), Key(platform: ObjectIdentifier(platform.place), name: TextKey(name.text)))
    }

    /// Forgets a state that is not certain any more.
    mutating func forget(_ name: ConnectionName, on platform: PlatformSession) {
        let key = Key(platform: ObjectIdentifier(platform.place), name: TextKey(name.text))
        (latest[key], older[key]) = (nil, nil)
    }

    /// Records a write that took effect.
    mutating func note(_ command: PlatformCommand, on platform: PlatformSession) {
        guard command.isWrite, let name = command.connection else { return }
        let key = Key(platform: ObjectIdentifier(platform.place), name: TextKey(name.text))
        set(.written(command, over: state(key)), key)
    }

    /// Records what an answer to `show` says.
    mutating func note(_ sight: Judge.Sight, of name: ConnectionName, on platform: PlatformSession) {
        switch sight {
        case .present(let object): set(.present(object), of: name, on: platform)
        case .absent: set(.absent, of: name, on: platform)
        case .nothing: break
        }
    }
}

extension ConnectionWrite {
    /// Returns the state of the connection after the write took effect. It lacks the fields that are not known.
    fileprivate func state(after before: KnownState?) -> KnownState {
        guard effect != .deletion else { return .absent }
        var object = ValueMap()
        if effect == .creation {
            object["enabled"] = true
        } else if case .present(let known)? = before {
            let unknown = unknown
            for (key, value) in zip(known.keys, known.values)
            where !unknown.contains(where: { $0.rawValue.hasBytes(of: key) }) {
                object[key] = value
            }
        }
        for field in fields.written { object[field.rawValue] = fields.value(of: field) }
        return .present(object)
    }
}

extension KnownState {
    /// The fields that are compared. A password is not, since what is shown of it proves nothing.
    private static let fields = ConnectionFields.Field.allCases.filter { $0 != .password }

    /// The state in the form of a journal line.
    var value: Value {
        guard case .present(let object) = self else { return .null }
        var kept = ValueMap()
        for field in Self.fields { if let value = object[field.rawValue] { kept[field.rawValue] = value } }
        return .map(kept)
    }

    /// Creates a state from a journal line; nil if the value is not a state.
    init?(_ value: Value?) {
        switch value {
        case .null?: self = .absent
        case .map(let object)?: self = .present(object)
        default: return nil
        }
    }

    /// Describes the fields that differ in an object, with their earlier and current values. Fields that one side hides
    /// or does not show do not count.
    ///
    /// - Parameter fields: The fields that matter; nil for all.
    func differing(from object: ValueMap, among fields: [ConnectionFields.Field]? = nil) -> [String] {
        guard case .present(let before) = self else { return [] }
        return (fields ?? Self.fields).compactMap { field in
            guard field != .password, let then = before[field.rawValue]?.revealed,
                let now = object[field.rawValue]?.revealed, !Self.isSame(field, then, now)
            else { return nil }
            return "`\(field.rawValue)` was \(Self.text(then)) and is \(Self.text(now))"
        }
    }

    private static func isSame(_ field: ConnectionFields.Field, _ then: Value, _ now: Value) -> Bool {
        // A journal hides secrets.
        if then.text.map({ $0.utf8.elementsEqual(Mask.text.utf8) }) ?? false { return true }
        switch (field, then, now) {
        case (.tags, .string(let then), .string(let now)):
            return TagText.pairs(then.lowercased()) == TagText.pairs(now.lowercased())
        case (.tags, .string(let text), .null), (.tags, .null, .string(let text)),
            (.user, .string(let text), .null), (.user, .null, .string(let text)):
            return text.isEmpty
        case (.host, .string(let then), .string(let now)):
            return then.lowercased().utf8.elementsEqual(now.lowercased().utf8)
        default:
            return ConnectionFields.isSame(field, then, now)
                || then.description.utf8.elementsEqual(now.description.utf8)
        }
    }

    private static func text(_ value: Value) -> String {
        value.text.map { $0.isEmpty ? "empty" : $0 } ?? value.description
    }
}

/// A write of an earlier run, from its journal.
final class EarlierSending {
    /// Its step in the journal.
    let step: String
    /// How often it was sent.
    let sendings: Int
    /// The milliseconds since it was last sent; zero if unknown.
    let age: Int64
    /// The combined effect of its requests that were sent.
    let request: SentWrite?
    /// The state of the connection before the write or after a later look; nil if unknown.
    let before: KnownState?

    init(step: String, sendings: Int, age: Int64, request: SentWrite?, before: KnownState?) {
        (self.step, self.sendings, self.age) = (step, sendings, age)
        (self.request, self.before) = (request, before)
    }
}

extension EarlierSending {
    /// Returns why the write is not sent again although the connection is not as it meant it: somebody may have changed
    /// the connection since. nil if the connection is as it was before.
    ///
    /// - Parameter changes: The fields that the write changes; nil for a deletion.
    func refusal(of now: ValueMap?, changes: [ConnectionFields.Field]?) -> JournalProblem? {
        guard let what = difference(of: now, changes) else { return nil }
        return JournalProblem(
            "an earlier run sent this (step `\(step)` of the journal), and the connection is neither as it was before nor "
                + "as the request meant it: \(what)", .unsettled)
    }

    private func difference(of now: ValueMap?, _ changes: [ConnectionFields.Field]?) -> String? {
        switch (before, now) {
        case (nil, .some(let object)):
            // An update replaces a value, but a deletion could remove somebody's new connection.
            guard changes == nil else { return nil }
            let host = object["host"]?.text.map { ", with the host `\($0)`" } ?? ""
            return "it is there\(host), and its earlier state is unknown"
        case (nil, nil), (.absent?, nil): return nil
        case (.present?, nil): return "it is not there any more"
        case (.absent?, .some): return "it was not there, and now it is"
        case (.present?, .some(let object)):
            let differing = before?.differing(from: object, among: changes) ?? []
            return differing.isEmpty ? nil : differing.joined(separator: ", ")
        }
    }
}
