package import PicketRuntime

/// What a script would change, connection by connection. Only a shown plan leaves the executor.
package struct Plan: Sendable, Equatable {
    package enum Action: String, Sendable {
        case create, update, replace, delete, unchanged
    }

    /// A field's value before and after; nil where there is none.
    package struct FieldChange: Sendable, Equatable {
        package let field: String
        package let before: Value?
        package let after: Value?
    }

    package struct Change: Sendable, Equatable {
        /// The platform's URL.
        package let platform: String
        package let name: String
        package let action: Action
        /// What differs, in parameter order; all fields of what is created, none of what is deleted.
        package let fields: [FieldChange]
    }

    /// In the order in which the script came to them; what it only read is not among them.
    package let changes: [Change]
    /// Writes that concern no connection, as request lines.
    package let otherWrites: [String]

    package var hasChanges: Bool { !otherWrites.isEmpty || changes.contains { $0.action != .unchanged } }

    func count(_ action: Action) -> Int { changes.count { $0.action == action } }
}

extension Plan {
    /// Secrets and all: a redactor shows it.
    init(_ planner: Planner) {
        changes = planner.keys.compactMap { key in planner.entry(key).map { Change(key, $0) } }
        otherWrites = planner.otherWrites
    }
}

extension Plan: Showable {
    package func shown(by redactor: Redaction) -> Plan {
        Plan(changes: changes.shown(by: redactor), otherWrites: otherWrites.shown(by: redactor))
    }
}

extension Plan.Change {
    fileprivate init(_ key: Planner.Key, _ entry: Planner.Entry) {
        platform = key.platform
        name = key.name.shown
        let differing = ConnectionFields.Field.allCases.filter {
            entry.after?[$0.rawValue]?.plain != entry.before?[$0.rawValue]?.plain
        }
        switch (entry.before, entry.after) {
        case (nil, nil): action = .unchanged
        case (nil, .some): action = .create
        case (.some, nil): action = .delete
        case (.some, .some): action = entry.wasDeleted ? .replace : differing.isEmpty ? .unchanged : .update
        }
        fields =
            entry.after == nil
            ? []
            : differing.map { field in
                Plan.FieldChange(
                    field: field.rawValue, before: entry.before?[field.rawValue], after: entry.after?[field.rawValue])
            }
    }
}

extension Plan.Change: Showable {
    package func shown(by redactor: Redaction) -> Plan.Change {
        Plan.Change(
            platform: platform, name: redactor.redact(name), action: action, fields: fields.shown(by: redactor))
    }
}

extension Plan.FieldChange: Showable {
    package func shown(by redactor: Redaction) -> Plan.FieldChange {
        Plan.FieldChange(field: field, before: before.shown(by: redactor), after: after.shown(by: redactor))
    }
}
