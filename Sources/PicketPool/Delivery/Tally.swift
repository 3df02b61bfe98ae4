import PicketRuntime
import PicketSyntax

/// What a run changed, change by change, and what it failed to change.
///
///     8 created, 3 updated (port), 289 unchanged, 1 failed (crm in step `move`), 1 cannot be told (web)
package struct Tally: Sendable {
    package enum Change: Sendable {
        case created, deleted, unchanged, failed
        case updated([String])
        /// A write whose effect is unknown.
        case untold
        /// The same, but an answer or a read after it told the state of its connection.
        case overtaken
        /// The connection is as the command meant it, but it is unknown whose request did that.
        case asMeant
        /// A write that is not about a connection of the pool.
        case other
    }

    /// What a change is about. Two connections may have one shown name.
    package struct Subject: Sendable, Equatable {
        let shown: String
        private let name: TextKey
        /// The platform; nil for a request that is not about a connection.
        fileprivate var platform: ObjectIdentifier?
        /// The platform's URL; nil for a request that is not about a connection.
        private(set) var url: String?

        /// - Parameter shown: The shown name; empty for a request that is not about a connection.
        init(_ shown: String) { (self.shown, name) = (shown, TextKey(shown)) }

        init(_ name: ConnectionName, on platform: PlatformSession) {
            (shown, self.name) = (name.shown, TextKey(name.text))
            self.platform = ObjectIdentifier(platform.place)
            url = platform.base
        }

        /// The name, with its platform if the run wrote to several.
        func text(_ namesPlatform: Bool) -> String {
            guard namesPlatform, let url, !shown.isEmpty else { return shown }
            return "\(shown) on \(url)"
        }

        package static func == (left: Subject, right: Subject) -> Bool {
            left.name == right.name && left.platform == right.platform
        }
    }

    /// What one command did, by name.
    package struct Entry: Sendable, Equatable {
        /// The shown name of the connection; empty for none.
        package let name: String
        /// `created`, `updated`, `deleted`, `unchanged`, `as-meant`, `other`, `failed`, `untold` or `overtaken`.
        package fileprivate(set) var change: String
        /// The fields that were updated.
        package let fields: [String]
        /// The step in which the change happened; nil outside of steps.
        package let step: String?
        fileprivate let subject: Subject
    }

    /// The entries in the order in which the commands ended. They are kept only if requested.
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
    private var overtaken = Names()
    private var asMeantNames = Names()
    /// Whether the effect of a write is not known.
    package var hasUntold: Bool { !untold.isEmpty }
    /// The URLs of the first two platforms that commands wrote to.
    private var urls: [String] = []
    private var latestPlatform: ObjectIdentifier?
    /// Whether the names of connections need their platforms' names beside them.
    package var namesPlatforms: Bool { urls.count > 1 }

    /// Counts names, and shows the first few.
    private struct Names {
        private struct Entry: Equatable {
            let subject: Subject
            let step: String?

            func text(_ namesPlatform: Bool) -> String {
                let name = subject.text(namesPlatform)
                return step.map { name.isEmpty ? "step `\($0)`" : "\(name) in step `\($0)`" } ?? name
            }
        }

        private var entries: [Entry] = []

        var isEmpty: Bool { entries.isEmpty }

        mutating func add(_ subject: Subject, _ step: String?) { entries.append(Entry(subject: subject, step: step)) }

        /// Removes the entries of a connection, and returns their steps, the latest last.
        mutating func remove(_ subject: Subject) -> [String?] {
            defer { entries.removeAll { $0.subject == subject } }
            return entries.filter { $0.subject == subject }.map(\.step)
        }

        func text(_ word: String, _ namesPlatform: Bool) -> String? {
            guard !entries.isEmpty else { return nil }
            var first: [String] = []
            let texts = entries.map { $0.text(namesPlatform) }.filter { !$0.isEmpty }
            for text in texts where first.count < 5 && !first.contains(where: { $0.hasBytes(of: text) }) {
                first.append(text)
            }
            let hasOthers = texts.contains { text in !first.contains { $0.hasBytes(of: text) } }
            let rest = hasOthers ? ", …" : ""
            return "\(entries.count) \(word)" + (first.isEmpty ? "" : " (\(first.joined(separator: ", "))\(rest))")
        }
    }

    /// - Parameter keepsEntries: Whether each change is kept by name, and not only counted.
    package init(keepsEntries: Bool = false) { self.keepsEntries = keepsEntries }

    private mutating func noteURL(of subject: Subject) {
        latestPlatform = subject.platform
        if urls.count < 2, let url = subject.url, urls.first.map({ !$0.hasBytes(of: url) }) ?? true { urls.append(url) }
    }

    /// - Parameter step: The name of the step in which the change happened; nil outside of steps.
    mutating func note(_ change: Change, _ subject: Subject, in step: String? = nil) {
        if subject.platform != latestPlatform { noteURL(of: subject) }
        if keepsEntries {
            let fields = if case .updated(let fields) = change { fields } else { [String]() }
            entries.append(
                Entry(name: subject.shown, change: change.word, fields: fields, step: step, subject: subject))
        }
        switch change {
        case .created: created += 1
        case .deleted: deleted += 1
        case .unchanged: unchanged += 1
        case .asMeant:
            asMeant += 1
            asMeantNames.add(subject, step)
        case .other: others += 1
        case .failed: failed.add(subject, step)
        case .untold: untold.add(subject, step)
        case .overtaken: overtaken.add(subject, step)
        case .updated(let fields):
            updated += 1
            for field in fields where !updatedFields.contains(field) { updatedFields.append(field) }
        }
    }

    /// Counts the latest write of unknown effect on a connection as meant, after a read at the end of the run found the
    /// connection so. What the earlier ones did is still unknown, but the state is not.
    mutating func settle(_ subject: Subject) {
        let steps = untold.remove(subject)
        guard !steps.isEmpty else { return }
        asMeant += 1
        for step in steps.dropLast() { overtaken.add(subject, step) }
        rename(.untold, to: .asMeant, subject, count: 1)
        rename(.untold, to: .overtaken, subject)
    }

    /// The state of a connection is known again, although the effect of some writes on it stays unknown.
    mutating func overtake(_ subject: Subject) {
        for step in untold.remove(subject) { overtaken.add(subject, step) }
        rename(.untold, to: .overtaken, subject)
    }

    /// Counts the latest write that is as meant as one of unknown effect, after a read contradicts it.
    mutating func contradict(_ subject: Subject) {
        guard let step = asMeantNames.remove(subject).last else { return }
        asMeant -= 1
        untold.add(subject, step)
        rename(.asMeant, to: .untold, subject, count: 1)
    }

    /// Changes the latest entries of a connection.
    private mutating func rename(_ change: Change, to other: Change, _ subject: Subject, count: Int = .max) {
        var rest = count
        for position in entries.indices.reversed() where rest > 0 {
            guard entries[position].change == change.word, entries[position].subject == subject else { continue }
            entries[position].change = other.word
            rest -= 1
        }
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
            unchanged > 0 ? "\(unchanged) unchanged" : nil, failed.text("failed", namesPlatforms),
            untold.text("cannot be told", namesPlatforms),
            overtaken.text("cannot be told, but what came after it is known", namesPlatforms),
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}

extension Tally.Change {
    /// The word for the change in reports.
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
        case .overtaken: "overtaken"
        }
    }
}

/// Holds the tally of an executor and of the executors that share it.
final class TallyBox {
    var tally: Tally
    /// The connections for which the run wanted two different states.
    let rewritten = RewrittenFields()

    init(keepsEntries: Bool) { tally = Tally(keepsEntries: keepsEntries) }
}

extension PlatformCommand {
    /// Returns what an ended command changed; nil for a command that only reads.
    ///
    /// - Parameter isGood: Whether the answer was a success, or what the script expected.
    func change(_ response: borrowing Response, _ outcome: Notice.Outcome?, isGood: Bool) -> Tally.Change? {
        guard isWrite else { return nil }
        // A request that an earlier run sent and this one does not send again may have taken effect. An `ensure` that ended
        // well knows the state.
        let isKnown = operation == .ensure && response.change != nil
        if outcome == .isUnknown && !isKnown || response.failureReason == .unsettled { return .untold }
        // A read has shown the effect, whatever the answer says.
        if outcome == .isAsMeant, name != nil, operation != .ensure, response.change == nil { return .asMeant }
        switch operation {
        case .ensure, .remove:
            switch response.change {
            case "created": return .created
            case "updated": return .updated(response.fields ?? [])
            case "deleted": return .deleted
            case "unchanged": return .unchanged
            case "unknown": return .asMeant
            // One of its writes may have done something, and what is left of it is not known.
            case nil where outcome == .isAsMeant: return .untold
            default: return isGood ? nil : .failed
            }
        default:
            guard response.error == nil, isDone(by: response) else { return isGood ? nil : .failed }
            if name == nil { return .other }
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
