import NIOCore
import NIOHTTP1
import PicketHTTP
import PicketRuntime

/// An operation on a connection, carried through lost answers.
///
/// A write whose answer is lost is never blindly sent again: the connection is read back. What the write meant is there,
/// and the operation counts as done; or it is not, and it is sent again. The response says so in its note.
final class ConnectionCall: Cancellable {
    private let operation: ConnectionOperation
    private let platform: PlatformSession
    private let limit: NIODeadline
    private let journal: StepJournal?
    private let permission: WriteGuard?
    private var completion: ((inout Response) -> Void)?
    private var call: Call?
    private let alarm = LoopTimer()
    private var elapsed: Int64 = 0
    private var sendings = 0
    /// Whether an earlier sending may have taken effect.
    private var isInDoubt = false

    init(
        _ operation: ConnectionOperation, on platform: PlatformSession, limit: NIODeadline, journal: StepJournal?,
        permission: WriteGuard? = nil, completion: @escaping (inout Response) -> Void
    ) {
        self.operation = operation
        self.platform = platform
        self.limit = limit
        self.journal = journal
        self.permission = permission
        self.completion = completion
    }

    /// Sends the operation.
    ///
    /// - Parameter isInDoubt: it was sent by an earlier run, which did not live to see the answer: read back first.
    func start(inDoubt isInDoubt: Bool = false) {
        guard isInDoubt, operation.isWrite else { return send() }
        self.isInDoubt = true
        readBack(instead: .failure("the answer was lost with the run that asked", .noResponse))
    }

    func cancel() {
        if isInDoubt, completion != nil, !(call?.isWriting ?? false) {
            platform.notices.add(.isUnknown, requestLine, Call.cutOff)
        }
        completion = nil
        alarm.cancel()
        call?.cancel()
        call = nil
    }

    private var requestLine: String { operation.request.line(on: platform) }

    private func finish(_ response: Response, _ outcome: Notice.Outcome? = nil, note: String? = nil) {
        var response = response
        finish(&response, outcome, note: note)
    }

    private func finish(_ response: inout Response, _ outcome: Notice.Outcome? = nil, note: String? = nil) {
        guard let completion else { return }
        self.completion = nil
        call = nil
        journal?.decided(outcome?.effect)
        if let outcome {
            let note = note ?? outcome.note
            response.note = note
            platform.notices.add(outcome, requestLine, note)
        }
        response.duration = elapsed
        if response.request.isEmpty {
            response.request = requestLine
            response.sent = operation.request.body
        }
        completion(&response)
    }

    // MARK: Sending

    private func send() {
        guard operation.isWrite else { return transmit() }
        // A write that is sent again was asked for already.
        guard let permission, sendings == 0, !isInDoubt else { return record() }
        let isWanted = { [weak self] in self?.completion != nil }
        permission.ask(operation.request, on: platform, isWanted: isWanted) { [self] answer in
            guard completion != nil else { return }
            if case .refused(let reason) = answer { finish(.failure(reason)) } else { record() }
        }
    }

    /// Sends a write once the journal has it.
    private func record() {
        guard let journal else { return transmit() }
        journal.willSend(operation.request, on: platform.eventLoop) { [self] problem in
            guard completion != nil else { return }
            if let problem { finish(problem.response) } else { transmit() }
        }
    }

    private func transmit() {
        sendings += 1
        make(operation.request) { [self] response, doubt in
            if let doubt {
                isInDoubt = true
                if let problem = journal?.lost(response) { return finish(problem.response, .isUnknown) }
                settle(response, doubt)
            } else if isInDoubt {
                compareWithRepetition(response)
            } else {
                finish(&response)
            }
        }
    }

    private func make(_ request: APIRequest, then next: @escaping Call.Completion) {
        call = Call.start(request, on: platform, limit: limit) { [self] response, doubt in
            elapsed += response.duration
            next(&response, doubt)
        }
    }

    /// The answer to a repetition may be the first sending's effect: it arrived late.
    private func compareWithRepetition(_ response: Response) {
        switch (operation.kind, response.status) {
        case (.delete, 404): finish(operation.documentedAnswer, .hadTakenEffect)
        case (.add, 409): readBack(instead: response)
        default: finish(response, .wasSentAgain)
        }
    }

    // MARK: Settling a doubt

    private func settle(_ lost: Response, _ doubt: Call.Doubt) {
        let policy = platform.retryPolicy
        let delay = doubt.delay ?? policy.delay(before: sendings)
        let time = NIODeadline.now() + delay
        guard time < limit, delay <= policy.longestRequestedDelay else { return finish(lost, .isUnknown) }
        platform.logNote("no certain answer: reading `\(operation.name.shown)` back")
        alarm.set(time, on: platform.eventLoop) { [weak self] in self?.readBack(instead: lost) }
    }

    private func readBack(instead lost: Response) {
        guard let reading = try? ConnectionOperation(.show, operation.name) else { return finish(lost, .isUnknown) }
        make(reading.request) { [self] seen, _ in
            // A refused login ends the run, and not only the reading.
            seen.trouble == .refusedLogin ? finish(seen, .isUnknown) : decide(seen, lost)
        }
    }

    private func decide(_ seen: Response, _ lost: Response) {
        switch verdict(of: seen) {
        case .done: finish(operation.documentedAnswer, .hadTakenEffect)
        case .notDone where lost.status == 409:
            finish(lost, .tookNoEffect, note: "an answer was lost; the connection is another one")
        case .notDone where sendings <= platform.retryPolicy.retries: send()
        case .notDone: finish(lost, .tookNoEffect)
        case .unknown: finish(lost, .isUnknown)
        }
    }

    private enum Verdict { case done, notDone, unknown }

    private func verdict(of seen: Response) -> Verdict {
        switch seen.status {
        case 404: return operation.kind == .delete ? .done : .notDone
        case 200 where seen.trouble == nil:
            guard operation.kind != .delete else { return .notDone }
            guard let object = seen.object else { return .unknown }
            return isEffect(object) ? .done : .notDone
        default: return .unknown
        }
    }

    /// Whether a connection is as the operation leaves it.
    private func isEffect(_ object: ValueMap) -> Bool {
        let effect = operation.effect
        let hidden = effect.written.filter { object[$0.rawValue] == nil }
        // A key that the platform does not show proves nothing: what may be repeated without harm then is.
        guard hidden.isEmpty || operation.kind == .add else { return false }
        return effect.differing(from: object).allSatisfy { hidden.contains($0) }
    }
}

@available(*, unavailable)
extension ConnectionCall: Sendable {}
