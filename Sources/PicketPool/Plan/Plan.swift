package import PicketRuntime

/// The changes that a script would make, connection by connection. Only a shown plan leaves the executor.
package struct Plan: Sendable, Equatable {
    package enum Action: String, Sendable {
        case create, update, replace, delete, unchanged
    }

    /// The value of a field before and after; nil for no value.
    package struct FieldChange: Sendable, Equatable {
        package let field: String
        package let before: Value?
        package let after: Value?
        /// The intermediate values, write by write.
        package var through: [Value?] = []
    }

    package struct Change: Sendable, Equatable {
        /// The platform's URL.
        package let platform: String
        package let name: String
        package let action: Action
        /// The fields that differ at the end or on the way, in the order of the parameters: all fields of a created
        /// connection, none of a deleted one.
        package let fields: [FieldChange]
        /// How many writes would be sent.
        package let writes: Int
    }

    /// The changes in the order of the script. Connections that are only read are not included.
    package let changes: [Change]
    /// The request lines of the writes that are not about a connection, in the script's order.
    package let otherWrites: [String]
    /// The body of each of these writes; nil for none.
    package let otherBodies: [String?]
    /// What a user should know about the plan, a sentence each.
    package let warnings: [String]
    /// Whether each connection that the script writes could be read.
    package let isWhole: Bool

    /// Whether a run would send a write.
    package var hasChanges: Bool { !otherWrites.isEmpty || changes.contains { $0.writes > 0 } }

    /// Returns the number of connections with an action. A connection that is written but ends unchanged is not
    /// `unchanged`.
    func count(_ action: Action) -> Int {
        changes.count { $0.action == action && !$0.isWrittenInVain }
    }

    /// The number of writes to connections that end unchanged.
    var writesInVain: Int { changes.reduce(0) { $0 + ($1.isWrittenInVain ? $1.writes : 0) } }
}

extension Plan {
    /// Creates a plan that still contains its secrets; a redactor must show it.
    init(_ planner: Planner) {
        changes = planner.keys.compactMap { key in planner.entry(key).map { Change(key, $0) } }
        let others = planner.otherWrites
        otherWrites = others.map(\.line)
        otherBodies = others.map(\.body)
        let unread = planner.unread.sorted { $0.value < $1.value }
        let requested = planner.requested.filter { planner.knows($0.key) }.sorted { $0.value < $1.value }
        warnings =
            planner.rewritten.texts
            + unread.map { "`\($0.key.name.shown)` could not be read: what a run would do with it is not known" }
            + requested.map {
                "a `request` writes `\($0.key.name.shown)`: the other commands on it are planned as if it did not"
            }
        isWhole = unread.isEmpty
    }
}

extension Plan.Change {
    /// Whether writes would be sent but leave the connection unchanged.
    var isWrittenInVain: Bool { action == .unchanged && writes > 0 }
}

extension Plan: Showable {
    package func shown(by redactor: Redaction) -> Plan {
        Plan(
            changes: changes.shown(by: redactor), otherWrites: otherWrites.shown(by: redactor),
            otherBodies: otherBodies.shown(by: redactor), warnings: warnings.shown(by: redactor),
            isWhole: isWhole)
    }
}

extension Plan.Change {
    fileprivate init(_ key: Planner.Key, _ entry: Planner.Entry) {
        platform = key.platform
        name = key.name.shown
        let differing = ConnectionFields.Field.allCases.filter { field in
            let before = entry.before?[field.rawValue]
            return entry.states.contains { !ConnectionFields.isSame(field, $0?[field.rawValue], before) }
        }
        switch (entry.before, entry.after) {
        case (nil, nil): action = .unchanged
        case (nil, .some): action = .create
        case (.some, nil): action = .delete
        case (.some(let before), .some(let after)):
            let isSame = differing.allSatisfy {
                ConnectionFields.isSame($0, after[$0.rawValue], before[$0.rawValue])
            }
            action = entry.wasDeleted ? .replace : isSame ? .unchanged : .update
        }
        writes = entry.writes
        // A deleted connection shows no fields, unless it did not exist before the run.
        let isGone = entry.after == nil && entry.before != nil
        fields = isGone ? [] : differing.map { Plan.FieldChange($0, entry) }
    }
}

extension Plan.FieldChange {
    fileprivate init(_ field: ConnectionFields.Field, _ entry: Planner.Entry) {
        func value(_ object: ValueMap?) -> Value? { object?[field.rawValue] }
        self.field = field.rawValue
        before = value(entry.before)
        after = value(entry.after)
        // Only changes count as intermediate values; the first and the last value are stored separately.
        var latest = before
        for state in entry.states.dropLast() where !ConnectionFields.isSame(field, value(state), latest) {
            latest = value(state)
            through.append(latest)
        }
        while let last = through.last, ConnectionFields.isSame(field, last, after) { through.removeLast() }
    }
}

extension Plan.Change: Showable {
    package func shown(by redactor: Redaction) -> Plan.Change {
        Plan.Change(
            platform: platform, name: redactor.redact(name), action: action, fields: fields.shown(by: redactor),
            writes: writes)
    }
}

extension Plan.FieldChange: Showable {
    package func shown(by redactor: Redaction) -> Plan.FieldChange {
        Plan.FieldChange(
            field: field, before: before.shown(by: redactor), after: after.shown(by: redactor),
            through: through.shown(by: redactor))
    }
}
