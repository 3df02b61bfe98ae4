import NIOCore
import PicketHTTP
import PicketRuntime
import PicketSyntax

/// The connections whose state a run is not sure of, and the state in which the run left them. When the run ends, each
/// is read once more, and the result is reported.
final class Doubts {
    /// The combined effect of the run's writes on a connection, from the first doubtful one on.
    struct Entry {
        let platform: PlatformSession
        let name: ConnectionName
        /// The request line of the latest doubtful write.
        var line: String
        /// The state in which the run left the connection.
        var left: ExpectedState
        /// The part of that state that the run does not know.
        var unknown: UnknownPart
        /// Whether the latest write is an `add`. The name and all fields but the password prove it.
        var isAddition = false
        /// Whether the run counts the latest write as known, although its effect is not. Then the last look says nothing
        /// of the write before it.
        var isOvertaken = false
        /// When the latest write ended.
        var endedAt: NIODeadline
        /// Until when the latest write may still take effect, and until when an earlier one may; nil if it cannot any
        /// more.
        var atWorkUntil: NIODeadline?
        var earlierAtWorkUntil: NIODeadline? = nil
    }

    /// What a run does not know of a connection's state since a write of unknown effect.
    struct UnknownPart {
        /// Whether the connection exists.
        var isThere = false
        /// The fields whose values are unknown.
        var fields: [ConnectionFields.Field] = []

        var isEmpty: Bool { !isThere && fields.isEmpty }

        /// Takes in what the end of a write proves.
        mutating func note(_ write: ConnectionWrite, _ proof: Proof) {
            let isWhole = write.effect != .change
            switch proof {
            case .unknown:
                isThere = isThere || isWhole
                fields += (write.fields.written + write.unknown).filter { !fields.contains($0) }
            case .done where isWhole, .asMeant where isWhole, .absent: self = UnknownPart()
            case .done, .asMeant: note(seen: write.written)
            case .nothing: break
            }
        }

        /// The connection exists, and these of its fields are known.
        mutating func note(seen known: [ConnectionFields.Field]) {
            isThere = false
            fields.removeAll { known.contains($0) }
        }
    }

    /// What the end of a write proves about its connection.
    enum Proof {
        /// The answer says that the write took effect.
        case done
        /// A read showed the state that the write means.
        case asMeant
        /// The answer says that the connection does not exist.
        case absent
        /// Nobody knows whether the write took effect.
        case unknown
        /// The write had no effect, and the state is not known better than before.
        case nothing
    }

    private(set) var entries: [Entry] = []
    /// Entries of earlier runs whose writes may still take effect, of this program or of one whose journal it resumes.
    private var earlier: [Entry] = []

    /// How many writes have an unknown effect that no read can show.
    private var unreadable = 0

    var isEmpty: Bool { entries.isEmpty }

    /// Forgets all doubts, when no run follows. An entry and its platform keep each other.
    func forget() { (entries, earlier) = ([], []) }

    func noteUnreadable() { unreadable += 1 }

    /// Returns the number of writes whose effect no read can show, and forgets them.
    func takeUnreadable() -> Int {
        defer { unreadable = 0 }
        return unreadable
    }

    /// Records a write that has ended.
    ///
    /// - Parameters:
    ///   - outcome: The decision about the write, if its answer alone does not tell its effect. nil with an unknown
    ///     effect means that the run counts the write as known; it matters only if the connection has a doubt.
    ///   - atWorkUntil: Until when a sending of the write may still take effect; nil if none can any more.
    /// - Returns: Whether the state of the connection is known now, and was not before.
    func note(
        _ command: PlatformCommand, _ outcome: Notice.Outcome?, _ proof: Proof, atWorkUntil: NIODeadline?,
        on platform: PlatformSession
    ) -> Bool {
        guard let name = command.connection else { return false }
        let known = index(of: name, on: platform)
        // The repetition of an addition was refused, so the connection exists, and its state is unknown from here on.
        let isRefused = proof == .nothing && outcome == .isUnknown && known != nil
        let proof = isRefused && command.connectionWrite?.effect == .creation ? .unknown : proof
        let earlierAtWork = latestAtWork(name, on: platform)
        switch proof {
        case .nothing: return false
        case .unknown: guard outcome != nil || known != nil else { return false }
        // A write with a certain answer matters only if an earlier write on the connection was doubtful. An earlier sending
        // of the same write matters to later writes.
        case .done, .asMeant, .absent:
            guard outcome != nil || known != nil || earlierAtWork != nil else {
                if let atWorkUntil { noteEarlier(command, atWorkUntil: atWorkUntil, on: platform) }
                return false
            }
        }
        guard let write = command.connectionWrite else { return false }
        let before = known.map { entries[$0] }
        var unknown = before?.unknown ?? UnknownPart()
        unknown.note(write, proof)
        let left = ExpectedState(after: write, on: before?.left)
        let isDoubtful = proof == .unknown && outcome != nil
        let entry = Entry(
            platform: platform, name: name,
            line: before.flatMap { isDoubtful ? nil : $0.line } ?? command.line(on: platform),
            left: proof == .absent ? .absent : left, unknown: unknown,
            isAddition: write.effect == .creation || !isDoubtful && before?.isAddition == true && !unknown.isEmpty,
            isOvertaken: proof == .unknown && outcome == nil,
            endedAt: platform.eventLoop.now, atWorkUntil: atWorkUntil, earlierAtWorkUntil: earlierAtWork)
        if let known { entries[known] = entry } else { entries.append(entry) }
        return unknown.isEmpty && before?.unknown.isEmpty == false && !entry.isAtWork
    }

    /// Records that a read showed a connection as the run wants it, although an earlier write was doubtful.
    ///
    /// The read may be older than the doubtful write, so the end of the run looks again.
    ///
    /// - Parameter object: What the read showed.
    /// - Returns: Whether the state of the connection was not known before.
    func found(
        _ name: ConnectionName, _ fields: ConnectionFields, in object: ValueMap, on platform: PlatformSession
    ) -> Bool {
        guard let known = index(of: name, on: platform) else { return false }
        var entry = entries[known]
        let wasUnknown = !entry.unknown.isEmpty
        if case .present(let left) = entry.left {
            entry.left = .present(left.changed(by: fields))
        } else {
            entry.left = .present(fields)
        }
        if wasUnknown {
            let mayBeOldUntil = entry.endedAt + platform.retryPolicy.resendAfter
            entry.earlierAtWorkUntil = max(entry.latestAtWork ?? mayBeOldUntil, mayBeOldUntil)
        } else {
            entry.earlierAtWorkUntil = entry.latestAtWork
        }
        entry.unknown.note(seen: fields.written.filter { fields.proof(of: $0, in: object) == .same })
        entries[known] = entry
        return wasUnknown && entry.unknown.isEmpty && !entry.isAtWork
    }

    /// Records the fields that an `ensure` wants, whichever of them it has sent.
    ///
    /// - Parameter isDone: Whether it has ended well. If not, the fields that it has not sent are unknown.
    func want(_ name: ConnectionName, _ fields: ConnectionFields, isDone: Bool, on platform: PlatformSession) {
        guard let known = index(of: name, on: platform), case .present(let left) = entries[known].left else { return }
        if !isDone {
            entries[known].unknown.fields += fields.written.filter {
                left.value(of: $0) != fields.value(of: $0) && !entries[known].unknown.fields.contains($0)
            }
        }
        entries[known].left = .present(left.changed(by: fields))
    }

    private func index(of name: ConnectionName, on platform: PlatformSession) -> Int? {
        entries.firstIndex { $0.isOf(name, platform) }
    }

    /// Records a write that an earlier run of the program sent, and that may still take effect.
    func noteEarlier(_ command: PlatformCommand, atWorkUntil: NIODeadline, on platform: PlatformSession) {
        guard platform.eventLoop.now < atWorkUntil, let write = command.connectionWrite else { return }
        earlier.append(
            Entry(
                platform: platform, name: write.name, line: command.line(on: platform),
                left: ExpectedState(after: write), unknown: UnknownPart(),
                endedAt: platform.eventLoop.now, atWorkUntil: atWorkUntil))
    }

    /// Returns until when a recorded write on a connection may still take effect; nil if none can any more.
    private func latestAtWork(_ name: ConnectionName, on platform: PlatformSession) -> NIODeadline? {
        if earlier.isEmpty, entries.isEmpty { return nil }
        func latest(_ entries: [Entry]) -> NIODeadline? {
            entries.lazy.filter { $0.isOf(name, platform) && $0.isAtWork }.compactMap(\.latestAtWork).max()
        }
        return [latest(earlier), latest(entries)].compactMap { $0 }.max()
    }

    /// Returns the reads that look at each connection once more, one after the other. The caller begins them.
    ///
    /// - Parameters:
    ///   - limit: No connection is read again after this time.
    ///   - completion: Receives the connections that are not as the run left them, and those whose state is unknown.
    func reconciliation(
        limit: NIODeadline, _ tally: TallyBox, _ completion: @escaping ([Finding]) -> Void
    ) -> Reconciliation {
        let entries = entries
        self.entries = []
        earlier = (earlier + entries).filter(\.isAtWork)
        return Reconciliation(entries, limit: limit, tally, completion)
    }

    /// A connection that is not in the state in which the run left it, or whose state is unknown.
    struct Finding {
        let entry: Entry
        let text: String
    }
}

extension Doubts.Entry {
    func isOf(_ name: ConnectionName, _ platform: PlatformSession) -> Bool {
        self.platform.place === platform.place && self.name.text.hasBytes(of: name.text)
    }

    /// Until when any write on the connection may still take effect.
    var latestAtWork: NIODeadline? {
        guard let atWorkUntil, let earlierAtWorkUntil else { return atWorkUntil ?? earlierAtWorkUntil }
        return max(atWorkUntil, earlierAtWorkUntil)
    }

    /// Whether any write on the connection may still take effect.
    var isAtWork: Bool { latestAtWork.map { platform.eventLoop.now < $0 } ?? false }
}

extension PlatformCommand {
    /// Returns what an ended write proves about its connection.
    func proof(by response: borrowing Response, _ outcome: Notice.Outcome?) -> Doubts.Proof {
        switch outcome {
        // Whatever the write did before its repetition was refused, the state is known.
        case .isUnknown where response.status == 404 && response.isPlatformsOwn: .absent
        case .isUnknown where response.status == 409 && operation == .add && response.isPlatformsOwn: .nothing
        case .isUnknown: .unknown
        case .isAsMeant: .asMeant
        case .wasSentAgain, nil:
            isDone(by: response)
                ? .done : response.status == 404 && response.isPlatformsOwn ? .absent : .nothing
        }
    }
}

@available(*, unavailable)
extension Doubts: Sendable {}
