import NIOCore
import NIOHTTP1
import PicketHTTP
import PicketRuntime
import Testing

@testable import PicketPool

/// Every wait lies within its limits, or is given up at once with what was asked for and what forbids it (W8).
@Suite struct WaitingTests {
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    private func delivery(
        _ command: PlatformCommand, _ configure: (inout Budget) -> Void = { _ in }
    ) -> Delivery {
        var budget = Budget(requestTimeout: .seconds(30), settleTimeout: .seconds(60))
        configure(&budget)
        return Delivery(command, policy: RetryPolicy(), budget: budget)
    }

    private func update() throws -> PlatformCommand {
        var fields = ConnectionFields()
        fields.port = 2
        return try PlatformCommand(.update, ConnectionName("x"), fields: fields)
    }

    private func busy(_ seconds: String?) -> Response {
        var response = Response(status: 503)
        if let seconds { response.headers = [.init("Retry-After", seconds)] }
        return response
    }

    private func waitForTurn(_ delivery: inout Delivery) {
        var action = delivery.begin()
        if case .askPermission = action { _ = delivery.permitted() }
        if case .askPermission = action { action = delivery.journaled() }
        guard case .obtainToken(nil) = action, case .takeTurn = delivery.authorized() else {
            Issue.record("it does not come to its turn")
            return
        }
    }

    private func send(_ delivery: inout Delivery) {
        waitForTurn(&delivery)
        guard case .send(.command) = delivery.turnCame(at: Self.start) else {
            Issue.record("it is not sent")
            return
        }
    }

    private func answer(_ delivery: inout Delivery, _ response: Response, at now: NIODeadline = start)
        -> Delivery.Action
    {
        delivery.answered(response, tokenGeneration: nil, mayRenew: false, at: now)
    }

    /// Sees the connection as it was before the write.
    private func look(_ delivery: inout Delivery, _ action: consuming Delivery.Action, at now: NIODeadline = start)
        -> Delivery.Action
    {
        var action = action
        if case .pause = action { action = delivery.pauseEnded() }
        guard case .obtainToken(nil) = action, case .takeTurn = delivery.authorized(),
            case .send(.reading) = delivery.turnCame(at: now)
        else {
            Issue.record("the connection is not read back")
            return .none
        }
        return answer(&delivery, Response(status: 200, marked: ["name": "x", "host": "h", "port": 1]), at: now)
    }

    // MARK: Too many requests

    /// W9: what was told to wait comes back behind that time, each at a moment of its own. `Retry-After: 0` waits the own
    /// pause.
    @Test(arguments: ["2", "0"]) func aWaitThatWasAskedForHasJitter(_ seconds: String) throws {
        let pauses = try [false, true].map { isLongest throws -> TimeAmount in
            var policy = RetryPolicy()
            policy.chance = { isLongest ? $0.upperBound : $0.lowerBound }
            var delivery = Delivery(
                try update(), policy: policy, budget: Budget(requestTimeout: .seconds(30), settleTimeout: .seconds(60)))
            send(&delivery)
            var response = Response(status: 429)
            response.headers = [.init("Retry-After", seconds)]
            guard case .pause(let until, _) = answer(&delivery, response) else {
                Issue.record("it is not sent again")
                return .zero
            }
            return until - Self.start
        }
        let asked = TimeAmount.seconds(Int64(seconds) ?? 0)
        #expect(pauses[0] >= asked && pauses[0] > .zero && pauses[1] > pauses[0], "\(pauses)")
    }

    // MARK: A write that is sent again

    /// A write that the platform asks to wait for longer than is allowed is looked at once, and not sent again.
    @Test(arguments: [true, false]) func aWriteIsNotSentAgainBeforeThePlatformWantsIt(isDeadline: Bool) throws {
        var delivery = delivery(try update()) {
            if isDeadline { $0.runEnd = RunEnd(time: Self.start + .seconds(20), source: .deadline) }
        }
        send(&delivery)
        guard case .recordLoss = answer(&delivery, busy(isDeadline ? "25" : "300")) else {
            Issue.record("a 503 is no certain answer")
            return
        }
        guard case .finish(let response, let conclusion?) = look(&delivery, delivery.lossRecorded(at: Self.start))
        else {
            Issue.record("it is sent again, or waits")
            return
        }
        #expect(response.status == 503 && response.failureReason == .gaveUp && conclusion.outcome == .isUnknown)
        #expect(response.error?.contains("the platform asks to wait \(isDeadline ? "25s" : "5m")") == true)
        #expect(response.error?.contains(isDeadline ? "--deadline" : "--timeout") == true)
        #expect(conclusion.note.contains("the connection was read back"))
    }

    /// What is asked for stands between two sendings, and so does the usual pause where nothing is asked for.
    @Test(arguments: ["5", nil] as [String?]) func aPauseStandsBetweenTwoSendings(asked: String?) throws {
        var delivery = delivery(try update())
        send(&delivery)
        _ = answer(&delivery, busy(asked))
        guard case .pause(let time, _) = delivery.lossRecorded(at: Self.start) else {
            Issue.record("it does not wait")
            return
        }
        #expect(time >= Self.start + (asked == nil ? .milliseconds(100) : .seconds(5)))
        guard case .writeJournal = look(&delivery, delivery.pauseEnded(), at: time) else {
            Issue.record("it is not sent again")
            return
        }
    }

    /// The answer of a gateway that gave up: the write may be at work, and the wait that was asked for is longer than that.
    @Test func aWriteThatMayBeAtWorkWaitsForAsLongAsThePlatformAsks() throws {
        var delivery = delivery(try update())
        send(&delivery)
        var lost = Response(status: 504)
        lost.headers = [.init("Retry-After", "20")]
        _ = answer(&delivery, lost)
        var (now, action) = (Self.start, delivery.lossRecorded(at: Self.start))
        for _ in 1...100 {
            action = look(&delivery, action, at: now)
            guard case .pause(let time, _) = action else { break }
            now = time
        }
        guard case .writeJournal = action else {
            Issue.record("it is not sent again")
            return
        }
        #expect(now == Self.start + .seconds(20))
    }

    /// When the run's time is up, a write that was lost is looked at, and not sent again.
    @Test func nothingIsSentAgainWhenTheRunHasEnded() throws {
        var delivery = delivery(try update()) { $0.runEnd = RunEnd(time: Self.start, source: .deadline) }
        send(&delivery)
        _ = answer(&delivery, busy(nil))
        guard case .finish(let response, let conclusion?) = look(&delivery, delivery.lossRecorded(at: Self.start))
        else {
            Issue.record("it is sent again")
            return
        }
        #expect(response.failureReason == .gaveUp && conclusion.outcome == .isUnknown)
        #expect(response.error?.contains("--deadline") == true)
    }

    /// An answer that nobody can take, such as 101, comes again: the write is looked at, and not sent again.
    @Test func aWriteWhoseAnswerCannotBeTakenIsNotSentAgain() throws {
        var delivery = delivery(try update())
        send(&delivery)
        let failure = TransportFailure(.protocolViolation, "switched", requestMayHaveReachedServer: true, isFinal: true)
        guard case .recordLoss = delivery.failed(failure, at: Self.start) else {
            Issue.record("nothing is in doubt")
            return
        }
        var (now, action) = (Self.start, delivery.lossRecorded(at: Self.start))
        for _ in 1...100 {
            if case .pause(let time, _) = action { now = time }
            action = look(&delivery, action, at: now)
            if case .finish = action { break }
        }
        guard case .finish(let response, let conclusion?) = action else {
            Issue.record("it is sent again")
            return
        }
        #expect(response.status == nil && conclusion.outcome == .isUnknown)
    }

    // MARK: A read

    /// A wait that goes past the deadline is not begun, and the answer is what is shown.
    @Test func aReadThatHasToWaitPastTheDeadlineIsGivenUpAtOnce() throws {
        var delivery = delivery(try PlatformCommand(.show, ConnectionName("x"))) {
            $0.runEnd = RunEnd(time: Self.start + .seconds(1), source: .deadline)
        }
        send(&delivery)
        guard case .finish(let response, nil) = answer(&delivery, busy("5")) else {
            Issue.record("it waits")
            return
        }
        #expect(response.status == 503 && response.failureReason == .gaveUp)
        #expect(
            response.error
                == "the platform asks to wait 5s (`Retry-After`), and the run's time (`--deadline`) ends before")
        #expect(response.help?.contains("--deadline") == true)
    }

    // MARK: A turn

    /// One answer of 429 holds back all requests, each no longer than it may wait.
    @Test func aTurnThatComesTooLateIsNotWaitedFor() throws {
        let pace = RequestPace(requestsPerSecond: nil)
        #expect(pace.nextTurn(at: Self.start) == nil)
        pace.note(.notNow, askedToWait: .seconds(8), at: Self.start)
        let turn = try #require(pace.nextTurn(at: Self.start))
        #expect(turn.asked == .seconds(8) && turn.time == Self.start + .seconds(8))

        let show = try PlatformCommand(.show, ConnectionName("x"))
        var patient = delivery(show)
        waitForTurn(&patient)
        if patient.refuse(turn, at: Self.start) != nil { Issue.record("it is given up") }

        let cases: [(configure: (inout Budget) -> Void, reason: String)] = [
            ({ $0.requestTimeout = .seconds(1) }, "which is longer than `--timeout` (1s)"),
            (
                { ($0.requestTimeout, $0.isOwnTimeout) = (.seconds(1), true) },
                "which is longer than the request's `timeout=` (1s)"
            ),
            (
                { ($0.limit, $0.limitSource) = (Self.start + .seconds(2), .within) },
                "and the time of `within` ends before"
            ),
            (
                { ($0.limit, $0.limitSource) = (Self.start + .seconds(2), .test) },
                "and the time of the test ends before"
            ),
            (
                { $0.runEnd = RunEnd(time: Self.start + .seconds(2), source: .deadline) },
                "and the run's time (`--deadline`) ends before"
            ),
        ]
        for (configure, reason) in cases {
            var hasty = delivery(show, configure)
            waitForTurn(&hasty)
            guard case .finish(let response, nil)? = hasty.refuse(turn, at: Self.start) else {
                Issue.record("it waits")
                return
            }
            #expect(response.failureReason == .gaveUp && response.status == nil)
            #expect(response.error?.hasPrefix("nothing was sent: ") == true)
            #expect(response.error?.contains("asks all requests to wait 8s (`Retry-After`)") == true)
            #expect(response.error?.hasSuffix(reason) == true, "\(response.error ?? "")")
        }
    }

    /// How many requests stand in line is the run's own choice: `--timeout` does not bound that.
    @Test func aTurnInALongLineIsWaitedFor() throws {
        var delivery = delivery(try PlatformCommand(.show, ConnectionName("x")))
        waitForTurn(&delivery)
        let turn = RequestPace.Turn(time: Self.start + .seconds(90), asked: nil)
        if delivery.refuse(turn, at: Self.start) != nil { Issue.record("it is given up") }
    }

    // MARK: What is asked for

    @Test func aWaitIsReadInEveryFormThatAReaderMustTake() {
        let now = 1_445_412_480  // Wed, 21 Oct 2015 07:28:00 GMT
        let seconds = { (text: String) in
            RetryPolicy.requestedDelay(text, now: now).map { $0.nanoseconds / 1_000_000_000 }
        }
        #expect(seconds("7") == 7 && seconds("0") == 0)
        #expect(seconds("Wed, 21 Oct 2015 07:28:02 GMT") == 2)
        #expect(seconds("Wednesday, 21-Oct-15 07:28:02 GMT") == 2)
        #expect(seconds("Wed Oct 21 07:28:02 2015") == 2)
        #expect(seconds("Fri Nov  6 08:49:37 2015") ?? 0 > 86_400)
        // A year of two digits that would lie far ahead is a past one: there is nothing to wait for.
        #expect(seconds("Sunday, 06-Nov-94 08:49:37 GMT") == 0)
        for text in ["99999999999999999999", "9223372036854775808"] { #expect(seconds(text) ?? 0 > 86_400 * 300) }
        for text in ["", "+2", "-2", "1.5", "soon", "Wed, 21 Oct 2015 25:28:02 GMT", "Wed, 21 Okt 2015 07:28:02 GMT"] {
            #expect(seconds(text) == nil, "\(text)")
        }
    }
}
