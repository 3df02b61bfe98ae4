import NIOCore
import PicketHTTP
import PicketRuntime
import PicketSyntax

/// The connections of which a run had a doubt, and how the run left them. They are read once more when it ends, and the
/// truth that is found is told.
final class Doubts {
    /// What the run's writes, from the first doubtful one on, make of a connection.
    struct Entry {
        let platform: PlatformSession
        let name: ConnectionName
        /// The request line of the latest doubtful write.
        var line: String
        /// How the run left it.
        var left: Expectation
        /// Whether the latest write took effect, as far as the run knows.
        var isCertain: Bool
        /// When it ended.
        let endedAt: NIODeadline
        /// Until when the write itself may still take effect, and until when one before it may; nil for not any more.
        var atWorkUntil: NIODeadline?
        var earlierAtWorkUntil: NIODeadline? = nil
    }

    enum Expectation {
        case absent
        case present(ConnectionFields)
    }

    private(set) var entries: [Entry] = []
    /// Those of earlier runs whose writes may still take effect, be it of this program or of one whose journal it goes on with.
    private var earlier: [Entry] = []

    var isEmpty: Bool { entries.isEmpty }

    /// Takes note of a write that has ended.
    ///
    /// - Parameters:
    ///   - outcome: what was decided about it, if its answer alone does not say it.
    ///   - atWorkUntil: until when a sending of it may still take effect; nil for not any more.
    func note(
        _ command: PlatformCommand, _ outcome: Notice.Outcome?, isDone: Bool, atWorkUntil: NIODeadline?,
        on platform: PlatformSession
    ) {
        guard let name = command.name else { return }
        let known = entries.firstIndex { $0.isOf(name, on: platform) }
        let earlier = latestAtWork(name, on: platform)
        // A write that was answered matters only where an earlier one was doubtful; what was sent before for the same write, to
        // later ones.
        guard isDone ? outcome != nil || known != nil || earlier != nil : outcome == .isUnknown else {
            if isDone, let atWorkUntil { noteEarlier(command, atWorkUntil: atWorkUntil, on: platform) }
            return
        }
        let isCertain = isDone && outcome != .isUnknown
        var fields = command.fields
        if let known, case .present(let before) = entries[known].left { fields = before.changed(by: fields) }
        let entry = Entry(
            platform: platform, name: name, line: command.line(on: platform),
            left: command.deletes ? .absent : .present(fields), isCertain: isCertain,
            endedAt: platform.eventLoop.now, atWorkUntil: atWorkUntil, earlierAtWorkUntil: earlier)
        if let known { entries[known] = entry } else { entries.append(entry) }
    }

    /// Takes note of a write that an earlier run of the program sent, which may be at work still.
    func noteEarlier(_ command: PlatformCommand, atWorkUntil: NIODeadline, on platform: PlatformSession) {
        guard let name = command.name, platform.eventLoop.now < atWorkUntil else { return }
        earlier.append(
            Entry(
                platform: platform, name: name, line: command.line(on: platform),
                left: command.deletes ? .absent : .present(command.fields), isCertain: false,
                endedAt: platform.eventLoop.now, atWorkUntil: atWorkUntil))
    }

    /// Until when a write on a connection may still take effect, as far as one was noted; nil for not any more.
    private func latestAtWork(_ name: ConnectionName, on platform: PlatformSession) -> NIODeadline? {
        if earlier.isEmpty, entries.isEmpty { return nil }
        func latest(_ entries: [Entry]) -> NIODeadline? {
            entries.lazy.filter { $0.isOf(name, on: platform) && $0.isAtWork }.compactMap(\.latestAtWork).max()
        }
        return [latest(earlier), latest(entries)].compactMap { $0 }.max()
    }

    /// Reads each connection once more, one after the other.
    ///
    /// - Parameters:
    ///   - limit: no reading goes on past it.
    ///   - completion: gets the connections that are not as the run left them, or of which that cannot be told.
    func reconcile(limit: NIODeadline, _ tally: TallyBox, _ completion: @escaping ([Finding]) -> Void) {
        let entries = entries
        self.entries = []
        earlier = (earlier + entries).filter(\.isAtWork)
        Reconciliation(entries, limit: limit, tally, completion).next()
    }

    /// A connection of which the run cannot say that it is as it left it.
    struct Finding {
        let entry: Entry
        let text: String
    }
}

/// A reconciliation between two readings.
private final class Reconciliation {
    private var rest: ArraySlice<Doubts.Entry>
    private let limit: NIODeadline
    private let tally: TallyBox
    private let completion: ([Doubts.Finding]) -> Void
    private var findings: [Doubts.Finding] = []
    private let timer = LoopTimer()

    init(
        _ entries: [Doubts.Entry], limit: NIODeadline, _ tally: TallyBox,
        _ completion: @escaping ([Doubts.Finding]) -> Void
    ) {
        self.tally = tally
        rest = entries[...]
        self.limit = limit
        self.completion = completion
    }

    func next() {
        guard let entry = rest.popFirst() else { return completion(findings) }
        read(entry, 1)
    }

    private func read(_ entry: Doubts.Entry, _ count: Int) {
        guard let reading = try? PlatformCommand(.show, entry.name) else { return next() }
        CommandExecution(reading, on: entry.platform, limit: limit).deliver { [self] response, _ in
            let problem = entry.left.difference(from: Judge.sight(of: entry.name.text, in: response))
            if let time = nextReading(of: entry, count, differs: problem != nil) {
                return timer.set(time, on: entry.platform.eventLoop) { [self] in read(entry, count + 1) }
            }
            judge(problem ?? entry.remainingDoubt, entry)
            next()
        }
    }

    /// A read may be late, and so may a write: what differs is read again for a while. What does not is read again when an
    /// earlier write can change it no more.
    private func nextReading(of entry: Doubts.Entry, _ count: Int, differs: Bool) -> NIODeadline? {
        let (policy, now) = (entry.platform.retryPolicy, entry.platform.eventLoop.now)
        guard differs else {
            guard let end = entry.earlierAtWorkUntil, now < end, end < limit else { return nil }
            return end
        }
        let end = min(max(entry.endedAt + policy.resendAfter, entry.earlierAtWorkUntil ?? entry.endedAt), limit)
        return now < end ? min(now + policy.delay(before: count), end) : nil
    }

    private func judge(_ problem: String?, _ entry: Doubts.Entry) {
        let notices = entry.platform.notices
        if let problem {
            let text = "read once more at the end: \(problem)"
            notices.tell(.isUnknown, entry.line, text)
            findings.append(Doubts.Finding(entry: entry, text: text))
        } else if !entry.isCertain {
            notices.settle(entry.line, "read once more at the end: it is as the request meant")
            tally.tally.settle(entry.name.shown)
        }
    }
}

extension Doubts.Entry {
    fileprivate func isOf(_ name: ConnectionName, on platform: PlatformSession) -> Bool {
        self.platform === platform && self.name.text.hasBytes(of: name.text)
    }

    /// Until when some write on the connection may still take effect.
    fileprivate var latestAtWork: NIODeadline? {
        guard let atWorkUntil, let earlierAtWorkUntil else { return atWorkUntil ?? earlierAtWorkUntil }
        return max(atWorkUntil, earlierAtWorkUntil)
    }

    /// Whether some write on the connection may still take effect.
    fileprivate var isAtWork: Bool { latestAtWork.map { platform.eventLoop.now < $0 } ?? false }

    /// Why a connection that is as the run left it may not stay so; nil if nothing can change it any more.
    fileprivate var remainingDoubt: String? {
        guard let earlierAtWorkUntil, platform.eventLoop.now < earlierAtWorkUntil else { return nil }
        return "an earlier request on it got no answer and may still be at work"
    }
}

extension Doubts.Expectation {
    /// How a connection is otherwise than the run left it; nil if it is not.
    fileprivate func difference(from sight: Judge.Sight) -> String? {
        switch (self, sight) {
        case (_, .nothing): return "the connection could not be read, so how it is cannot be told"
        case (.absent, .absent): return nil
        case (.absent, .present): return "it is there, and the run deleted it"
        case (.present, .absent): return "it is not there"
        case (.present(let fields), .present(let object)):
            let others = fields.written.filter { fields.proof(of: $0, in: object) == .other }
            guard !others.isEmpty else { return nil }
            let names = others.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            return "its \(names) \(others.count == 1 ? "is" : "are") not as the run left it"
        }
    }
}

@available(*, unavailable)
extension Doubts: Sendable {}

@available(*, unavailable)
extension Reconciliation: Sendable {}
