import PicketRuntime
import PicketSyntax

/// The journal that earlier runs wrote.
struct JournalHistory {
    /// The version of the format. An older version is refused.
    static let version: Int64 = 2

    private(set) var identity = ValueMap()
    private(set) var inputs = JournalInputs()
    private(set) var steps: [TextKey: JournalStep] = [:]
    private(set) var strands = JournalStrands()
    /// The writes whose effect the journal does not know, in the order of their latest lines.
    private(set) var doubts: [String] = []
    /// The write that the last run sent to clean up before it ended; nil for none.
    private(set) var tidying: String?
    /// Whether the last line is cut off.
    private(set) var isCutOff = false

    let hidden = HiddenPlaces()

    /// The line numbers of writes in doubt.
    private var doubtLines: Set<Int32> = []
    /// The last line of an earlier run that ended successfully; -1 for none.
    private var passedLine: Int32 = -1
    private var count: Int32 = 0
    private var cutOff: Int32?
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
        let root = strands.undone.first { JournalStrands.isRun($0.key.text) && ($0.value.isFinal || endedBadly) }
        tidying = root?.value.request
        startAgainUndone()
        let found = steps.filter { $0.value.isInDoubt && !wasPassed($0.value) }.sorted { $0.value.line < $1.value.line }
        doubts = found.map(\.key.text)
        doubtLines = Set(found.map(\.value.sendLine))
    }

    /// Parses a line as an object; nil if it is not one.
    static func event(_ line: [UInt8]) -> ValueMap? {
        if case .map(let event)? = try? Value(json: line) { event } else { nil }
    }

    // MARK: Reading

    private mutating func take(_ line: [UInt8], at place: Int64, _ path: String) throws(JournalProblem) {
        defer { count += 1 }
        if count == 0 { firstLine = line }
        guard let event = JournalOutline(line) else {
            cutOff = cutOff ?? count
            return
        }
        // The last line of a killed run may be cut off. The run that continues adds its own line after it.
        if let cutOff, event[.event] != "resume" {
            throw JournalProblem("`\(path)` is damaged: line \(cutOff + 1) cannot be read")
        }
        cutOff = nil
        endedBadly = false
        switch event.text(.event) {
        case "begin" where count == 0:
            // Only the few lines that identify the run are parsed completely.
            let event = Self.event(line) ?? ValueMap()
            guard event["version"] == .integer(Self.version) else {
                throw JournalProblem(
                    "`\(path)` was written by another version of this program: resume with that one, or check what was "
                        + "done and run the script from its beginning")
            }
            identity = event
        case "resume":
            startAgainUndone()
            // These sources were changed on purpose (`--edited`).
            if let sources = Self.event(line)?["sources"] { identity["sources"] = sources }
        case "end":
            endedBadly = event[.outcome] != "success"
            if !endedBadly {
                passedLine = count
                if event[.recorded] == nil { strands.forgetUndone() }
            }
        case "file", "secret", "variable": inputs.note(event)
        case "send", "answer", "lost", "settle", "recorded": note(event, at: place)
        default: break
        }
    }

    private mutating func note(_ event: JournalOutline, at place: Int64) {
        guard let text = event.text(.step), let step = StepName(parsing: text) else { return }
        let name = TextKey(text)
        let kind = event.text(.event)
        guard kind != "recorded" else {
            steps[name]?.wasRecorded = true
            return
        }
        // The step is looked up only once, since there may be hundreds of thousands.
        steps[name, default: JournalStep(identity: place, fingerprint: RecordedRequest.fingerprint(event))]
            .note(event, kind, at: place, line: count)
        if kind == "send" { strands.noteWrite(step.strand, line: count) }
        strands.note(step)
        noteTidying(event, step.strand)
    }

    private mutating func noteTidying(_ event: JournalOutline, _ strand: String) {
        guard event[.deferred] == true else { return strands.goOn(strand) }
        // A write that was not sent, or had no effect, has undone nothing.
        guard event[.effect] == "done" || event[.effect] == "unknown" else { return }
        strands.undo(
            strand,
            JournalStrands.Undoing(request: event.text(.request) ?? "", isFinal: event[.ends] == true))
    }

    /// Lets an iteration that undid its work start again.
    private mutating func startAgainUndone() {
        let strands = self.strands.undone.filter { $0.value.isFinal && !JournalStrands.isRun($0.key.text) }.map(
            \.key.text)
        self.strands.forgetUndone()
        guard !strands.isEmpty else { return }
        steps = steps.filter { step in
            guard let name = StepName(parsing: step.key.text) else { return false }
            return !strands.contains { JournalStrands.isInside(name.strand, $0) }
        }
    }

    // MARK: Asking

    /// Whether a run ended successfully after the latest line of a step.
    private func wasPassed(_ step: JournalStep) -> Bool { step.line <= passedLine }

    func decision(on known: JournalStep, _ step: StepName, canBeReadBack: Bool) -> JournalStep.Decision {
        let decision = known.decision(
            isLast: strands.lastOrdinal(of: step.strand) == step.ordinal, wasPassed: wasPassed(known),
            canBeReadBack: canBeReadBack)
        guard decision == .answered, !known.isSent, !wasPassed(known), !doubtLines.isEmpty else { return decision }
        // A read after a write in doubt is repeated, unless a later write depends on it.
        let write = strands.latestWrite(around: step.strand)
        return doubtLines.contains(write) && write < known.line ? .new : decision
    }

    mutating func settle(_ name: String, _ settlement: Settlement) {
        steps[TextKey(name)]?.settle(settlement)
        doubts.removeAll { $0.utf8.elementsEqual(name.utf8) }
    }
}

extension JournalStep {
    /// Adds a line.
    fileprivate mutating func note(_ event: JournalOutline, _ kind: String?, at place: Int64, line: Int32) {
        self.line = line
        switch kind {
        case "send":
            if firstSend < 0 { firstSend = place }
            (lastSend, sendLine) = (place, line)
            sentAt = event.text(.time).flatMap { CalendarTime.milliseconds(of: $0) } ?? -1
            (answer, isSuccess, effect) = (-1, false, nil)
            (wasRecorded, settlement) = (false, nil)
        case "answer":
            answer = place
            isSuccess = event[.ok] == true
            lacksBody = event[.hash] != nil
            effect = event.text(.effect).flatMap { Verdict(rawValue: $0) }
        case "settle": settle(event.text(.settlement).flatMap { Settlement(rawValue: $0) })
        default: break
        }
    }

    fileprivate mutating func settle(_ settlement: Settlement?) {
        self.settlement = settlement
        guard settlement == .again else { return }
        // The step is treated as if it had never been sent.
        (firstSend, lastSend, answer, effect, isSuccess) = (-1, -1, -1, nil, false)
        self.settlement = nil
    }
}
