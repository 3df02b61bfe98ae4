import PicketRuntime

/// What a run did, change by change, and what it could not do.
///
///     8 created, 3 updated (port), 289 unchanged, 1 failed (crm in step `move`), 1 cannot be told (web)
package struct Tally: Sendable {
    package enum Change: Sendable {
        case created, deleted, unchanged, failed
        case updated([String])
        /// A write of which nobody knows whether it took effect.
        case untold
        /// The connection is as the command meant it, by whose request is not known.
        case asMeant
        /// A write that concerns no connection of the pool.
        case other
    }

    /// What one command did, by name.
    package struct Entry: Sendable, Equatable {
        /// The connection as people may see it; empty for none.
        package let name: String
        /// `created`, `updated`, `deleted`, `unchanged`, `as-meant`, `other`, `failed` or `untold`.
        package fileprivate(set) var change: String
        /// Those that were updated.
        package let fields: [String]
        /// The step in which it happened; nil outside of steps.
        package let step: String?
    }

    /// In the order in which the commands ended; kept only if they are asked for.
    package private(set) var entries: [Entry] = []
    private let keepsEntries: Bool

    private(set) var created = 0
    private(set) var updated = 0
    private(set) var deleted = 0
    private(set) var unchanged = 0
    private(set) var asMeant = 0
    private(set) var others = 0
    private var updatedFields: [String] = []
    private var failed = Names()
    private var untold = Names()

    /// Names of which the first few are told.
    private struct Names {
        private struct Entry: Equatable {
            let name: String
            let step: String?

            var text: String { step.map { name.isEmpty ? "step `\($0)`" : "\(name) in step `\($0)`" } ?? name }
        }

        private var entries: [Entry] = []

        mutating func add(_ name: String, _ step: String?) { entries.append(Entry(name: name, step: step)) }

        /// - Returns: whether the name was among them.
        mutating func remove(_ name: String) -> Bool {
            guard let position = entries.lastIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
                return false
            }
            entries.remove(at: position)
            return true
        }

        func text(_ word: String) -> String? {
            guard !entries.isEmpty else { return nil }
            var first: [String] = []
            for entry in entries where first.count < 5 && !entry.text.isEmpty && !first.contains(entry.text) {
                first.append(entry.text)
            }
            let hasOthers = entries.contains { !$0.text.isEmpty && !first.contains($0.text) }
            let rest = hasOthers ? ", …" : ""
            return "\(entries.count) \(word)" + (first.isEmpty ? "" : " (\(first.joined(separator: ", "))\(rest))")
        }
    }

    /// - Parameter keepsEntries: whether each change is kept by name, and not only counted.
    package init(keepsEntries: Bool = false) { self.keepsEntries = keepsEntries }

    /// - Parameter step: the name of the step in which it happened; nil outside of steps.
    mutating func note(_ change: Change, _ name: String, in step: String? = nil) {
        if keepsEntries {
            let fields = if case .updated(let fields) = change { fields } else { [String]() }
            entries.append(Entry(name: name, change: change.word, fields: fields, step: step))
        }
        switch change {
        case .created: created += 1
        case .deleted: deleted += 1
        case .unchanged: unchanged += 1
        case .asMeant: asMeant += 1
        case .other: others += 1
        case .failed: failed.add(name, step)
        case .untold: untold.add(name, step)
        case .updated(let fields):
            updated += 1
            for field in fields where !updatedFields.contains(field) { updatedFields.append(field) }
        }
    }

    /// A connection that could not be told was read when the run ended, and is as the command meant it.
    mutating func settle(_ name: String) {
        guard untold.remove(name) else { return }
        asMeant += 1
        let isUntold = { (entry: Entry) in
            entry.change == Change.untold.word && entry.name.utf8.elementsEqual(name.utf8)
        }
        if let position = entries.lastIndex(where: isUntold) { entries[position].change = Change.asMeant.word }
    }

    /// The counts in words; nil if no command wrote.
    package var text: String? {
        let fields = ConnectionFields.Field.allCases.map(\.rawValue).filter(updatedFields.contains)
        let updates =
            updated > 0 ? "\(updated) updated" + (fields.isEmpty ? "" : " (\(fields.joined(separator: ", ")))") : nil
        let parts = [
            created > 0 ? "\(created) created" : nil, updates, deleted > 0 ? "\(deleted) deleted" : nil,
            asMeant > 0 ? "\(asMeant) as meant, by whom is not known" : nil,
            others > 0 ? "\(others) other \(others == 1 ? "write" : "writes")" : nil,
            unchanged > 0 ? "\(unchanged) unchanged" : nil, failed.text("failed"), untold.text("cannot be told"),
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}

extension Tally.Change {
    /// As reports call it.
    fileprivate var word: String {
        switch self {
        case .created: "created"
        case .updated: "updated"
        case .deleted: "deleted"
        case .unchanged: "unchanged"
        case .asMeant: "as-meant"
        case .other: "other"
        case .failed: "failed"
        case .untold: "untold"
        }
    }
}

/// Holds the tally of an executor and of those that share it.
final class TallyBox {
    var tally: Tally
    /// Connections that the run wanted in two ways.
    let rewritten = RewrittenFields()

    init(keepsEntries: Bool) { tally = Tally(keepsEntries: keepsEntries) }
}

extension PlatformCommand {
    /// What the command has done when it has ended; nil for one that only reads.
    ///
    /// - Parameter isGood: whether it was a success, or what the script expected.
    func change(_ response: borrowing Response, _ outcome: Notice.Outcome?, isGood: Bool) -> Tally.Change? {
        guard isWrite else { return nil }
        // What an earlier run sent and this one does not send again may have taken effect.
        if outcome == .isUnknown || response.trouble == .unsettled { return .untold }
        switch operation {
        case .ensure, .remove:
            switch response.change {
            case "created": return .created
            case "updated": return .updated(response.fields ?? [])
            case "deleted": return .deleted
            case "unchanged": return .unchanged
            case "unknown": return .asMeant
            default: return isGood ? nil : .failed
            }
        default:
            guard response.error == nil, isDone(by: response) else { return isGood ? nil : .failed }
            if name == nil { return .other }
            if outcome == .isAsMeant { return .asMeant }
            switch operation {
            case .add: return .created
            case .delete: return .deleted
            default: return .updated(fields.written.map(\.rawValue))
            }
        }
    }
}

@available(*, unavailable)
extension TallyBox: Sendable {}
