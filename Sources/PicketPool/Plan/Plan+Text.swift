import PicketRuntime

extension Plan {
    /// One line: `3 to create, 1 to update (port), 11 unchanged`.
    package var summary: String {
        var parts: [String] = []
        for action in [Action.create, .update, .replace, .delete] where count(action) > 0 {
            let fields = action == .update ? " (\(updatedFields.joined(separator: ", ")))" : ""
            parts.append("\(count(action)) to \(action.rawValue)\(fields)")
        }
        if !otherWrites.isEmpty {
            parts.append("\(otherWrites.count) other \(otherWrites.count == 1 ? "write" : "writes")")
        }
        if count(.unchanged) > 0 || parts.isEmpty { parts.append("\(count(.unchanged)) unchanged") }
        return parts.joined(separator: ", ")
    }

    /// The fields that updates change, in parameter order.
    private var updatedFields: [String] {
        let changed = Set(changes.filter { $0.action == .update }.flatMap { $0.fields.map(\.field) })
        return ConnectionFields.Field.allCases.map(\.rawValue).filter(changed.contains)
    }

    /// The lines for people: a block for each connection that would change, then the summary.
    package var lines: [String] {
        let changed = changes.filter { $0.action != .unchanged }
        let platforms = Set(changes.map(\.platform))
        var lines: [String] = []
        for change in changed {
            let place = platforms.count > 1 ? "  (\(change.platform))" : ""
            lines.append("\(change.action.mark) \(change.name)\(place)")
            lines += change.fields.map(Self.line)
        }
        lines += otherWrites.map { "! \($0)" }
        return lines + [summary]
    }

    private static func line(_ change: FieldChange) -> String {
        let name = change.field + String(repeating: " ", count: max(0, 8 - change.field.count))
        guard let before = change.before else { return "    \(name)  \(text(change.after))" }
        return "    \(name)  \(text(before)) → \(text(change.after))"
    }

    private static func text(_ value: Value?) -> String {
        guard let value else { return "(none)" }
        return value == .string("") ? "\"\"" : value.description
    }

    /// The same for programs: `{changes: [{platform, name, action, fields: {port: {before, after}}}], other_writes,
    /// summary: {create, update, replace, delete, unchanged}, has_changes}`.
    package var json: String { value.wireJSONText }

    private var value: Value {
        var summary = ValueMap()
        for action in [Action.create, .update, .replace, .delete, .unchanged] {
            summary[action.rawValue] = .integer(Int64(count(action)))
        }
        return [
            "changes": .list(changes.map(\.value)), "other_writes": .list(otherWrites.map { .string($0) }),
            "summary": .map(summary), "has_changes": .boolean(hasChanges),
        ]
    }
}

extension Plan.Action {
    /// What stands before the name.
    fileprivate var mark: String {
        switch self {
        case .create: "+"
        case .update: "~"
        case .replace: "±"
        case .delete: "-"
        case .unchanged: "="
        }
    }
}

extension Plan.Change {
    fileprivate var value: Value {
        var fields = ValueMap()
        for change in self.fields {
            fields[change.field] = ["before": change.before ?? .null, "after": change.after ?? .null]
        }
        return [
            "platform": .string(platform), "name": .string(name), "action": .string(action.rawValue),
            "fields": .map(fields),
        ]
    }
}
