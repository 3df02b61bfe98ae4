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

    /// A write of an earlier run for a step, with the facts that the end of a resumed run needs.
    struct EarlierWrite {
        /// The decision about the write, if its answer alone does not tell its effect.
        var outcome: Notice.Outcome?
        var isDone: Bool
        var wasSentOnce: Bool
        /// The milliseconds since it was sent, if it may still be at work.
        var age: Int64?
        /// Whether the run that sent it, or a run that resumed it, ended successfully and so has read the connection again.
        var wasPassed: Bool
    }

    /// - Parameters:
    ///   - canBeReadBack: Whether a read can show the effect of the command.
    ///   - isRead: Whether the command only reads.
    /// - Returns: The finding, and the write that was sent; nil for no write.
    /// - Throws: `JournalProblem` if the earlier run had another command at this step, or a write that cannot be settled.
    func finding(
        _ step: StepName, command: String, request: StepRequest, canBeReadBack: Bool, isRead: Bool
    ) throws(JournalProblem) -> (Finding, EarlierWrite?) {
        guard isResumed, let known = history.steps[step] else { return (.new, nil) }
        let write = isRead ? nil : try earlierWrite(known)
        // The iteration starts again, and may have other commands.
        guard !known.isUndone else { return (.new, write) }
        if !request.hasFingerprint(known.fingerprint, as: command) {
            try compare(known, step, command: command, request)
        }
        if !unvisited.isEmpty { unvisited.remove(TextKey(step.text)) }
        switch history.decision(on: known, canBeReadBack: canBeReadBack) {
        case .new: return (.new, write)
        case .answered:
            let event = try self.event(at: known.answer)
            counts.replayed += 1
            if isRead { noteRead(step, request, event) }
            return (.answered(Response(journaled: event, hidden, secrets)), write)
        case .settled:
            counts.replayed += 1
            return (.settled(try sending(of: known, step).request), nil)
        case .inDoubt:
            guard canBeReadBack else {
                withhold(until: step)
                throw JournalProblem(
                    "an earlier run sent this (step `\(step.text)` of the journal), and whether it took effect is not "
                        + "known: it cannot be read back, so it is not sent again", .unsettled)
            }
            return (.inDoubt(try sending(of: known, step)), write)
        }
    }

    private func earlierWrite(_ known: JournalStep) throws(JournalProblem) -> EarlierWrite? {
        guard known.lastSend >= 0 else { return nil }
        let wasLost = known.wasLost ? Notice.Outcome.isAsMeant : nil
        return EarlierWrite(
            outcome: known.effect == .unknown ? .isUnknown : wasLost, isDone: known.isSuccess,
            wasSentOnce: known.firstSend == known.lastSend,
            age: known.mayBeAtWork ? age(of: try event(at: known.lastSend)) : nil,
            wasPassed: history.wasPassed(known))
    }

    private func event(at place: Int64) throws(JournalProblem) -> JSONMembers {
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

    /// Returns the milliseconds since a line was written; zero if the line has no time.
    private func age(of event: JSONMembers) -> Int64 {
        event.text("time").flatMap { CalendarTime.milliseconds(of: $0) }.map { age(of: $0) } ?? 0
    }

    /// Returns the journal's record of a write that was sent.
    private func sending(of known: JournalStep, _ step: StepName) throws(JournalProblem) -> EarlierSending {
        let name = step.text
        var (sendings, age, request, before) = (0, Int64(0), SentWrite?.none, KnownState?.none)
        var place = known.firstSend
        // Other strands may have written between its sendings.
        while place >= 0, place <= known.lastSend {
            let line = try file.line(at: place)
            place += Int64(line.count) + 1
            guard let event = JournalHistory.event(line), event.holds("event", "send"),
                event.text("step")?.hasBytes(of: name) ?? false
            else { continue }
            sendings += 1
            age = self.age(of: event)
            request = SentWrite(request, event)
            before = KnownState(event["before"])
        }
        if known.isAnswered, let seen = KnownState(try event(at: known.answer)["seen"]) { before = seen }
        return EarlierSending(step: name, sendings: sendings, age: age, request: request, before: before)
    }

    /// Returns how long ago an earlier run sent a write, in milliseconds; nil if that is `window` or more, or if the
    /// journal does not say it.
    func age(ofSending step: StepName, within window: Int64) -> Int64? {
        let marks = youngMarks ?? findYoungMarks(within: window)
        youngMarks = marks
        guard !marks.isEmpty, let known = history.steps[step], known.lastSend >= 0 else { return nil }
        var (low, high) = (0, marks.count)
        while low < high {
            let middle = (low + high) / 2
            if marks[middle].line < known.lastSend { low = middle + 1 } else { high = middle }
        }
        guard low < marks.count, low > 0 || known.lastSend >= marks[0].line else { return nil }
        let age = age(of: marks[low].time)
        return age < window ? age : nil
    }

    /// Finds the marked lines that are younger than a time in milliseconds, with an older one before them. The lines of a
    /// journal are in the order of time, so only a few are read.
    private func findYoungMarks(within window: Int64) -> [YoungMark] {
        var marks: [YoungMark] = []
        for line in (history.marks + [history.lastLine]).reversed() where line >= 0 {
            guard let time = try? event(at: line).text("time").flatMap({ CalendarTime.milliseconds(of: $0) }) else {
                continue
            }
            if marks.isEmpty, age(of: time) >= window { break }
            marks.append(YoungMark(line: line, time: time))
            if age(of: time) >= window { break }
        }
        return marks.reversed()
    }

    /// Returns how old a line of the journal is, in milliseconds; nil if it cannot be read.
    func age(ofLineAt place: Int64) -> Int64? {
        (try? event(at: place)).map { age(of: $0) }
    }

    /// The writes in doubt that the run has not reached, from the journal.
    var unsettledWrites: [(step: String, request: String)] {
        history.doubts.filter { unvisited.contains(TextKey($0)) }.map { step in
            let known = StepName(parsing: step).flatMap { history.steps[$0] }
            let event = known.flatMap { try? self.event(at: $0.lastSend) }
            return (step, event?.text("request") ?? "")
        }
    }

    /// Reports a problem of a run that ends with another failure or status.
    func tell(_ problem: Diagnostic) {
        let texts = [problem.message] + problem.notes.map(\.message) + [problem.help].compactMap { $0 }
        onNote?(Redactor(secrets).show(texts.joined(separator: "; ")))
    }

    // MARK: Failures

    /// Records that a command's failure was recorded and the run continues.
    ///
    /// - Returns: Why that cannot be stored; nil for success.
    func passOver(_ step: StepName) -> JournalProblem? {
        var line = self.line("recorded")
        line["step"] = Shown.own(step.text).value
        do throws(JournalProblem) {
            try append(line, isUrgent: false)
            return nil
        } catch {
            return error
        }
    }

    // MARK: Reads

    private func noteRead(_ step: StepName, _ request: StepRequest, _ event: JSONMembers) {
        replayedReads.count += 1
        if replayedReads.first.count < ReplayedReads.shown {
            let moment = event.text("time").flatMap { CalendarTime.milliseconds(of: $0) }
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

/// A line of a journal and its time, which is at least that of the lines before it.
struct YoungMark {
    /// The start of the line.
    let line: Int64
    /// In milliseconds since 1970.
    let time: Int64
}

/// The reads that a resumed run took from its journal before its first write.
struct ReplayedReads {
    static let shown = 5
    var count = 0
    /// The first of them, as they are reported.
    var first: [Shown<String>] = []
}
