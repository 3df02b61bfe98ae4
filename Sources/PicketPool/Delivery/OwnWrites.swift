import NIOCore
import PicketRuntime
import PicketSyntax

/// The states in which the run's own latest writes left connections.
///
/// Reads may lag behind writes. For a while after a write (`RetryPolicy.resendAfter`), a read that does not show the
/// written state may be older than the write, and then it proves nothing.
final class OwnWrites {
    private struct Known {
        var left: Doubts.Expectation
        var endedAt: NIODeadline
    }

    private var states: [TextKey: Known] = [:]
    /// The names in the order of the writes, with repetitions.
    private var order: CircularBuffer<(name: TextKey, endedAt: NIODeadline)> = []
    private let window: TimeAmount

    init(_ policy: RetryPolicy) { window = policy.resendAfter }

    /// Records a write that took effect.
    func note(_ command: PlatformCommand, endedAt: NIODeadline, now: NIODeadline) {
        guard let name = command.name, command.isWrite else { return }
        forgetOld(now)
        guard now < endedAt + window else { return }
        let key = TextKey(name.text)
        var fields = command.fields
        if case .present(let earlier)? = states[key]?.left { fields = earlier.changed(by: fields) }
        states[key] = Known(left: command.deletes ? .absent : .present(fields), endedAt: endedAt)
        order.append((key, endedAt))
    }

    /// Returns until when a read may be older than the run's own latest write on the connection; nil if it is not older.
    func mayBeOld(_ sight: Judge.Sight, of name: ConnectionName, at now: NIODeadline) -> NIODeadline? {
        guard !states.isEmpty else { return nil }
        guard let known = states[TextKey(name.text)], now < known.endedAt + window else { return nil }
        // One read may be newer than the next: each is compared.
        if case .differs = known.left.agreement(with: sight) { return known.endedAt + window }
        return nil
    }

    private func forgetOld(_ now: NIODeadline) {
        while let first = order.first, first.endedAt + window <= now {
            order.removeFirst()
            if let known = states[first.name], known.endedAt + window <= now { states[first.name] = nil }
        }
    }
}

@available(*, unavailable)
extension OwnWrites: Sendable {}
