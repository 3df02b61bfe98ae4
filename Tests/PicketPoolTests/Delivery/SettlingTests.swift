import HTTPHarness
import NIOCore
import PicketRuntime
import Synchronization
import Testing

@testable import PicketPool

/// What an answer proves, row by row of the faults that were found in use: scripts against a platform that misbehaves.
@Suite struct SettlingTests {
    private static let add = "add a host=h port=1 user=u password=pppp tags=\"a=b\""
    private static let fields: ValueMap = ["host": "h", "port": 1, "user": "u", "password": "pppp", "tags": "a=b"]

    /// A platform that answers as `interfere` says; nil lets it answer by itself.
    private func platform(
        _ interfere: @escaping @Sendable (ServerRequest, FakePlatform) -> [Step]?
    ) async throws -> FakePlatform {
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start { request in
            guard let platform = box.withLock({ $0 }), request.shortLine.contains("/pg-instances/") else { return nil }
            return interfere(request, platform)
        }
        box.withLock { $0 = platform }
        return platform
    }

    /// Whether the call is among the first so many.
    private final class First: Sendable {
        private let left: Mutex<Int>
        init(_ count: Int) { left = Mutex(count) }
        var isDue: Bool {
            left.withLock { left in
                left -= 1
                return left >= 0
            }
        }
    }

    private static let page: [Step] = [
        .send(answer("<html>nothing here</html>", status: "404 Not Found", fields: "Content-Type: text/html\r\n"))
    ]

    // MARK: Reads that are late (C4, C4c)

    /// C4: an addition whose answer is lost, on a platform whose reads are late, ends as meant.
    @Test func aLateReadAfterAConflictIsNoOtherConnection() async throws {
        let (lost, late) = (First(1), First(3))
        let platform = try await platform { request, platform in
            if request.shortLine.hasPrefix("POST"), lost.isDue {
                _ = platform.answer(request)
                return [.reset]
            }
            return request.shortLine.hasPrefix("GET") && late.isDue ? FakePlatform.problem(404, "not yet") : nil
        }
        let result = try await run(Self.add + "\nprint $last.status, $last.note", on: platform) {
            $0.retryPolicy.resendAfter = .minutes(10)
            $0.settleTimeout = .minutes(10)
        }
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(result.printed.first?.hasPrefix("201 ") == true)
        #expect(result.printed.first?.contains("whether by this request is not known") == true)
        #expect(platform.lines.count { $0.hasPrefix("POST") } == 2)
    }

    /// C4: a platform shows what was sent in its own way.
    @Test(
        arguments: [
            ["tags": "", "shown": .null], ["host": "DB.Example", "shown": "db.example"],
            ["password": "pppp", "shown": "***"], ["password": "pppp", "shown": .null],
            ["password": "pppp", "shown": ""],
            ["password": "pppp", "shown": "SCRAM-SHA-256$4096:c2FsdA==$a:b"],
        ] as [ValueMap])
    func whatAPlatformShowsInItsOwnWayIsAsMeant(_ change: ValueMap) async throws {
        let field = change.keys[0]
        let lost = First(1)
        let platform = try await platform { request, platform in
            if request.shortLine.hasPrefix("POST"), lost.isDue {
                _ = platform.answer(request)
                return [.reset]
            }
            guard request.shortLine.hasPrefix("GET") else { return nil }
            var object: ValueMap = ["name": "a"]
            for (key, value) in zip(Self.fields.keys, Self.fields.values) { object[key] = value }
            object[field] = change["shown"] ?? .null
            return FakePlatform.answer(200, object)
        }
        var fields = Self.fields
        fields[field] = change[field] ?? .null
        let words = zip(fields.keys, fields.values).map { "\($0)=\"\($1)\"" }.joined(separator: " ")
        let result = try await run("add a \(words.replacing("\"1\"", with: "1"))\nprint $last.status", on: platform)
        #expect(result.printed == ["201"], "\(result.failureText)")
        #expect(platform.lines.count { $0.hasPrefix("POST") } == 1)
    }

    /// C4b: a masked password proves neither that an update took effect nor that it did not.
    @Test func whatIsMaskedIsNoProofThatNothingHappened() async throws {
        let platform = try await platform { request, _ in
            if request.shortLine.hasPrefix("PUT") { return [.reset] }
            return FakePlatform.answer(200, ["name": "a", "host": "h", "port": 1, "user": "u", "password": "***"])
        }
        let result = try await run("update a password=qqqq", on: platform)
        #expect(result.exitStatus == 1, "what cannot be told is 1")
        #expect(result.failureText.contains("not known") && !result.failureText.contains("no effect"))
    }

    /// C4c: `ensure` on a platform whose reads are late waits between its readings.
    @Test func ensureWaitsBetweenReadingsAfterARace() async throws {
        let late = First(2)
        let platform = try await platform { request, _ in
            request.shortLine.hasPrefix("GET") && late.isDue ? FakePlatform.problem(404, "not yet") : nil
        }
        platform.put("a", Self.fields)
        let waits = Mutex<[Int64]>([])
        let result = try await run(
            "ensure a host=h port=1 user=u password=pppp tags=\"a=b\"\nprint $last.change", on: platform,
            configure: { configuration in
                configuration.retryPolicy.chance = { range in
                    waits.withLock { $0.append(range.upperBound) }
                    return range.lowerBound
                }
            })
        #expect(result.printed == ["unchanged"], "\(result.failureText)")
        // A pause stands between two readings, and the second one is longer.
        let pauses = waits.withLock { $0 }
        #expect(pauses.count == 2 && pauses[0] > 0 && pauses[1] > pauses[0], "\(pauses)")
        #expect(platform.lines.map { $0.prefix(4) } == ["GET ", "POST", "GET ", "POST", "GET "])
    }

    // MARK: A gateway's pages (W3, W4)

    /// W3: a gateway's 404 proves no deletion, no absence, and nothing to create.
    @Test(arguments: [
        "remove a", "ensure a host=h port=1 user=u password=pppp", "delete a", "update a port=2", "enable a",
    ])
    func aGatewaysPageProvesNothing(_ command: String) async throws {
        let platform = try await platform { _, _ in Self.page }
        let result = try await run(command, on: platform)
        #expect(result.exitStatus == 1)
        #expect(result.failureText.contains("not the platform's own"), "\(result.failureText)")
        #expect(!platform.lines.contains { $0.hasPrefix("POST") })
    }

    @Test func aGatewaysPageAtTheReadingBackProvesNothing() async throws {
        let platform = try await platform { request, _ in request.shortLine.hasPrefix("DELETE") ? [.reset] : Self.page }
        platform.put("a", Self.fields)
        let result = try await run("delete a", on: platform)
        #expect(result.exitStatus == 1)
        #expect(result.failureText.contains("not known"))
        #expect(platform.lines.count { $0.hasPrefix("DELETE") } == 1)
    }

    /// `expect status 404` speaks of the status alone, and the note says whose it is.
    @Test func aStatusMayBeExpectedOfAGateway() async throws {
        let platform = try await platform { _, _ in Self.page }
        let result = try await run("show a\nexpect status 404\nprint $last.note", on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(result.printed.first?.contains("text/html") == true)
    }

    @Test func aPlanMakesNothingOfAGatewaysPage() async throws {
        let platform = try await platform { _, _ in Self.page }
        let result = try await run("ensure a host=h port=1 user=u password=pppp", on: platform) { $0.onlyPlans = true }
        #expect(result.exitStatus == 1)
        #expect(result.failureText.contains("not the platform's own"))
    }

    /// W4: what is no connection, or another one, is no proof of an addition.
    @Test(arguments: [[:], ["status": "maintenance"], ["name": "other", "host": "h"]] as [ValueMap])
    func whatIsNoConnectionProvesNoAddition(_ shown: ValueMap) async throws {
        let platform = try await platform { request, _ in
            request.shortLine.hasPrefix("POST") ? [.reset] : FakePlatform.answer(200, shown)
        }
        let result = try await run(Self.add, on: platform)
        #expect(result.exitStatus == 1)
        #expect(result.failureText.contains("not known"))
    }

    // MARK: What is claimed (C11, C12, C26, C27)

    /// C11: whether this request removed a connection is not known if its answer is lost.
    @Test(arguments: [true, false]) func aRemovalWhoseAnswerIsLostClaimsNoMoreThanIsKnown(isThere: Bool) async throws {
        let lost = First(1)
        let platform = try await platform { request, platform in
            guard request.shortLine.hasPrefix("DELETE"), lost.isDue else { return nil }
            _ = platform.answer(request)
            return [.reset]
        }
        if isThere { platform.put("a", Self.fields) }
        let result = try await run("remove a\nprint $last.change, $last.note", on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(result.printed.first?.hasPrefix("unknown ") == true)
        #expect(result.printed.first?.contains("whether by this request is not known") == true)
    }

    /// C12: 500 in the platform's own form stays what is shown, and the note tells what was seen.
    @Test(arguments: [true, false]) func anAnswerOf500IsLookedIntoAndNotSentAgain(isDone: Bool) async throws {
        let platform = try await platform { request, platform in
            guard request.shortLine.hasPrefix("POST") else { return nil }
            if isDone { _ = platform.answer(request) }
            return FakePlatform.problem(500, "broken")
        }
        let result = try await run(Self.add, on: platform)
        #expect(result.exitStatus == 1)
        #expect(result.failureText.contains("500"))
        #expect(result.failureText.contains(isDone ? "is as the request meant" : "it is not there"))
        #expect(platform.lines.count { $0.hasPrefix("POST") } == 1)
    }

    /// C12: what gateways answer that got none is a lost answer.
    @Test(arguments: [408, 499, 502, 503, 504, 520, 521, 522, 523, 524])
    func aGatewaysStatusIsALostAnswer(status: Int) async throws {
        let lost = First(1)
        let platform = try await platform { request, platform in
            guard request.shortLine.hasPrefix("POST"), lost.isDue else { return nil }
            _ = platform.answer(request)
            return [.send(answer("", status: "\(status) -"))]
        }
        let result = try await run(Self.add + "\nprint $last.status", on: platform)
        #expect(result.printed == ["201"], "\(result.failureText)")
        #expect(platform.lines.count { $0.hasPrefix("POST") } == 1)
    }

    /// C26: the notes of an `ensure` with several writes add up.
    @Test func theNotesOfSeveralWritesAddUp() async throws {
        let lost = First(1)
        let platform = try await platform { request, platform in
            guard request.shortLine.hasPrefix("PUT"), lost.isDue else { return nil }
            _ = platform.answer(request)
            return [.reset]
        }
        platform.put("a", Self.fields)
        let result = try await run(
            "ensure a host=h port=2 user=u password=pppp tags=\"a=b\" enabled=false\nprint $last.change, $last.note",
            on: platform)
        #expect(result.printed.first?.hasPrefix("updated the answer was lost") == true, "\(result.failureText)")
    }

    /// C26: two notes of one `ensure` stand beside each other.
    @Test func twoNotesOfAnEnsureStandBesideEachOther() async throws {
        let (unsent, lost) = (First(1), First(1))
        let platform = try await platform { request, platform in
            if request.shortLine.hasPrefix("PUT"), unsent.isDue { return [.reset] }
            guard request.shortLine.hasPrefix("PATCH"), lost.isDue else { return nil }
            _ = platform.answer(request)
            return [.reset]
        }
        platform.put("a", Self.fields)
        let result = try await run(
            "ensure a host=h port=2 user=u password=pppp tags=\"a=b\" enabled=false\nprint $last.note", on: platform)
        let note = result.printed.first ?? ""
        #expect(note.contains("sent again; ") && note.contains("as the request meant"), "\(note) \(result.failureText)")
    }

    /// C27: when waiting is impossible, the connection is looked at all the same.
    @Test func aDoubtIsSettledThoughNoWaitIsAllowed() async throws {
        let lost = First(1)
        let platform = try await platform { request, platform in
            guard request.shortLine.hasPrefix("POST"), lost.isDue else { return nil }
            _ = platform.answer(request)
            return [.send(answer("{}", status: "503 -", fields: "Retry-After: 86400\r\n"))]
        }
        let result = try await run(Self.add + "\nprint $last.status", on: platform)
        #expect(result.printed == ["201"], "\(result.failureText)")
    }

    /// C27: the reading that settles a doubt is tried as often as any other.
    @Test func theReadingBackGetsAllRetries() async throws {
        let (lost, broken) = (First(1), First(3))
        let platform = try await platform { request, platform in
            if request.shortLine.hasPrefix("POST"), lost.isDue {
                _ = platform.answer(request)
                return [.reset]
            }
            return request.shortLine.hasPrefix("GET") && broken.isDue ? [.send(answer("", status: "503 -"))] : nil
        }
        let result = try await run(Self.add + "\nprint $last.status", on: platform)
        #expect(result.printed == ["201"], "\(result.failureText)")
    }

    // MARK: Late effects (C9)

    /// C9: a write that a gateway gave up may still take effect; the next one must not be overtaken by it.
    @Test func aWriteThatMayStillBeAtWorkIsWaitedFor() async throws {
        let (lost, late) = (First(1), First(4))
        let held = Mutex<ServerRequest?>(nil)
        let platform = try await platform { request, platform in
            if request.shortLine.hasPrefix("PUT"), lost.isDue {
                held.withLock { $0 = request }
                return [.send(answer("", status: "504 -"))]
            }
            // The fourth reading finds that the first write has arrived.
            if request.shortLine.hasPrefix("GET"), !late.isDue, let request = held.withLock({ $0 }) {
                held.withLock { $0 = nil }
                _ = platform.answer(request)
            }
            return nil
        }
        platform.put("a", Self.fields)
        let result = try await run("update a port=2\nupdate a port=3", on: platform) {
            $0.retryPolicy.resendAfter = .minutes(10)
            $0.settleTimeout = .minutes(10)
        }
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.lines.count { $0.hasPrefix("PUT") } == 2)
        #expect(platform.state.withLock { $0.connections["a"]?["port"] } == 3)
    }

    /// C9: the run's end finds a late effect that contradicts what the run did.
    @Test func aLateEffectIsFoundWhenTheRunEnds() async throws {
        let lost = First(1)
        let held = Mutex<ServerRequest?>(nil)
        let platform = try await platform { request, platform in
            if request.shortLine.hasPrefix("PUT"), lost.isDue {
                held.withLock { $0 = request }
                return [.reset]
            }
            guard request.shortLine.hasPrefix("PATCH"), let request = held.withLock({ $0 }) else { return nil }
            _ = platform.answer(request)
            return nil
        }
        platform.put("a", Self.fields)
        // The first update is lost and sent again; it arrives once more behind the second.
        let result = try await run("update a port=2\nupdate a port=3\ndisable a", on: platform)
        #expect(result.exitStatus == 1)
        #expect(result.failureText.contains("its `port` is not as the run left it"), "\(result.failureText)")
    }

    // MARK: Requests that come too fast (W7, W9)

    /// W7: after a 429 nothing was done: any request is sent again, and nobody is alarmed.
    @Test(arguments: ["add a host=h port=1 user=u password=pppp", "request POST /ds-api/pool/pg-instances/a x=1"])
    func aRequestThatCameTooSoonIsSentAgain(_ command: String) async throws {
        let early = First(2)
        let platform = try await platform { request, _ in
            guard request.shortLine.hasPrefix("POST") else { return nil }
            return early.isDue
                ? [.send(answer("", status: "429 -"))]
                : FakePlatform.answer(201, ["status": "Connection created and connected!"])
        }
        let session = try await TestSession(platform.profile)
        let result = await session.run(command + "\nprint $last.status")
        #expect(result.printed == ["201"], "\(result.failureText)")
        #expect(session.notices.isEmpty)
        #expect(platform.lines.count { $0.hasPrefix("GET") } == 0)
        session.close()
        await platform.server.stop()
    }

    // MARK: Reads (W38, W39)

    /// W38: a read that the server gave up waiting for is sent again.
    @Test(arguments: [408, 429, 502, 503, 504, 520, 524]) func aReadIsSentAgainAfterATemporaryFailure(status: Int)
        async throws
    {
        let early = First(2)
        let platform = try await platform { request, _ in
            early.isDue ? [.send(answer("", status: "\(status) -"))] : nil
        }
        platform.put("a", Self.fields)
        let result = try await run("show a\nprint $last.status", on: platform)
        #expect(result.printed == ["200"], "\(result.failureText)")
        #expect(platform.lines.count == 3)
    }

    /// W39: a date is compared with the answer's own clock, however wrong that is.
    @Test func aDateToWaitForIsComparedWithTheAnswersOwn() {
        var response = Response(status: 503)
        response.headers = [
            .init("Date", "Wed, 21 Oct 2015 07:28:00 GMT"), .init("Retry-After", "Wed, 21 Oct 2015 07:29:30 GMT"),
        ]
        #expect(RetryPolicy.requestedDelay(response) == .seconds(90))
        response.headers = [.init("Retry-After", "7")]
        #expect(RetryPolicy.requestedDelay(response) == .seconds(7))
    }

    // MARK: Redirections and tokens (W10, W23, W24, W31)

    /// W10: a redirection is named with its address, and there was a response.
    @Test func aRedirectionOfTheLoginNamesItsAddress() async throws {
        let platform = try await FakePlatform.start { _ in
            [.send(answer("", status: "301 -", fields: "Location: https://bob:s3cret@monitor.example/x?token=1\r\n"))]
        }
        let result = try await run("show a", on: platform)
        #expect(result.exitStatus == 3)
        #expect(result.failureText.contains("answered 301 and points to"), "\(result.failureText)")
        #expect(result.failureText.contains("monitor.example"))
        #expect(!result.failureText.contains("s3cret") && !result.failureText.contains("response: none"))
    }

    /// W23: a token that ran out and cannot be renewed is named.
    @Test func aFixedTokenThatRanOutIsNamed() async throws {
        let platform = try await FakePlatform.start()
        var profile = platform.profile
        (profile.credentials, profile.token) = (nil, "an old token")
        let session = try await TestSession(profile)
        let result = await session.run("show a")
        #expect(result.failureText.contains("it may have expired"), "\(result.failureText)")
        session.close()
        await platform.server.stop()
    }

    /// W24: credentials for another platform are not "none".
    @Test func credentialsOfAnotherPlatformAreNamed() async throws {
        let (first, second) = (try await FakePlatform.start(), try await FakePlatform.start())
        let session = try await TestSession(first.profile)
        let result = await session.run("use \"\(second.url)\"\nshow a")
        #expect(result.failureText.contains("are for another platform, `\(first.url)`"), "\(result.failureText)")
        session.close()
        await first.server.stop()
        await second.server.stop()
    }
}
