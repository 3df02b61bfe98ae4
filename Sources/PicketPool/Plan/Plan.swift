package import PicketRuntime
import PicketSyntax

/// What a script would change, connection by connection; no secret in it.
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
    init(_ planner: Planner, secrets: SecretStore) {
        let redactor = Redactor(secrets)
        changes = planner.keys.compactMap { key in
            planner.entry(key).map { Change(key, $0, redactor) }
        }
        otherWrites = planner.otherWrites.map { redactor.redact($0) }
    }
}

extension Plan.Change {
    fileprivate init(_ key: Planner.Key, _ entry: Planner.Entry, _ redactor: Redactor) {
        platform = key.platform
        name = redactor.redact(key.name)
        let differing = ConnectionFields.Field.allCases.filter {
            entry.after?[$0.rawValue] != entry.before?[$0.rawValue]
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
                func shown(_ object: ValueMap?) -> Value? {
                    guard let value = object?[field.rawValue] else { return nil }
                    if field == .password { return .string(Mask.text) }
                    return redactor.redact(value)
                }
                return Plan.FieldChange(field: field.rawValue, before: shown(entry.before), after: shown(entry.after))
            }
    }
}

extension Redactor {
    /// The value with every secret in its texts hidden.
    func redact(_ value: Value) -> Value {
        switch value {
        case .string(let text): return .string(redact(text))
        case .secret: return .string(Mask.text)
        case .list(let elements): return .list(elements.map { redact($0) })
        case .map(let map):
            var result = ValueMap()
            for (key, value) in zip(map.keys, map.values) { result[key] = redact(value) }
            return .map(result)
        default: return value
        }
    }
}
