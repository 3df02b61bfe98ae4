import NIOCore
import PicketRuntime
import PicketSyntax

/// The states in which the run's own latest writes left connections.
///
/// Reads may lag behind writes. For a while after a write (`RetryPolicy.resendAfter`), a read that does not show the
/// written state may be older than the write, and then it proves nothing.
final class OwnWrites {
    /// What is known of a connection. A class, because the table then moves references only.
    private final class Known {
        let left: ExpectedState
        /// The fields that the run wrote with values that are not known.
        let unknown: [ConnectionFields.Field]
        let endedAt: NIODeadline

        init(_ left: ExpectedState, unknown: [ConnectionFields.Field], endedAt: NIODeadline) {
            (self.left, self.unknown, self.endedAt) = (left, unknown, endedAt)
        }
    }

    private struct Entry {
        let name: TextKey
        let known: Known
    }

    /// The writes in their order. A connection may have several; the latest one counts.
    private var entries: [Entry] = []
    /// The position of the oldest entry that is not forgotten.
    private var oldest = 0
    /// The latest entries by name, up to the position `indexed`. Only a question fills it: a run that asks none hashes
    /// nothing.
    private var table: [TextKey: Known] = [:]
    private var indexed = 0
    /// So many entries are compared one by one: to make the first table of its type takes 2 % of a run with one command.
    private static let few = 8
    private let window: TimeAmount
    private let remembersAdditions: Bool

    /// - Parameter remembersAdditions: Whether a connection may be read after it was added.
    init(_ policy: RetryPolicy, remembersAdditions: Bool = true) {
        window = policy.resendAfter
        self.remembersAdditions = remembersAdditions
    }

    /// Records a write that took effect, or whose answer says that the connection does not exist.
    func note(_ command: PlatformCommand, _ proof: Doubts.Proof = .done, endedAt: NIODeadline, now: NIODeadline) {
        guard remembersAdditions || command.operation != .add, let write = command.connectionWrite else { return }
        forgetOld(now)
        guard now < endedAt + window else { return }
        let key = TextKey(write.name.text)
        // Only a change keeps something of the state before it.
        let earlier = write.effect == .change ? state(of: key) : nil
        let left = proof == .absent ? .absent : ExpectedState(after: write, on: earlier?.left)
        var unknown = proof == .absent ? [] : write.unknown
        if write.effect == .change, let before = earlier?.unknown, !before.isEmpty, proof != .absent {
            unknown += before.filter { !unknown.contains($0) && !write.fields.written.contains($0) }
        }
        entries.append(Entry(name: key, known: Known(left, unknown: unknown, endedAt: endedAt)))
    }

    /// Returns until when a read may be older than the run's own latest write on the connection; nil if it is not older.
    func mayBeOld(_ sight: Judge.Sight, of name: ConnectionName, at now: NIODeadline) -> NIODeadline? {
        guard let known = state(of: TextKey(name.text)), now < known.endedAt + window else { return nil }
        // A read may be newer than the next one, so each is compared.
        switch Judge.comparison(sight, with: known.left) {
        case .differs, .absent, .present: return known.endedAt + window
        case .unproven where known.left.isShownOtherwise(in: sight): return known.endedAt + window
        case .asMeant where !known.unknown.isEmpty, .unproven where !known.unknown.isEmpty:
            return known.endedAt + window
        case .asMeant, .unproven, .unreadable: return nil
        }
    }

    private func state(of name: TextKey) -> Known? {
        if entries.count - oldest <= Self.few { return entries[oldest...].last { $0.name == name }?.known }
        while indexed < entries.count {
            table[entries[indexed].name] = entries[indexed].known
            indexed += 1
        }
        return table[name]
    }

    private func forgetOld(_ now: NIODeadline) {
        while oldest < entries.count, entries[oldest].known.endedAt + window <= now {
            let entry = entries[oldest]
            if oldest < indexed, table[entry.name] === entry.known { table[entry.name] = nil }
            oldest += 1
        }
        indexed = max(indexed, oldest)
        // Each entry is moved once on average.
        if oldest > entries.count / 2 {
            entries.removeFirst(oldest)
            indexed -= oldest
            oldest = 0
        }
    }
}

@available(*, unavailable)
extension OwnWrites: Sendable {}
