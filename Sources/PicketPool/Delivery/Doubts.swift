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
        var left: Expectation
        /// Whether the latest write took effect, as far as the run knows.
        var isCertain: Bool
        /// When the latest write ended.
        let endedAt: NIODeadline
        /// Until when the latest write may still take effect, and until when an earlier one may; nil if it cannot any
        /// more.
        var atWorkUntil: NIODeadline?
        var earlierAtWorkUntil: NIODeadline?
    }

    enum Expectation {
        case absent
        case present(ConnectionFields)
    }

    private(set) var entries: [Entry] = []
    /// Entries of earlier runs whose writes may still take effect.
    private var earlier: [Entry] = []

    var isEmpty: Bool { entries.isEmpty }

    /// Records a write that has ended.
    ///
    /// - Parameters:
    ///   - outcome: The decision about the write, if its answer alone does not tell its effect.
    ///   - atWorkUntil: Until when a sending of the write may still take effect; nil if none can any more.
    func note(
        _ command: PlatformCommand, _ outcome: Notice.Outcome?, isDone: Bool, atWorkUntil: NIODeadline?,
        on platform: PlatformSession
    ) {
        guard let name = command.name else { return }
        let isSame = { (entry: Entry) in entry.platform === platform && entry.name.text.hasBytes(of: name.text) }
        let known = entries.firstIndex(where: isSame)
        let before = known.map { entries[$0] } ?? earlier.last { isSame($0) && $0.isAtWork }
        // An answered write matters only if an earlier write on the connection was doubtful.
        guard isDone ? outcome != nil || before != nil : outcome == .isUnknown else { return }
        let isCertain = isDone && outcome != .isUnknown
        var fields = command.fields
        if let known, case .present(let before) = entries[known].left { fields = before.changed(by: fields) }
        let entry = Entry(
            platform: platform, name: name, line: command.line(on: platform),
            left: command.deletes ? .absent : .present(fields), isCertain: isCertain,
            endedAt: platform.eventLoop.now, atWorkUntil: atWorkUntil,
            earlierAtWorkUntil: before?.latestAtWork)
        if let known { entries[known] = entry } else { entries.append(entry) }
    }

    /// Reads each connection once more, one after the other.
    ///
    /// - Parameters:
    ///   - limit: No read continues after this time.
    ///   - completion: Receives the connections that are not as the run left them, and those whose state is unknown.
    func reconcile(limit: NIODeadline, _ tally: TallyBox, _ completion: @escaping ([Finding]) -> Void) {
        let entries = entries
        self.entries = []
        earlier = (earlier + entries).filter(\.isAtWork)
        Reconciliation(entries, limit: limit, tally, completion).next()
    }

    /// A connection that is not in the state in which the run left it, or whose state is unknown.
    struct Finding {
        let entry: Entry
        let text: String
    }
}

/// Reads the entries once more, one after the other.
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

    /// Returns when to read again. Reads and writes may be late, so a difference is read again for a while. Without a
    /// difference, one more read follows when no earlier write can change the connection any more.
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
            notices.emit(.isUnknown, entry.line, text)
            findings.append(Doubts.Finding(entry: entry, text: text))
        } else if !entry.isCertain {
            notices.settle(entry.line, "read once more at the end: it is as the request meant")
            tally.tally.settle(entry.name.shown)
        }
    }
}

extension Doubts.Entry {
    /// Until when any write on the connection may still take effect.
    fileprivate var latestAtWork: NIODeadline? {
        guard let atWorkUntil, let earlierAtWorkUntil else { return atWorkUntil ?? earlierAtWorkUntil }
        return max(atWorkUntil, earlierAtWorkUntil)
    }

    /// Whether any write on the connection may still take effect.
    fileprivate var isAtWork: Bool { latestAtWork.map { platform.eventLoop.now < $0 } ?? false }

    /// Why a connection that is as the run left it may still change; nil if nothing can change it any more.
    fileprivate var remainingDoubt: String? {
        guard let earlierAtWorkUntil, platform.eventLoop.now < earlierAtWorkUntil else { return nil }
        return "an earlier request on it got no answer and may still be at work"
    }
}

extension Doubts.Expectation {
    /// Returns how a connection differs from the state in which the run left it; nil if it does not differ.
    fileprivate func difference(from sight: Judge.Sight) -> String? {
        switch (self, sight) {
        case (_, .nothing): return "the connection could not be read, so its state is unknown"
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
