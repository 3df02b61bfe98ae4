import NIOCore
import NIOHTTP1
import PicketRuntime
import PicketSyntax

/// The journal as one command writes it.
final class StepJournal {
    private let journal: Journal
    private let step: StepName
    private let command: PlatformCommand
    private let platform: PlatformSession
    private let platformName: String
    private let secrets: SecretStore
    private let request: StepRequest
    /// The clean-up that the command belongs to; nil for a command that does not clean up after a failure.
    private let tidying: Tidying?
    /// The place of the statement; nil if the journal does not need it.
    private let place: SourceLocation?
    private var hasSent = false
    /// The combined verdict on the command's writes; nil if none has ended.
    private var verdict: Verdict?
    /// Whether the journal has the command's first line.
    private var isKnown = false
    /// Whether the command settles a write that an earlier run sent.
    private var isOfDoubt = false
    /// The state of the connection that was read while a write was in doubt.
    private var seen: KnownState?
    /// Whether nothing can tell the effect of the write that an earlier run sent for the command.
    private(set) var leavesUnknown = false

    /// The clean-up after a failure.
    struct Tidying {
        /// Whether the script cannot continue after the failure.
        let isFinal: Bool
    }

    init(
        _ journal: Journal, _ step: StepName, _ command: PlatformCommand, on platform: PlatformSession,
        secrets: SecretStore, tidying: Tidying?, place: SourceLocation? = nil
    ) {
        self.place = place
        self.journal = journal
        self.step = step
        self.command = command
        self.platform = platform
        platformName = platform.nameInJournal
        self.secrets = secrets
        request = StepRequest(command, platformName, secrets)
        self.tidying = tidying
    }

    /// Returns the result of an earlier run for the command.
    ///
    /// - Throws: `JournalProblem` if that was another command or a write that cannot be settled, or if this command
    ///   would send a value that the journal hid.
    func finding() throws(JournalProblem) -> Journal.Finding {
        let (finding, write) = try journal.finding(
            step, command: command.operation.name, request: request, canBeReadBack: command.canBeReadBack,
            isRead: !command.isWrite)
        switch finding {
        case .answered(let response):
            noteState(response)
            noteEarlier(write, isAnswered: true)
            return finding
        case .settled(let write):
            // It follows the writes before it, whose doubts the end of the run compares.
            _ = platform.doubts.note(command, nil, .done, atWorkUntil: nil, on: platform)
            return .answered(command.settledAnswer(write))
        // The delivery that settles the write knows about it.
        case .inDoubt: (isKnown, isOfDoubt) = (true, true)
        case .new: noteEarlier(write, isAnswered: false)
        }
        if journal.isResumed, command.holds(journal.hidden) { throw journal.fail(Journal.needsHidden) }
        return finding
    }

    /// Records a write of an earlier run that may still be at work or was doubtful. The run reads its connection at its end.
    private func noteEarlier(_ write: Journal.EarlierWrite?, isAnswered: Bool) {
        guard let write else { return }
        guard command.connectionWrite != nil else {
            leavesUnknown = isAnswered && write.outcome == .isUnknown && !write.wasPassed
            return
        }
        var age = write.age
        // If the added connection was found, the write took effect.
        if isAnswered, command.operation == .add, write.isDone, write.wasSentOnce { age = nil }
        let end = age.map { platform.eventLoop.now + platform.retryPolicy.resendAfter - .milliseconds($0) }
        if isAnswered, !write.wasPassed {
            let proof: Doubts.Proof =
                switch write.outcome {
                case .isUnknown: .unknown
                case .isAsMeant: .asMeant
                default: write.isDone ? .done : .nothing
                }
            _ = platform.doubts.note(command, write.outcome, proof, atWorkUntil: end, on: platform)
        } else if let end {
            platform.doubts.noteEarlier(command, atWorkUntil: end, on: platform)
        }
    }

    // MARK: States

    /// Records an answer that shows the state of the connection, or that a write changed it.
    func answered(_ command: PlatformCommand, _ response: borrowing Response) {
        if command.isWrite {
            if command.isDone(by: response) { journal.states.note(command, on: platform) }
        } else if let name = command.name {
            saw(Judge.sight(of: name.text, in: response), name)
        }
    }

    /// Records the state of a connection that was read.
    func saw(_ sight: Judge.Sight, _ name: ConnectionName) {
        journal.states.note(sight, of: name, on: platform)
        switch sight {
        case .present(let object): seen = .present(object)
        case .absent: seen = .absent
        case .nothing: break
        }
    }

    /// Records the state that an answer from the journal shows.
    private func noteState(_ response: Response) {
        if command.operation != .ensure { answered(command, response) }
        // The platform may still show the state before the write.
        let window = platform.retryPolicy.resendAfter
        guard command.connectionWrite != nil, response.change != "unchanged", command.isDone(by: response),
            let age = journal.age(ofSending: step, within: window.nanoseconds / 1_000_000)
        else { return }
        let now = platform.eventLoop.now
        platform.ownWrites.note(command, endedAt: now - .milliseconds(age), now: now)
    }

    /// Records a write that is about to be sent; `next` is called when the line is on the disk. With a problem, the
    /// write is not sent.
    func willSend(_ request: PlatformCommand, on loop: any EventLoop, then next: @escaping (JournalProblem?) -> Void) {
        hasSent = true
        journal.tellReplayedReads(before: step)
        var line = self.line("send")
        line["request"] = show("\(request.method.rawValue) \(request.shownPath)")
        if let place {
            let (row, column) = place.position
            line["place"] = show("\(place.source.name):\(row):\(column)")
        }
        if case .map(let headers)? = request.options?.told["headers"] {
            var shown = Shown<ValueMap>()
            for (position, (name, value)) in zip(headers.keys, headers.values).enumerated() {
                let name = headers.isSecret(keyAt: position) ? Mask.text : name
                let header = Redactor(secrets).show(Response.Header(name, value.description))
                shown.set(header.map(\.name), to: header.map(\.value).value)
            }
            line["headers"] = shown.value
        }
        switch request.body?.content(secrets) {
        case .json(let value):
            let shown = Redactor(secrets).show(value)
            // For an `ensure`, the body says which fields were sent.
            if command.operation == .ensure || !self.request.tells(shown) { line["body"] = shown }
        case .text(let value): line["text"] = Redactor(secrets).show(value)
        case nil: break
        }
        if let name = command.connection, let state = journal.states.state(of: name, on: platform) {
            line["before"] = Redactor(secrets).show(state.value)
        }
        journal.append(line, on: loop, then: next)
    }

    /// The write is not sent until somebody settles it, and nothing else is sent either.
    func withhold() { journal.withhold(until: step) }

    /// Records the end of one of the command's writes. If the effect of one write is unknown, the effect of the command
    /// is unknown. An effective write stays effective, whatever the next one does.
    func concluded(_ verdict: Verdict) {
        switch (self.verdict, verdict) {
        case (.unknown?, _), (.effective?, .ineffective): break
        default: self.verdict = verdict
        }
    }

    /// Records that the answer to a write was lost, before the connection is read back. Returns a problem with the
    /// journal.
    func lost(_ response: Response) -> JournalProblem? {
        var line = self.line("lost")
        line["request"] = show(response.request)
        line["status"] = response.status.map { .number(Int64($0)) }
        line["error"] = response.error.map { show($0) }
        return append(line, isUrgent: false)
    }

    /// Counts the command, unless only a login before it was sent.
    private func count(_ response: Response) {
        guard response.followsSending, response.loginStatus == nil, !response.request.isEmpty else { return }
        if isOfDoubt, !hasSent { journal.counts.readBack += 1 } else { journal.counts.sent += 1 }
    }

    /// Records the end of the command. `saved` is the file that got the body, and the body; nil for none.
    func answered(_ response: Response, saved: (target: RequestOptions.Target, bytes: [UInt8])? = nil)
        -> JournalProblem?
    {
        var line = self.line("answer")
        count(response)
        let success = ConnectionAPI.endpoint(command.operation).command.success
        let isSuccess = response.failureReason == nil && response.error == nil && success.accepts(response.status)
        line["request"] = show(response.request)
        line["ok"] = .boolean(isSuccess)
        line["status"] = response.status.map { .number(Int64($0)) }
        add(response, to: &line)
        line["duration"] = .number(response.duration)
        line["change"] = response.change.map { Shown.own($0).value }
        line["fields"] = response.fields.map { .list($0.map { Shown.own($0).value }) }
        line["trouble"] = response.failureReason.map { Shown.own($0.code.rawValue).value }
        line["note"] = response.note.map { show($0) }
        if let saved {
            line["saved"] = show(saved.target.shown)
            line["bytes"] = .number(Int64(saved.bytes.count))
            line["hash"] = Shown.own(SHA256.digits(saved.bytes)).value
        } else if let bytes = response.received?.bytes {
            line["bytes"] = .number(Int64(bytes.content.count))
            line["hash"] = Shown.own(SHA256.digits(bytes.content)).value
        }
        if hasSent || isOfDoubt {
            let effect = verdict == .unknown ? .unknown : isSuccess ? .effective : verdict ?? .unknown
            line["effect"] = Shown.own(effect.rawValue).value
            if effect == .unknown { line["seen"] = seen.map { Redactor(secrets).show($0.value) } }
        }
        // If this line is lost in a crash of the machine, the write is read back, where that is possible.
        return append(line, isUrgent: command.isWrite && !command.canBeReadBack)
    }

    /// Returns the beginning of a line. The step's first line contains the whole command.
    private func line(_ event: Shown<String>) -> Shown<ValueMap> {
        var line = journal.line(event)
        line["step"] = Shown.own(step.text).value
        line["command"] = Shown.own(command.operation.name).value
        if isKnown {
            line["command_request"] = request.shownPlace.value
        } else {
            line["platform"] = show(platformName)
            line["command_request"] = request.shown.value
            line["digest"] = journal.digest(of: request).map { Shown.own($0).value }
            isKnown = true
        }
        if let tidying {
            line["deferred"] = .boolean(true)
            if tidying.isFinal { line["ends"] = .boolean(true) }
        }
        return line
    }

    private func show(_ text: String) -> Shown<Value> { Redactor(secrets).show(text).value }

    /// Adds what a resumed script needs: body, headers and error, and the places of hidden secrets.
    private func add(_ response: Response, to line: inout Shown<ValueMap>) {
        let redactor = Redactor(secrets)
        var hidden: [String] = []
        func shown(_ value: Value, at place: String) -> Shown<Value> {
            let shown = redactor.show(value)
            HiddenPlaces.differing(value, shown.content, at: place, &hidden)
            return shown
        }
        if let body = response.received {
            switch body.content {
            case .json(let value): line["body"] = shown(value, at: "/body")
            case .unreadable where body.bytes != nil:
                line["kept"] = Shown.own("nothing").value
            case .unreadable:
                line["text"] = shown(body.shownValue, at: "/text")
                if body.hidesText { hidden.append("/text") }
            case .empty: break
            }
        }
        if !response.headers.isEmpty {
            var headers = Shown<ValueMap>()
            for header in response.headers {
                let shown = redactor.show(header)
                let isWhole = shown.content == header
                if !isWhole { hidden.append(HiddenPlaces.place(of: shown.content.name, in: "/headers")) }
                // A resumed script must not take the rest of a URL for the whole URL.
                let isPart = !isWhole && SecretHeaders.isAddress(header.name)
                headers.set(shown.map(\.name), to: isPart ? Shown.own(Mask.text).value : shown.map(\.value).value)
            }
            line["headers"] = headers.value
        }
        line["error"] = response.error.map { shown(.string($0), at: "/error") }
        line["hidden"] = HiddenPlaces.said(hidden, redactor)
    }

    private func append(_ line: Shown<ValueMap>, isUrgent: Bool) -> JournalProblem? {
        do throws(JournalProblem) {
            try journal.append(line, isUrgent: isUrgent)
            return nil
        } catch {
            return error
        }
    }
}

@available(*, unavailable)
extension StepJournal: Sendable {}
