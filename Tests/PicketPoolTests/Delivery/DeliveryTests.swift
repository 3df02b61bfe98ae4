import NIOCore
import NIOHTTP1
import PicketHTTP
import PicketRuntime
import Testing

@testable import PicketPool

/// The state machine of a delivery, without a channel and without a clock: events in, actions out.
@Suite struct DeliveryTests {
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    /// When the pause that stands between two sendings is over.
    private static let afterThePause = start + .seconds(5)

    private func fields(port: Int64 = 1, password: String? = nil) -> ConnectionFields {
        var fields = ConnectionFields()
        (fields.host, fields.port, fields.user, fields.password, fields.tags) = ("h", port, "u", password, "a=b")
        return fields
    }

    private func delivery(
        _ command: PlatformCommand, retries: Int = 3, limit: NIODeadline = .distantFuture
    ) -> Delivery {
        var policy = RetryPolicy()
        policy.retries = retries
        let budget = Budget(limit: limit, requestTimeout: .seconds(30), settleTimeout: .seconds(60))
        return Delivery(command, policy: policy, budget: budget)
    }

    private func answer(
        _ status: Int, _ object: ValueMap? = ["error": "no"], headers: [Response.Header] = []
    ) -> Response {
        var response = object.map { Response(status: status, marked: .map($0)) } ?? Response(status: status)
        response.headers = headers
        return response
    }

    private func shown(port: Int64 = 1) -> ValueMap {
        ["name": "x", "host": "h", "port": .integer(port), "user": "u", "tags": "a=b"]
    }

    /// Brings the delivery to the moment at which its request is on the wire.
    private func send(_ delivery: inout Delivery, at now: NIODeadline = start) {
        guard case .askPermission = delivery.begin(), case .writeJournal = delivery.permitted(),
            case .obtainToken(nil) = delivery.journaled(), case .takeTurn = delivery.authorized(),
            case .send(.command) = delivery.turnCame(at: now)
        else {
            Issue.record("the write is not sent")
            return
        }
    }

    /// Brings it from a reading's beginning to the moment at which the reading is on the wire.
    private func read(_ delivery: inout Delivery, _ action: consuming Delivery.Action, at now: NIODeadline = start) {
        var action = action
        if case .pause = action { action = delivery.pauseEnded() }
        guard case .obtainToken(nil) = action, case .takeTurn = delivery.authorized(),
            case .send(.reading) = delivery.turnCame(at: now)
        else {
            Issue.record("the connection is not read back")
            return
        }
    }

    private func lose(
        _ delivery: inout Delivery, _ kind: TransportFailure.Kind = .closed, at now: NIODeadline = start
    ) -> Delivery.Action {
        let failure = TransportFailure(kind, "lost", requestMayHaveReachedServer: true)
        guard case .recordLoss = delivery.failed(failure, at: now) else { return .none }
        return delivery.lossRecorded(at: now)
    }

    private func see(
        _ delivery: inout Delivery, _ status: Int, _ object: ValueMap? = ["error": "no"], at now: NIODeadline = start
    ) -> Delivery.Action {
        delivery.answered(answer(status, object), tokenGeneration: nil, mayRenew: false, at: now)
    }

    @Test func aConnectionThatIsAsMeantEndsTheDoubtAndClaimsNoMore() throws {
        var delivery = delivery(try PlatformCommand(.add, ConnectionName("x"), fields: fields()))
        send(&delivery)
        read(&delivery, lose(&delivery))
        guard case .finish(let response, let conclusion?) = see(&delivery, 200, shown()) else {
            Issue.record("it does not end")
            return
        }
        #expect(response.status == 201)
        #expect(conclusion.outcome == .isAsMeant)
        #expect(conclusion.note.contains("whether by this request is not known"))
    }

    /// C4: another port may be somebody else's change of what this request made.
    @Test func aConnectionThatDiffersNamesTheFieldsAndClaimsNothing() throws {
        var delivery = delivery(try PlatformCommand(.add, ConnectionName("x"), fields: fields()))
        send(&delivery)
        read(&delivery, lose(&delivery))
        guard case .writeJournal = see(&delivery, 200, shown(port: 2), at: Self.afterThePause),
            case .obtainToken = delivery.journaled(),
            case .takeTurn = delivery.authorized(), case .send(.command) = delivery.turnCame(at: Self.start)
        else {
            Issue.record("it is not sent again after a reset")
            return
        }
        read(&delivery, see(&delivery, 409))
        guard case .finish(let response, let conclusion?) = see(&delivery, 200, shown(port: 2)) else {
            Issue.record("it does not end")
            return
        }
        #expect(response.status == 409)
        #expect(conclusion.note.contains("whether the request took effect is not known"))
        #expect(conclusion.note.contains("`port` is not as the request meant"))
    }

    /// C4: a 404 after a 409 is a late read, which is repeated.
    @Test func anAbsentConnectionAfterAConflictIsReadAgain() throws {
        var delivery = delivery(try PlatformCommand(.add, ConnectionName("x"), fields: fields()))
        send(&delivery)
        read(&delivery, lose(&delivery))
        guard case .writeJournal = see(&delivery, 404, at: Self.afterThePause),
            case .obtainToken = delivery.journaled(),
            case .takeTurn = delivery.authorized(), case .send(.command) = delivery.turnCame(at: Self.start)
        else {
            Issue.record("it is not sent again after a reset")
            return
        }
        read(&delivery, see(&delivery, 409))
        for _ in 1...4 { read(&delivery, see(&delivery, 404)) }
        guard case .finish(let response, let conclusion?) = see(&delivery, 200, shown()) else {
            Issue.record("it does not end")
            return
        }
        #expect(response.status == 201 && conclusion.outcome == .isAsMeant)
    }

    /// A 409 proves that a connection of the name is there, and a read that shows too little proves no more: neither is asked
    /// for again.
    @Test func aConflictOfWhichTheConnectionProvesNothingEndsTheDoubt() throws {
        var delivery = delivery(try PlatformCommand(.add, ConnectionName("x"), fields: fields()))
        let partial: ValueMap = ["name": "x", "host": "h", "port": 1]
        send(&delivery)
        read(&delivery, lose(&delivery))
        guard case .writeJournal = see(&delivery, 200, partial, at: Self.afterThePause),
            case .obtainToken = delivery.journaled(),
            case .takeTurn = delivery.authorized(), case .send(.command) = delivery.turnCame(at: Self.start)
        else {
            Issue.record("it is not sent again after a reset")
            return
        }
        read(&delivery, see(&delivery, 409))
        guard case .finish(let response, let conclusion?) = see(&delivery, 200, partial) else {
            Issue.record("it is sent for ever")
            return
        }
        #expect(response.status == 409 && conclusion.outcome == .isUnknown)
    }

    /// W3: a gateway's page proves no deletion.
    @Test func aPageThatIsNotThePlatformsProvesNothing() throws {
        var delivery = delivery(try PlatformCommand(.delete, ConnectionName("x")))
        send(&delivery)
        read(&delivery, lose(&delivery))
        // A read that settles a doubt is tried again as often as any request.
        for _ in 0..<delivery.policy.retries { read(&delivery, see(&delivery, 404, nil)) }
        guard case .finish(let response, let conclusion?) = see(&delivery, 404, nil) else {
            Issue.record("it does not end")
            return
        }
        #expect(response.failureReason == .unknownEffect && conclusion.outcome == .isUnknown)
    }

    /// C9: a write that timed out may still be at work, so it is not sent again at once.
    @Test func aWriteThatTimedOutIsReadBackUntilItCannotBeAtWorkAnyMore() throws {
        let command = try PlatformCommand(.update, ConnectionName("x"), fields: fields().only([.port]))
        var delivery = delivery(command)
        send(&delivery)
        var now = Self.start
        guard case .recordLoss = see(&delivery, 504, nil) else {
            Issue.record("a 504 is no certain answer")
            return
        }
        var action = delivery.lossRecorded(at: now)
        var readings = 0
        while now < Self.start + .seconds(10) {
            read(&delivery, action, at: now)
            readings += 1
            action = see(&delivery, 200, shown(port: 9), at: now)
            guard case .pause(let time, _) = action else { break }
            now = time
        }
        #expect(readings > 3 && now == Self.start + .seconds(10))
        read(&delivery, action, at: now)
        guard case .writeJournal = see(&delivery, 200, shown(port: 9), at: now) else {
            Issue.record("it is not sent again in the end")
            return
        }
    }

    /// C12: an answer of 500 in the platform's own form is looked into once and never sent again.
    @Test(arguments: [true, false]) func anAnswerOf500StaysWhatIsShown(isThere: Bool) throws {
        var delivery = delivery(try PlatformCommand(.add, ConnectionName("x"), fields: fields()))
        send(&delivery)
        read(&delivery, see(&delivery, 500))
        let seen = isThere ? see(&delivery, 200, shown()) : see(&delivery, 404)
        guard case .finish(let response, let conclusion?) = seen
        else {
            Issue.record("it does not end")
            return
        }
        #expect(response.status == 500)
        #expect(conclusion.note.contains(isThere ? "is as the request meant" : "it is not there"))
    }

    /// W7: after a 429 nothing was done, so any write is sent again without an alarm.
    @Test func aWriteThatComesTooSoonIsSentAgain() throws {
        var delivery = delivery(try PlatformCommand(.delete, ConnectionName("x")))
        send(&delivery)
        guard case .pause = see(&delivery, 429, nil), case .obtainToken(nil) = delivery.pauseEnded(),
            case .takeTurn = delivery.authorized(), case .send(.command) = delivery.turnCame(at: Self.start),
            case .finish(let response, nil) = see(&delivery, 200, ["status": "done"])
        else {
            Issue.record("it is not sent again")
            return
        }
        #expect(response.status == 200)
    }

    /// W8: a wait that is longer than allowed is not begun.
    @Test func aWaitThatIsLongerThanAllowedIsGivenUpAtOnce() throws {
        var delivery = delivery(try PlatformCommand(.show, ConnectionName("x")))
        guard case .obtainToken(nil) = delivery.begin(), case .takeTurn = delivery.authorized(),
            case .send(.command) = delivery.turnCame(at: Self.start),
            case .finish(let response, nil) = delivery.answered(
                answer(503, headers: [.init("Retry-After", "300")]), tokenGeneration: nil, mayRenew: false,
                at: Self.start)
        else {
            Issue.record("it does not end at once")
            return
        }
        #expect(response.status == 503 && response.failureReason == .gaveUp)
        #expect(response.error?.contains("300s") == true || response.error?.contains("5m") == true)
        #expect(response.error?.contains("--timeout") == true)
    }

    /// What comes too late, or twice, does nothing.
    @Test func anEventOutOfItsTurnDoesNothing() throws {
        var delivery = delivery(try PlatformCommand(.add, ConnectionName("x"), fields: fields()))
        for action in [delivery.permitted(), delivery.journaled(), delivery.authorized(), delivery.pauseEnded()] {
            guard case .none = action else {
                Issue.record("it acts before it began")
                return
            }
        }
        send(&delivery)
        guard case .finish = see(&delivery, 201, ["status": "made"]) else {
            Issue.record("it does not end")
            return
        }
        guard case .none = see(&delivery, 201, ["status": "made"]), case .none = delivery.begin() else {
            Issue.record("it acts after its end")
            return
        }
        let isFinished = delivery.isFinished
        #expect(isFinished)
    }

    /// A reset proves nothing: the backend may still finish what the gateway dropped. The end of the run must know it.
    @Test(arguments: [TransportFailure.Kind.closed, .requestTimeout])
    func aLostSendingMayTakeEffectAfterItsRepetition(_ kind: TransportFailure.Kind) throws {
        var delivery = delivery(try PlatformCommand(.update, ConnectionName("x"), fields: fields(port: 2)))
        send(&delivery)
        let later = Self.start + .seconds(10)
        read(&delivery, lose(&delivery, kind))
        guard case .writeJournal = see(&delivery, 200, shown(), at: later), case .obtainToken = delivery.journaled(),
            case .takeTurn = delivery.authorized(), case .send(.command) = delivery.turnCame(at: later),
            case .finish(_, let conclusion?) = see(&delivery, 200, ["status": "Connection updated!"], at: later)
        else {
            Issue.record("it is not sent again")
            return
        }
        #expect(conclusion.outcome == .wasSentAgain)
        #expect(delivery.atWorkUntil(conclusion.outcome) == Self.start + .seconds(10))
    }

    /// An answer of the platform's own ends its work, whatever it proves.
    @Test func anAnsweredWriteIsAtWorkNoMore() throws {
        var delivery = delivery(try PlatformCommand(.update, ConnectionName("x"), fields: fields(port: 2)))
        send(&delivery)
        read(&delivery, see(&delivery, 500))
        guard case .finish(_, let conclusion?) = see(&delivery, 200, shown()) else {
            Issue.record("it does not end")
            return
        }
        #expect(delivery.atWorkUntil(conclusion.outcome) == nil)
    }

    /// A page proves no more than a reset: its gateway may leave the request at work.
    @Test func aWriteThatAGatewayAnsweredMayTakeEffectLater() throws {
        var delivery = delivery(try PlatformCommand(.update, ConnectionName("x"), fields: fields(port: 2)))
        send(&delivery)
        guard case .recordLoss = see(&delivery, 500, nil) else {
            Issue.record("the journal does not know it")
            return
        }
        read(&delivery, delivery.lossRecorded(at: Self.start))
        guard case .finish(let response, let conclusion?) = see(&delivery, 200, shown()) else {
            Issue.record("it does not end")
            return
        }
        #expect(response.status == 500 && conclusion.outcome == .isUnknown)
        #expect(delivery.atWorkUntil(conclusion.outcome) == Self.start + .seconds(10))
    }

    /// C4b: a password that is not shown may be another.
    @Test(arguments: [nil, .null, "", "***"] as [Value?])
    func anAdditionWhosePasswordIsNotShownSaysSo(_ password: Value?) throws {
        var delivery = delivery(try PlatformCommand(.add, ConnectionName("x"), fields: fields(password: "pppp")))
        send(&delivery)
        var object = shown()
        object["password"] = password
        read(&delivery, lose(&delivery))
        guard case .finish(_, let conclusion?) = see(&delivery, 200, object) else {
            Issue.record("it does not end")
            return
        }
        #expect(conclusion.outcome == .isAsMeant)
        #expect(conclusion.note.contains("as the request meant, but does not show its `password`"))
    }

    // MARK: A busy proxy

    /// No byte of the write has left, so it is sent again after the wait that the proxy asks for.
    @Test(arguments: [(429, "7", true), (503, "7", true), (503, nil, false), (403, "7", false)])
    func theWaitOfAProxyCounts(_ status: Int, _ field: String?, isHonoured: Bool) throws {
        var delivery = delivery(try PlatformCommand(.delete, ConnectionName("x")))
        send(&delivery)
        let refusal = TransportFailure.ProxyRefusal(proxy: "the proxy p", status: status, retryAfter: field, date: nil)
        let failure = TransportFailure(.proxy, "the proxy p refused", refusal: refusal)
        guard case .pause(let end, _) = delivery.failed(failure, at: Self.start) else {
            Issue.record("the write is not sent again")
            return
        }
        #expect((end >= Self.start + .seconds(7)) == isHonoured)
    }

    @Test func aProxyThatAsksForTooMuchEndsTheWrite() throws {
        var delivery = delivery(try PlatformCommand(.delete, ConnectionName("x")))
        send(&delivery)
        let refusal = TransportFailure.ProxyRefusal(proxy: "the proxy p", status: 503, retryAfter: "31", date: nil)
        let failure = TransportFailure(.proxy, "the proxy p refused", refusal: refusal)
        guard case .finish(let response, nil) = delivery.failed(failure, at: Self.start) else {
            Issue.record("the write is not ended")
            return
        }
        #expect(response.failureReason == .gaveUp)
        #expect(
            response.error?.hasPrefix("the proxy p refused and asks to wait 31s") == true, "\(response.error ?? "")")
    }

}
