import HTTPHarness
import PicketRuntime
import Synchronization
import Testing

@testable import PicketPool

/// Refusals that prove nothing about a write, and those that a new login or fewer requests would end.
@Suite struct ForeignRefusalTests {
    private static let add = "add a host=h port=1 user=u password=pppp"
    private static let ensure = "ensure a host=h port=1 user=u password=pppp"

    /// A gateway answers the first requests that begin so with a page of its own.
    ///
    /// - Parameter takesEffect: Whether the platform has acted before.
    private func gateway(_ status: Int, takesEffect: Bool, after losses: Int = 0) async throws -> FakePlatform {
        let count = Mutex(0)
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.hasPrefix("POST /ds-api/pool"), let platform = box.withLock({ $0 }) else {
                return nil
            }
            let number = count.withLock { count in
                count += 1
                return count
            }
            if number <= losses { return [.reset] }
            if takesEffect { _ = platform.answer(request) }
            let page = HTTPHarness.answer("<p>hm</p>", status: "\(status) -", fields: "Content-Type: text/html\r\n")
            return [.send(page)]
        }
        box.withLock { $0 = platform }
        return platform
    }

    /// The page may come from anybody, so the effect of the write stays in doubt, whatever the script expects.
    @Test(arguments: [403, 404, 409, 422], [add, ensure])
    func aPageWithAStatusOfRefusalIsNoRefusal(status: Int, command: String) async throws {
        for script in ["\(command)\nexpect status \(status)", "try { \(command) } catch { }"] {
            let platform = try await gateway(status, takesEffect: false)
            let (result, text) = try await platform.told(script)
            #expect(result.exitStatus == 1, "\(script) \(result.failureText)")
            #expect(text == "1 cannot be told (a)", "\(script) \(text)")
        }
    }

    @Test(arguments: [403, 409]) func whatTookEffectIsFoundAtTheEnd(status: Int) async throws {
        let platform = try await gateway(status, takesEffect: true)
        let (result, text) = try await platform.told("\(Self.add)\nexpect status \(status)")
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(text == "1 as meant, by whom is not known", "\(text)")
    }

    /// The same answer to a repetition.
    @Test func aPageAfterALossIsNoRefusal() async throws {
        let platform = try await gateway(409, takesEffect: false, after: 1)
        let session = try await TestSession(platform.profile)
        let result = await session.run("\(Self.add)\nexpect status 409")
        session.close()
        #expect(result.exitStatus == 1, "\(result.failureText)")
    }

    /// The token that a lost answer would have proved is dead: one login lets the connection be read.
    @Test func aLostWriteIsReadBackWithANewToken() async throws {
        let isFirst = Mutex(true)
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start { request in
            guard request.shortLine.hasPrefix("POST /ds-api/pool"), let platform = box.withLock({ $0 }),
                isFirst.withLock({ isFirst in
                    defer { isFirst = false }
                    return isFirst
                })
            else { return nil }
            _ = platform.answer(request)
            platform.expireTokens()
            return [.reset]
        }
        box.withLock { $0 = platform }
        let result = try await run(Self.add, on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
        #expect(platform.state.withLock { $0.logins } == 2)
    }

    /// A platform that refuses every token gets one more login, and not one for each read.
    @Test func aTokenIsDoubtedOnce() async throws {
        let platform = try await FakePlatform.start { request in
            if request.shortLine.hasPrefix("POST /ds-api/pool") { return [.reset] }
            return request.shortLine.hasPrefix("GET /ds-api/pool") ? FakePlatform.problem(401, "no") : nil
        }
        let result = try await run(Self.add, on: platform)
        #expect(result.exitStatus == 1)
        #expect(platform.state.withLock { $0.logins } == 2)
    }

    @Test(arguments: ["show a", add]) func tooManyRequestsAreToldWithTheRate(command: String) async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.contains("user-token") ? nil : FakePlatform.problem(429, "slow down")
        }
        let session = try await TestSession(platform.profile) { $0.retryPolicy.retries = 0 }
        let result = await session.run(command)
        session.close()
        #expect(result.failureText.contains("ask for less with `--rate`, or try again later"), "\(result.failureText)")
    }

    @Test(arguments: [#"{"user-token":""}"#, #"{"user-token":null}"#, "{}"])
    func anEmptyTokenIsNone(body: String) async throws {
        let platform = try await FakePlatform.start { request in
            let login: String = HTTPHarness.answer(body, status: "201 -")
            return request.shortLine.contains("user-token") ? [.send(login)] : nil
        }
        let result = try await run("show a", on: platform)
        #expect(result.failureText.contains("the answer to the login holds no token"), "\(result.failureText)")
    }
}
