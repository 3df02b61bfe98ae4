import NIOCore
import PicketHTTP
import PicketRuntime

/// Reads doubtful connections once more when a run ends, one after the other.
final class Reconciliation {
    private var rest: ArraySlice<Doubts.Entry>
    private let limit: NIODeadline
    private let tally: TallyBox
    private let completion: ([Doubts.Finding]) -> Void
    private var findings: [Doubts.Finding] = []
    private let timer = LoopTimer()
    /// The connection that is being read; nil before the first one and after the last one.
    private var current: Doubts.Entry?
    /// The read in progress.
    private var reading: CommandExecution?

    /// - Parameter limit: No connection is read again after this time.
    init(
        _ entries: [Doubts.Entry], limit: NIODeadline, _ tally: TallyBox,
        _ completion: @escaping ([Doubts.Finding]) -> Void
    ) {
        self.tally = tally
        rest = entries[...]
        self.limit = limit
        self.completion = completion
    }

    /// How many connections are not read to the end yet.
    var count: Int { rest.count + (current == nil ? 0 : 1) }

    func next() {
        current = rest.popFirst()
        guard let current else { return completion(findings) }
        read(current, 1)
    }

    /// Ends the reads without the completion. What they would have told is told as unknown.
    func cut() {
        timer.cancel()
        reading?.cancelDelivery()
        reading = nil
        for entry in [current].compactMap({ $0 }) + rest where !entry.unknown.isEmpty || entry.isAtWork {
            let text = "the run was cut off before it could read the connection once more, so its state is unknown"
            entry.platform.notices.emit(.isUnknown, entry.line, text)
            tally.tally.contradict(entry.subject)
        }
        (current, rest) = (nil, [])
    }

    private func read(_ entry: Doubts.Entry, _ count: Int) {
        guard let reading = try? PlatformCommand(.show, entry.name) else { return next() }
        let platform = entry.platform
        // The last read begins at the limit at the latest, and has the time of a request.
        let execution = CommandExecution(reading, on: platform, limit: limit + platform.requestTimeout)
        self.reading = execution
        execution.deliver { [self] response, _ in
            let sight = Judge.sight(of: entry.name.text, in: response)
            let oldUntil = platform.ownWrites.mayBeOld(sight, of: entry.name, at: platform.eventLoop.now)
            let comparison = Judge.comparison(sight, with: entry.left, isAddition: entry.isAddition)
            if let time = nextReading(of: entry, count, comparison, oldUntil) {
                return timer.set(time, on: platform.eventLoop) { [self] in read(entry, count + 1) }
            }
            if oldUntil != nil, comparison == .asMeant {
                report("the connection is not yet shown as an earlier write of the run left it", entry)
            } else {
                judge(comparison, sight, entry)
            }
            next()
        }
    }

    /// Returns when to read again. Reads and writes may be late, so a difference is read again for a while. Without a
    /// difference, one more read follows when no earlier write can change the connection any more.
    private func nextReading(
        of entry: Doubts.Entry, _ count: Int, _ comparison: Judge.Comparison, _ oldUntil: NIODeadline?
    ) -> NIODeadline? {
        let (policy, now) = (entry.platform.retryPolicy, entry.platform.eventLoop.now)
        var end: NIODeadline
        switch comparison {
        case .asMeant, .unproven:
            guard let oldUntil else {
                guard let end = entry.certainFrom, now < end, end < limit else { return nil }
                return end
            }
            end = oldUntil
        case .differs, .absent, .present, .unreadable:
            end = max(entry.endedAt + policy.resendAfter, entry.certainFrom ?? entry.endedAt, oldUntil ?? now)
        }
        end = min(end, limit)
        return now < end ? min(now + policy.delay(before: count), end) : nil
    }

    private func judge(_ comparison: Judge.Comparison, _ sight: Judge.Sight, _ entry: Doubts.Entry) {
        switch comparison {
        case .absent: report("it is not there", entry)
        case .present:
            report(entry.unknown.isEmpty ? "it is there, and the run had deleted it" : "it is still there", entry)
        case .differs(let fields):
            let names = fields.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            let isCertain = !fields.contains { entry.unknown.fields.contains($0) }
            let left = isCertain ? "as the run left it" : "as the request meant"
            report("its \(names) \(fields.count == 1 ? "is" : "are") not \(left)", entry)
        case .unreadable: report("the connection could not be read, so its state is unknown", entry)
        case .asMeant, .unproven:
            if let doubt = entry.remainingDoubt {
                report(doubt, entry)
            } else if entry.unknown.isEmpty || entry.isOvertaken && entry.isProved(comparison, by: sight) {
                tally.tally.overtake(entry.subject)
            } else if entry.isProved(comparison, by: sight) {
                let reserve = Judge.reserve(sight, entry.unknownPart)
                entry.platform.notices.settle(
                    entry.line, "read once more at the end: it is as the request meant\(reserve)")
                tally.tally.settle(entry.subject)
            } else {
                report("what it shows does not prove that the request took effect", entry)
            }
        }
    }

    private func report(_ problem: String, _ entry: Doubts.Entry) {
        let text = "read once more at the end: \(problem)"
        entry.platform.notices.emit(.isUnknown, entry.line, text)
        findings.append(Doubts.Finding(entry: entry, text: text))
        tally.tally.contradict(entry.subject)
    }
}

extension Doubts.Entry {
    var subject: Tally.Subject { Tally.Subject(name, on: platform) }

    /// Whether a read proves what the run did not know. Other fields need no proof: answers have told them.
    fileprivate func isProved(_ comparison: Judge.Comparison, by sight: Judge.Sight) -> Bool {
        guard case .present(let fields) = left else { return comparison == .asMeant }
        // No read proves a value that is not known.
        guard unknown.fields.allSatisfy({ fields.value(of: $0) != nil }) else { return false }
        if comparison == .asMeant { return true }
        return Judge.comparison(sight, with: unknownPart, isAddition: isAddition) == .asMeant
    }

    /// The part of the expected state that the run did not know.
    fileprivate var unknownPart: ExpectedState {
        guard case .present(let fields) = left else { return left }
        return .present(fields.only(unknown.fields))
    }

    /// From when on a read shows the effects of all earlier writes without an answer; nil if there are none.
    fileprivate var certainFrom: NIODeadline? { earlierAtWorkUntil.map { $0 + platform.retryPolicy.readLag } }

    /// Why a connection that is as the run left it may still change; nil if nothing can change it any more.
    fileprivate var remainingDoubt: String? {
        guard let certainFrom, platform.eventLoop.now < certainFrom else { return nil }
        return "an earlier request on it got no answer and may still be at work"
    }
}

@available(*, unavailable)
extension Reconciliation: Sendable {}
