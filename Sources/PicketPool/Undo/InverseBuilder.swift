import PicketRuntime
import PicketSyntax

/// Finds the commands that undo the writes of one command on a connection.
struct InverseBuilder {
    private(set) var commands: [Inverse.Command] = []
    private(set) var notes: [Shown<String>] = []
    private(set) var needsPassword = false
    private let name: String
    private let before: KnownState?
    private let redactor: Redactor

    init(_ name: String, before: KnownState?, _ redactor: Redactor) {
        (self.name, self.before, self.redactor) = (name, before, redactor)
    }

    /// Returns why there are no such commands; nil if there are.
    mutating func take(_ writes: [ConnectionWrite]) -> Shown<String>? {
        if writes.contains(where: { $0.effect == .deletion }) { return addAgain() }
        if writes.contains(where: { $0.effect == .creation }) {
            commands = [Inverse.Command(name: "delete", connection: name)]
            return nil
        }
        return restore(writes)
    }

    // MARK: Deletions

    private mutating func addAgain() -> Shown<String>? {
        guard case .present(let object)? = before else {
            return "the connection was not read before, so nothing is known to add it again"
        }
        var add = Inverse.Command(name: "add", connection: name)
        for field in [ConnectionFields.Field.host, .port, .user, .tags] {
            switch value(of: field, in: object) {
            case .known(let value): add.fields.append((field.rawValue, value))
            case .hidden where field == .tags || field == .user, .absent where field == .tags || field == .user:
                notes.append("its `\(.own(field.rawValue))` is not restored")
            case .hidden, .absent:
                return "its `\(.own(field.rawValue))` is not known, so it cannot be added again"
            }
        }
        commands = [add]
        if object["enabled"]?.revealed == .boolean(false) {
            commands.append(Inverse.Command(name: "disable", connection: name))
        }
        needsPassword = true
        notes.append("its password is not known and must be given; other settings are the platform's defaults")
        return nil
    }

    // MARK: Changes

    private mutating func restore(_ writes: [ConnectionWrite]) -> Shown<String>? {
        let written = ConnectionFields.Field.allCases.filter { field in writes.contains { $0.written.contains(field) } }
        let meant = writes.reduce(ConnectionFields()) { $0.changed(by: $1.fields) }
        guard case .present(let object)? = before else { return switchBack(written, meant) }
        var update = Inverse.Command(name: "update", connection: name)
        for field in written where field != .enabled {
            switch value(of: field, in: object) {
            case .known where meant.value(of: field) != nil && meant.proof(of: field, in: object) == .same: break
            case .known(let value): update.fields.append((field.rawValue, value))
            case .hidden: notes.append("its earlier `\(.own(field.rawValue))` is secret, so it is not restored")
            case .absent: notes.append("its earlier `\(.own(field.rawValue))` was not read, so it is not restored")
            }
        }
        if writes.contains(where: { if case .anything = $0.rest { true } else { false } }) {
            notes.append("the request may have changed more than is known")
        }
        if !update.fields.isEmpty { commands.append(update) }
        if let enabled = meant.enabled { addSwitch(from: enabled, in: object) }
        guard commands.isEmpty else { return nil }
        guard !notes.isEmpty else { return "it changed nothing: the connection was already so" }
        return notes.dropFirst().reduce(notes[0]) { "\($0), and \($1)" }
    }

    /// Switches a connection back whose earlier state was not read.
    private mutating func switchBack(_ written: [ConnectionFields.Field], _ meant: ConnectionFields) -> Shown<String>? {
        guard written == [.enabled], let enabled = meant.enabled else {
            return "the state before it was not read, so nobody can tell the earlier values"
        }
        notes.append("whether it was \(enabled ? "disabled" : "enabled") before was not read")
        commands = [Inverse.Command(name: enabled ? "disable" : "enable", connection: name)]
        return nil
    }

    private mutating func addSwitch(from enabled: Bool, in object: ValueMap) {
        switch object["enabled"]?.revealed {
        case .boolean(enabled): return
        case .boolean: break
        default: notes.append("whether it was \(enabled ? "disabled" : "enabled") before was not read")
        }
        commands.append(Inverse.Command(name: enabled ? "disable" : "enable", connection: name))
    }

    // MARK: Values

    private enum EarlierValue {
        case known(Value)
        /// It is secret, or the platform shows a mask.
        case hidden
        case absent
    }

    private func value(of field: ConnectionFields.Field, in object: ValueMap) -> EarlierValue {
        guard let value = object[field.rawValue], value.revealed != .null else {
            // A connection without tags may be shown without them.
            return field == .tags && object["host"] != nil && object["name"] != nil ? .known("") : .absent
        }
        guard field != .password, !value.holdsSecret, ConnectionFields().isShown(field, in: object),
            redactor.show(value).content == value
        else { return .hidden }
        return .known(value)
    }
}
