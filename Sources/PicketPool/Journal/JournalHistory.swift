import PicketRuntime
import PicketSyntax

/// The journal that earlier runs wrote.
struct JournalHistory {
    /// The version of the format. An older version is refused.
    static let version: Int64 = 2

    private(set) var identity = ValueMap()
    private(set) var inputs = JournalInputs()
    private(set) var steps = JournalSteps()
    /// Writes of which the journal does not know whether they took effect, in the order of their latest lines.
    private(set) var doubts: [String] = []
    /// The write that the last run sent to clean up before it ended; nil for none.
    private(set) var tidying: String?
    /// Whether the last line is cut off.
    private(set) var isCutOff = false

    /// The start of the last whole line; -1 for none.
    private(set) var lastLine: Int64 = -1
    /// The starts of every 256th line, in order.
    private(set) var marks: [Int64] = []

    let hidden = HiddenPlaces()

    /// The line numbers of writes in doubt.
    private var doubtLines: Set<Int32> = []
    /// The last line of an earlier run that ended successfully; -1 for none.
    private var passedLine: Int32 = -1
    private var count: Int32 = 0
    private var cutOff: Int32?
    /// The line with which the latest run resumed the journal; -1 for none.
    private var resumeLine: Int32 = -1
    private var firstLine: [UInt8] = []
    /// Whether the last line says that a run ended without success.
    private var endedBadly = false

    init() {}

    var seed: UInt64? { identity["seed"]?.text.flatMap { UInt64($0) } }

    /// - Throws: `JournalProblem` for lines that are not a journal. A last line that is cut off is skipped.
    init(_ file: JournalFile) throws(JournalProblem) {
        try file.forEachLine { line, place throws(JournalProblem) in try take(line, at: place, file.path) }
        isCutOff = cutOff != nil
        guard identity.count > 0 else {
            let text = String(decoding: firstLine.prefix(16), as: UTF8.self)
            let isBeginning = count <= 1 && #"{"event":"begin""#.hasPrefix(text)
            throw JournalProblem(
                isBeginning
                    ? "`\(file.path)` ends before its run had sent anything: remove it, and run the script from its beginning"
                    : "`\(file.path)` is not a journal")
        }
        let strands = steps.strands
        let root = strands.undone.first { strands.isRun($0.key) && ($0.value.isFinal || endedBadly) }
        tidying = root?.value.request
        steps.startAgainUndone()
        let found = steps.all.filter { $0.isInDoubt && !$0.isUndone && !wasPassed($0) }.sorted { $0.line < $1.line }
        doubts = found.map { steps.name(of: $0) }
        doubtLines = Set(found.map(\.sendLine))
    }

    /// A line as an object; nil if it is none.
    static func event(_ line: [UInt8]) -> JSONMembers? { try? JSONMembers(line) }

    // MARK: Reading

    /// The kind of a line.
    private enum Event {
        case begin, resume, end, input, send, lost, answer, settle, recorded, other

        init(_ line: JSONMembers) {
            // Most lines are of the first two kinds.
            if line.holds("event", "send") {
                self = .send
            } else if line.holds("event", "answer") {
                self = .answer
            } else {
                switch line.text("event") {
                case "begin": self = .begin
                case "resume": self = .resume
                case "end": self = .end
                case "file", "secret", "variable": self = .input
                case "lost": self = .lost
                case "settle": self = .settle
                case "recorded": self = .recorded
                default: self = .other
                }
            }
        }
    }

    private mutating func take(_ line: [UInt8], at place: Int64, _ path: String) throws(JournalProblem) {
        defer { count += 1 }
        if count == 0 { firstLine = line }
        guard let event = Self.event(line) else {
            cutOff = cutOff ?? count
            return
        }
        lastLine = place
        if count % 256 == 0 { marks.append(place) }
        let kind = Event(event)
        // A kill cuts off a last line; the run that goes on says so behind it.
        if let cutOff, kind != .resume {
            throw JournalProblem("`\(path)` is damaged: line \(cutOff + 1) cannot be read")
        }
        cutOff = nil
        endedBadly = false
        switch kind {
        case .begin where count == 0:
            guard event.integer("version") == Self.version else {
                throw JournalProblem(
                    "`\(path)` was written by another version of this program: resume with that one, or check what was "
                        + "done and run the script from its beginning")
            }
            // Only the few lines with a run's identity are parsed as a whole.
            if case .map(let whole)? = try? Value(json: line) { identity = whole }
        case .resume:
            resumeLine = count
            steps.startAgainUndone()
            // Sources that were mended on purpose (`--edited`).
            if let sources = event["sources"] { identity["sources"] = sources }
        case .end:
            endedBadly = !event.holds("outcome", "success")
            if !endedBadly {
                passedLine = count
                if !event.has("recorded") { steps.forgetUndone() }
            }
        case .input: inputs.note(event)
        case .send, .answer, .lost, .settle: note(event, kind, at: place)
        case .recorded:
            if let name = event.text("step").flatMap({ StepName(parsing: $0) }) {
                steps.update(name) { $0.wasRecorded = true }
            }
        case .begin, .other: break
        }
    }

    private mutating func note(_ event: JSONMembers, _ kind: Event, at place: Int64) {
        let found = event.withText("step") { name in
            steps.place(name) { strand, ordinal in
                JournalStep(
                    strand, ordinal, identity: place, fingerprint: RecordedRequest.fingerprint(event))
            }
        }
        guard let found, let step = found else { return }
        let (line, resumeLine) = (count, resumeLine)
        steps.update(at: step) { step in
            step.line = line
            switch kind {
            case .send: step.noteSending(at: place, line: line)
            case .lost: step.wasLost = true
            case .answer: step.noteAnswer(event, at: place, isOfLaterRun: step.sendLine < resumeLine)
            case .settle: step.settle(event.text("as").flatMap { Settlement(rawValue: $0) })
            default: break
            }
        }
        let strand = steps.noteLine(at: step, write: kind == .send ? line : nil)
        noteTidying(event, strand)
    }

    private mutating func noteTidying(_ event: JSONMembers, _ strand: JournalStrands.Number) {
        guard event.isTrue("deferred") else { return steps.goOn(strand) }
        // A write that was not sent or had no effect has undone nothing.
        guard event.holds("effect", "done") || event.holds("effect", "unknown") else { return }
        steps.undo(
            strand,
            JournalStrands.Undoing(request: event.text("request") ?? "", isFinal: event.isTrue("ends")))
    }

    // MARK: Asking

    /// Whether a run ended successfully after the latest line of a step.
    func wasPassed(_ step: JournalStep) -> Bool { step.line <= passedLine }

    func decision(on known: JournalStep, canBeReadBack: Bool) -> JournalStep.Decision {
        let decision = known.decision(
            isLast: steps.strands.lastOrdinal(of: known.strand) == known.ordinal, wasPassed: wasPassed(known),
            canBeReadBack: canBeReadBack)
        guard decision == .answered, !known.isSent, !wasPassed(known), !doubtLines.isEmpty else { return decision }
        // A read after a write of unknown effect is repeated, unless a later write depends on it.
        let write = steps.strands.latestWrite(around: known.strand)
        return doubtLines.contains(write) && write < known.line ? .new : decision
    }

    mutating func settle(_ name: String, _ settlement: Settlement) {
        if let step = StepName(parsing: name) { steps.update(step) { $0.settle(settlement) } }
        doubts.removeAll { $0.utf8.elementsEqual(name.utf8) }
    }
}

extension JournalStep {
    fileprivate mutating func noteSending(at place: Int64, line: Int32) {
        if firstSend < 0 { firstSend = place }
        (lastSend, sendLine) = (place, line)
        (answer, isSuccess, effect) = (-1, false, nil)
        (wasRecorded, settlement) = (false, nil)
    }

    /// - Parameter isOfLaterRun: Whether the run that sent the write ended before the answer came.
    fileprivate mutating func noteAnswer(_ event: JSONMembers, at place: Int64, isOfLaterRun: Bool) {
        answer = place
        isSuccess = event.isTrue("ok")
        lacksBody = event.has("hash")
        effect = event.text("effect").flatMap { Verdict(rawValue: $0) }
        if isOfLaterRun { wasLost = true }
    }

    fileprivate mutating func settle(_ settlement: Settlement?) {
        self.settlement = settlement
        guard settlement == .again else { return }
        // The step counts as not sent, but the write may still be at work.
        (firstSend, answer, effect, isSuccess) = (-1, -1, nil, false)
        self.settlement = nil
    }
}
