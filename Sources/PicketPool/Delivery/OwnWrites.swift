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
        let endedAt: NIODeadline
    }

    /// The only connection so far; nil for none, and once there are several. A program that writes one connection needs no
    /// table: to make the first of its type takes 2 % of such a run.
    private var only: (name: TextKey, known: Known)?
    /// The connections, if there are several.
    private var states: [TextKey: Known] = [:]
    /// The names of several connections in the order of the writes, with repetitions.
    private var order: [Entry] = []
    /// The position of the oldest entry of `order` that is not forgotten.
    private var oldest = 0
    private let window: TimeAmount

    init(_ policy: RetryPolicy) { window = policy.resendAfter }

    /// Records a write that took effect, or whose answer says that the connection does not exist.
    func note(_ command: PlatformCommand, _ proof: Doubts.Proof = .done, endedAt: NIODeadline, now: NIODeadline) {
        guard let write = command.connectionWrite else { return }
        forgetOld(now)
        guard now < endedAt + window else { return }
        let key = TextKey(write.name.text)
        let earlier = state(of: key)
        let left = proof == .absent ? .absent : ExpectedState(after: write, on: earlier?.left)
        var unknown = proof == .absent ? [] : write.unknown
        if write.effect == .change, let before = earlier?.unknown, !before.isEmpty, proof != .absent {
            unknown += before.filter { !unknown.contains($0) && !write.fields.written.contains($0) }
        }
        let known = Known(left, unknown: unknown, endedAt: endedAt)
        if states.isEmpty, only.map({ $0.name == key }) ?? true {
            only = (key, known)
            return
        }
        if let only { add(only.name, only.known) }
        only = nil
        add(key, known)
    }

    private func add(_ name: TextKey, _ known: Known) {
        states[name] = known
        order.append(Entry(name: name, endedAt: known.endedAt))
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
        if let only { return only.name == name ? only.known : nil }
        return states.isEmpty ? nil : states[name]
    }

    private func forgetOld(_ now: NIODeadline) {
        if let only, only.known.endedAt + window <= now { self.only = nil }
        guard !states.isEmpty else { return }
        while oldest < order.count, order[oldest].endedAt + window <= now {
            let name = order[oldest].name
            if let known = states[name], known.endedAt + window <= now { states[name] = nil }
            oldest += 1
        }
        // Each entry is moved once on average.
        if oldest > order.count / 2 {
            order.removeFirst(oldest)
            oldest = 0
        }
    }
}

@available(*, unavailable)
extension OwnWrites: Sendable {}
