import PicketRuntime
import PicketSyntax

/// How a connection was, as far as a run knew.
enum KnownState {
    case absent
    case present(ValueMap)
}

/// How a run saw or left connections last. What was read anyway is kept, and only of the latest ones: it is meant for a write
/// that follows.
struct KnownStates {
    private struct Key: Hashable {
        let platform: ObjectIdentifier
        let name: TextKey
    }

    private static let limit = 1_024
    private var entries: [Key: Entry] = [:]
    /// In the order in which they came, each as often as it came.
    private var order: [Key] = []

    private enum Entry {
        case seen(KnownState)
        /// What a write made of what was known before; it is put together when somebody asks.
        case written(PlatformCommand, over: KnownState?)

        var state: KnownState {
            switch self {
            case .seen(let state): state
            case .written(let command, let before): command.state(after: before)
            }
        }
    }

    func state(of name: ConnectionName, on platform: PlatformSession) -> KnownState? {
        entries[Key(platform: ObjectIdentifier(platform), name: TextKey(name.text))]?.state
    }

    private mutating func set(_ entry: Entry, _ key: Key) {
        entries[key] = entry
        order.append(key)
        guard order.count > 2 * Self.limit else { return }
        let latest = Set(order.suffix(Self.limit))
        entries = entries.filter { latest.contains($0.key) }
        order = order.suffix(Self.limit)
    }

    mutating func set(_ state: KnownState, of name: ConnectionName, on platform: PlatformSession) {
        set(.seen(state), Key(platform: ObjectIdentifier(platform), name: TextKey(name.text)))
    }

    /// A write took effect.
    mutating func note(_ command: PlatformCommand, on platform: PlatformSession) {
        guard let name = command.name else { return }
        let key = Key(platform: ObjectIdentifier(platform), name: TextKey(name.text))
        set(.written(command, over: entries[key]?.state), key)
    }

    /// What an answer to `show` says.
    mutating func note(_ sight: Judge.Sight, of name: ConnectionName, on platform: PlatformSession) {
        switch sight {
        case .present(let object): set(.present(object), of: name, on: platform)
        case .absent: set(.absent, of: name, on: platform)
        case .nothing: break
        }
    }
}

extension PlatformCommand {
    /// How the connection is once the command took effect.
    fileprivate func state(after before: KnownState?) -> KnownState {
        guard !deletes else { return .absent }
        var object = ValueMap()
        if case .present(let known)? = before { object = known }
        if operation == .add { (object, object["enabled"]) = (ValueMap(), true) }
        for field in fields.written { object[field.rawValue] = fields.value(of: field) }
        return .present(object)
    }
}

extension KnownState {
    /// The fields that are compared: what a password is shown as proves nothing.
    private static let fields = ConnectionFields.Field.allCases.filter { $0 != .password }

    /// As a journal has it.
    var value: Value {
        guard case .present(let object) = self else { return .null }
        var kept = ValueMap()
        for field in Self.fields { if let value = object[field.rawValue] { kept[field.rawValue] = value } }
        return .map(kept)
    }

    /// What a journal has; nil for what is no state.
    init?(_ value: Value?) {
        switch value {
        case .null?: self = .absent
        case .map(let object)?: self = .present(object)
        default: return nil
        }
    }

    /// The fields that an object has otherwise, with what they were and are. What either does not show, or hides, is none.
    ///
    /// - Parameter fields: those that matter; nil for all.
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
        // A journal hides what is secret.
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

/// A write of an earlier run, as its journal has it.
struct EarlierSending {
    /// Its step in the journal.
    let step: String
    /// Milliseconds since it was sent; zero if the journal does not tell when.
    var age: Int64 = 0
    /// What all its requests did to the connection, as far as they went out.
    var request: SentWrite?
    /// How the connection was before, or when somebody looked afterwards; nil if nobody knew.
    var before: KnownState?
}

extension EarlierSending {
    /// Why the write is not sent again although the connection is not as it means it: somebody may have changed the
    /// connection since. nil if it is as it was before.
    ///
    /// - Parameter changes: the fields that the write changes; nil for a deletion.
    func refusal(of now: ValueMap?, changes: [ConnectionFields.Field]?) -> JournalProblem? {
        guard let what = difference(of: now, changes) else { return nil }
        return JournalProblem(
            "an earlier run sent this (step `\(step)` of the journal), and the connection is neither as it was before nor "
                + "as the request meant it: \(what)", .unsettled)
    }

    private func difference(of now: ValueMap?, _ changes: [ConnectionFields.Field]?) -> String? {
        switch (before, now) {
        case (nil, .some(let object)):
            // What an update overwrites is a value; what a deletion takes away may be somebody's new connection.
            guard changes == nil else { return nil }
            let host = object["host"]?.text.map { ", with the host `\($0)`" } ?? ""
            return "it is there\(host), and nobody knows how it was"
        case (nil, nil), (.absent?, nil): return nil
        case (.present?, nil): return "it is not there any more"
        case (.absent?, .some): return "it was not there, and now it is"
        case (.present?, .some(let object)):
            let differing = before?.differing(from: object, among: changes) ?? []
            return differing.isEmpty ? nil : differing.joined(separator: ", ")
        }
    }
}
