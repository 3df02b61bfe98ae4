package import PicketRuntime
import PicketSyntax

extension Plan {
    /// One line: `3 to create, 1 to update (port), 11 unchanged; 2 writes, no net change`.
    package var summary: String {
        var parts: [String] = []
        for action in [Action.create, .update, .replace, .delete] where count(action) > 0 {
            let fields = action == .update ? " (\(updatedFields.joined(separator: ", ")))" : ""
            parts.append("\(count(action)) to \(action.rawValue)\(fields)")
        }
        if !otherWrites.isEmpty {
            parts.append("\(otherWrites.count) other \(otherWrites.count == 1 ? "write" : "writes")")
        }
        let inVain = writesInVain
        if count(.unchanged) > 0 || parts.isEmpty && inVain == 0 { parts.append("\(count(.unchanged)) unchanged") }
        let vain = inVain > 0 ? "\(inVain) \(inVain == 1 ? "write" : "writes"), no net change" : nil
        return [parts.isEmpty ? nil : parts.joined(separator: ", "), vain].compactMap { $0 }.joined(separator: "; ")
    }

    /// The fields that updates change, in the order of the parameters.
    private var updatedFields: [String] {
        let changed = Set(changes.filter { $0.action == .update }.flatMap { $0.fields.map(\.field) })
        return ConnectionFields.Field.allCases.map(\.rawValue).filter(changed.contains)
    }

    /// The lines for people: a block for each connection that would change, then the summary.
    package var lines: [String] {
        let changed = changes.filter { $0.writes > 0 }
        let platforms = Set(changes.map(\.platform))
        var lines: [String] = []
        for change in changed {
            let place = platforms.count > 1 ? "  (\(change.platform))" : ""
            let mark = change.isWrittenInVain ? Action.update.mark : change.action.mark
            lines.append("\(mark) \(change.name)\(place)\(change.vainText)")
            lines += change.fields.map(Self.line)
        }
        for (line, body) in zip(otherWrites, otherBodies) {
            lines.append("! \(line)")
            if let body { lines.append("    \(body)") }
        }
        return (lines + warnings.map { "warning: \($0)" }).map(\.displayed) + [summary]
    }

    private static func line(_ change: FieldChange) -> String {
        let name = change.field + String(repeating: " ", count: max(0, 8 - change.field.count))
        let before = change.before == nil ? [] : [change.before]
        return "    \(name)  \((before + change.through + [change.after]).map(text).joined(separator: " → "))"
    }

    /// What stands in the place of a value where there is none.
    static let nothing = "(none)"

    private static func text(_ value: Value?) -> String {
        guard let value else { return nothing }
        return value == .string("") ? "\"\"" : value.description
    }

    /// The plan for programs: `{changes: [{platform, name, action, fields: {port: {before, after}}}], other_writes,
    /// summary: {create, update, replace, delete, unchanged}, has_changes}`. A field that changes more than once has
    /// its intermediate values in `through`. A connection that is written more than once has the number of its
    /// `writes`. `requests` has the bodies of other writes.
    package var json: String { Value.map(value).wireJSONText }

    /// The plan as a map, so that a caller can add to it.
    package var value: ValueMap {
        var summary = ValueMap()
        for action in [Action.create, .update, .replace, .delete, .unchanged] {
            summary[action.rawValue] = .integer(Int64(count(action)))
        }
        if writesInVain > 0 { summary["writes_without_net_change"] = .integer(Int64(writesInVain)) }
        var value: ValueMap = [
            "changes": .list(changes.map(\.value)), "other_writes": .list(otherWrites.map { .string($0) }),
            "summary": .map(summary), "has_changes": .boolean(hasChanges),
        ]
        if otherBodies.contains(where: { $0 != nil }) {
            value["requests"] = .list(
                zip(otherWrites, otherBodies).map { line, body in
                    ["request": .string(line), "body": body.map { .string($0) } ?? .null]
                })
        }
        if !warnings.isEmpty { value["warnings"] = .list(warnings.map { .string($0) }) }
        return value
    }
}

extension Plan.Action {
    /// The sign before the name.
    var mark: String {
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
    /// The text after the name of a connection that is written but ends unchanged; empty otherwise.
    var vainText: String {
        guard isWrittenInVain else { return "" }
        return "  (\(writes) \(writes == 1 ? "write" : "writes"), no net change)"
    }

    fileprivate var value: Value {
        var fields = ValueMap()
        for change in self.fields {
            var field: ValueMap = ["before": change.before ?? .null, "after": change.after ?? .null]
            if !change.through.isEmpty { field["through"] = .list(change.through.map { $0 ?? .null }) }
            fields[change.field] = .map(field)
        }
        var value: ValueMap = [
            "platform": .string(platform), "name": .string(name), "action": .string(action.rawValue),
            "fields": .map(fields),
        ]
        if writes > 1 || isWrittenInVain { value["writes"] = .integer(Int64(writes)) }
        return .map(value)
    }
}
