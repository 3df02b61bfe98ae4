import PicketRuntime
import PicketSyntax

extension Journal {
    /// The result of an earlier run for a step.
    enum Finding {
        /// There is none, or it may be tried again.
        case new
        /// The step was sent and perhaps never answered.
        case inDoubt(EarlierSending)
        case answered(Response)
        /// The step was sent, and a person says that it took effect.
        case settled(SentWrite?)
    }

    /// - Parameters:
    ///   - canBeReadBack: Whether its effect can be read from the platform.
    ///   - isRead: Whether the command only reads.
    /// - Throws: `JournalProblem` if the earlier run had another command at this step, or a write that cannot be
    ///   settled.
    func finding(
        _ step: StepName, command: String, request: StepRequest, canBeReadBack: Bool, isRead: Bool
    ) throws(JournalProblem) -> Finding {
        guard isResumed, let known = history.steps[TextKey(step.text)] else { return .new }
        if !request.hasFingerprint(known.fingerprint, as: command) {
            try compare(known, step, command: command, request)
        }
        unvisited.remove(TextKey(step.text))
        switch history.decision(on: known, step, canBeReadBack: canBeReadBack) {
        case .new: return .new
        case .answered:
            let event = try self.event(at: known.answer)
            counts.replayed += 1
            if isRead { noteRead(step, request, event) }
            return .answered(Response(journaled: event, hidden, secrets))
        case .settled:
            counts.replayed += 1
            return .settled(try sending(of: known, step).request)
        case .inDoubt:
            guard canBeReadBack else {
                throw fail(
                    JournalProblem(
                        "an earlier run sent this (step `\(step.text)` of the journal), and whether it took effect is not "
                            + "known: it cannot be read back, so it is not sent again", .unsettled))
            }
            return .inDoubt(try sending(of: known, step))
        }
    }

    private func event(at place: Int64) throws(JournalProblem) -> ValueMap {
        guard let event = JournalHistory.event(try file.line(at: place)) else {
            throw fail(JournalProblem("`\(file.path)` was changed while the run read it"))
        }
        return event
    }

    /// - Throws: `JournalProblem` if the journal has another command.
    private func compare(
        _ known: JournalStep, _ step: StepName, command: String, _ request: StepRequest
    ) throws(JournalProblem) {
        let recorded = RecordedRequest(try event(at: known.identity))
        let isSameCommand = recorded.command.utf8.elementsEqual(command.utf8)
        if isSameCommand, request.isSame(as: recorded, hashes) { return }
        let (then, now) = TextDifference.parts(recorded.text, request.shown.content)
        let isHidden = then.utf8.elementsEqual(now.utf8)
        let (first, second) =
            isSameCommand ? (then, now) : ("\(recorded.command) \(then)", "\(command) \(now)")
        let hint = isHidden && isSameCommand ? " (they differ in what is hidden)" : ""
        let clock =
            hasReadClock
            ? "; the script calls `now()`, which gives another time in each run: give such a time as a parameter" : ""
        throw fail(
            JournalProblem(
                "the journal has `\(first)` at this step (\(step.text)), not `\(second)`\(hint)\(clock)"))
    }

    /// Returns the journal's record of a write that was sent.
    private func sending(of known: JournalStep, _ step: StepName) throws(JournalProblem) -> EarlierSending {
        var result = EarlierSending(step: step.text)
        if known.sentAt >= 0 { result.age = age(of: known.sentAt) }
        var place = known.firstSend
        // Other strands may have written between its sendings.
        while place >= 0, place <= known.lastSend {
            let line = try file.line(at: place)
            place += Int64(line.count) + 1
            guard let event = JournalHistory.event(line), event["event"] == "send",
                event["step"]?.text.map({ $0.hasBytes(of: step.text) }) ?? false
            else { continue }
            result.request = SentWrite(result.request, event)
            result.before = KnownState(event["before"])
        }
        if known.isAnswered, let seen = KnownState(try event(at: known.answer)["seen"]) { result.before = seen }
        return result
    }

    /// Returns how long ago an earlier run sent a write, in milliseconds; nil if the journal does not say it.
    func age(ofSending step: StepName) -> Int64? {
        guard let known = history.steps[TextKey(step.text)], known.sentAt >= 0 else { return nil }
        return age(of: known.sentAt)
    }

    /// The writes in doubt that the run has not reached, from the journal.
    var unsettledWrites: [(step: String, request: String)] {
        history.doubts.filter { unvisited.contains(TextKey($0)) }.map { step in
            let event = history.steps[TextKey(step)].flatMap { try? self.event(at: $0.lastSend) }
            return (step, event?["request"]?.text ?? "")
        }
    }

    // MARK: Reads

    private func noteRead(_ step: StepName, _ request: StepRequest, _ event: ValueMap) {
        replayedReads.count += 1
        let moment = event["time"]?.text.flatMap { CalendarTime.milliseconds(of: $0) }
        if replayedReads.first.count < ReplayedReads.shown {
            let seconds = moment.map { age(of: $0) / 1_000 }
            let name = Shown<String>.own(step.text)
            var text: Shown<String> = "`\(name)` \(request.shownPlace)"
            if let seconds { text += ", \(nanoseconds: seconds * 1_000_000_000) old" }
            replayedReads.first.append(text)
        }
    }

    /// Reports the reads from the journal before the first write of a resumed run, because the write may depend on
    /// them.
    func tellReplayedReads(before step: StepName) {
        let reads = replayedReads
        replayedReads = ReplayedReads()
        guard isResumed, !hasTold else { return }
        hasTold = true
        guard let onNote, reads.count > 0 else { return }
        var list: Shown<String> = ""
        for (number, text) in reads.first.enumerated() { list += number == 0 ? text : "; " + text }
        if reads.count > reads.first.count { list += "; and \(reads.count - reads.first.count) more" }
        let name = Shown<String>.own(step.text)
        let count: Shown<String> = reads.count == 1 ? "1 read" : "\(reads.count) reads"
        onNote("the first new write (step `\(name)`) may depend on \(count) from the journal: \(list)")
    }
}

/// The reads that a resumed run took from its journal before its first write.
struct ReplayedReads {
    static let shown = 5
    var count = 0
    /// The first of them, as they are reported.
    var first: [Shown<String>] = []
}
