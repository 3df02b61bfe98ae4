import HTTPHarness
import PicketRuntime
import Synchronization
import Testing

@testable import PicketPool

/// What a run says at its end about writes whose effect it does not know, and what it learns about them before.
@Suite struct DoubtEndTests {
    private static let fields = "host=h port=1 user=u password=pppp"
    private static let object: ValueMap = ["host": "h", "port": 1, "user": "u", "password": "pppp", "tags": ""]

    /// The platform answers the given request lines by these steps, each so often; it does not act then.
    private func platform(
        _ faults: [(line: String, steps: [Step], times: Int)], shows hidden: [String: Value] = [:],
        acting act: @escaping @Sendable (FakePlatform, String) -> Void = { _, _ in }
    ) async throws -> FakePlatform {
        let met = Mutex<[Int]>(faults.map { _ in 0 })
        let box = Mutex<FakePlatform?>(nil)
        let platform = try await FakePlatform.start { request in
            let line = request.shortLine
            for (index, fault) in faults.enumerated() where line.hasPrefix(fault.line) {
                let count = met.withLock { met in
                    met[index] += 1
                    return met[index]
                }
                guard count <= fault.times else { continue }
                if let platform = box.withLock({ $0 }) { act(platform, line) }
                return fault.steps
            }
            guard !hidden.isEmpty, line.hasPrefix("GET /ds-api/pool"), let platform = box.withLock({ $0 }) else {
                return nil
            }
            return platform.state.withLock { state in
                guard var shown = state.connections["a"] else { return nil }
                for (key, value) in hidden { shown[key] = value }
                return FakePlatform.answer(200, shown)
            }
        }
        box.withLock { $0 = platform }
        platform.put("a", Self.object)
        return platform
    }

    private let instances = "/ds-api/pool/pg-instances/a"

    @Test(
        arguments: [
            ("update a password=another", ["password": "***"]), ("update a password=another", ["password": .null]),
            ("update a port=2", ["port": .null]), ("disable a", ["enabled": .null]),
            ("update a host=xxx", ["host": "xxxx"]),
            ("ensure a host=h port=1 user=u password=pppp enabled=false", ["enabled": .null]),
        ] as [(String, [String: Value])])
    func aFieldThatIsNotShownDoesNotProveAWrite(_ command: String, _ hidden: [String: Value]) async throws {
        for script in [command, "try { \(command) } catch e { }", "for n in [a] { try { \(command) } catch e { } }"] {
            let platform = try await self.platform([("PUT", [.reset], 99), ("PATCH", [.reset], 99)], shows: hidden)
            let result = try await run(script, on: platform)
            #expect(result.exitStatus == 1, "\(script)")
            #expect(!result.failureText.contains("is as the request meant"), "\(result.failureText)")
        }
    }

    @Test func whatTheRunLearnsItselfEndsADoubt() async throws {
        let failed = FakePlatform.problem(500, "broken")
        for (fault, script) in [
            ("PUT", "try { update a port=2 } catch e { }\nensure a \(Self.fields)"),
            ("PATCH", "try { disable a } catch e { }\nensure a \(Self.fields) enabled=true"),
            ("PUT", "try { update a port=2 } catch e { }\nupdate a port=3"),
            ("PUT", "try { update a port=2 } catch e { }\ndelete a"),
            ("DELETE", "try { delete a } catch e { }\nremove a\nremove a"),
        ] {
            let platform = try await self.platform([(fault, failed, 1)])
            let result = try await run(script, on: platform)
            #expect(result.exitStatus == 0, "\(script): \(result.failureText)")
        }
    }

    @Test func aConnectionThatWasNotDeletedIsStillThere() async throws {
        let page = [Step.send(answer("<h1>no</h1>", status: "404 -", fields: "Content-Type: text/html\r\n"))]
        let platform = try await self.platform([("DELETE", page, 99)])
        let result = try await run("try { delete a } catch e { }", on: platform)
        #expect(result.exitStatus == 1)
        #expect(result.failureText.contains("it is still there"), "\(result.failureText)")
    }

    /// A read that settles a doubt is tried again whatever goes wrong with it.
    @Test(arguments: [500, 403, 302]) func aReadBackThatFailsOnceIsTriedAgain(_ status: Int) async throws {
        let platform = try await self.platform(
            [("DELETE", [.reset], 1), ("GET", [.send(answer("{}", status: "\(status) -"))], 1)]
        ) { platform, line in
            if line.hasPrefix("DELETE") { platform.state.withLock { $0.connections["a"] = nil } }
        }
        let result = try await run("delete a", on: platform)
        #expect(result.exitStatus == 0, "\(result.failureText)")
    }

    /// Somebody else made the connection while the answer was lost: not all of it is as the command means.
    @Test func anEnsureWhoseAnswerIsLostLooksAgain() async throws {
        func result(_ other: ValueMap, _ command: String) async throws -> (ScriptRun, FakePlatform) {
            let platform = try await self.platform([("POST /ds-api/pool", [.reset], 1)]) { platform, line in
                if line.hasPrefix("POST") { platform.put("a", other) }
            }
            platform.state.withLock { $0.connections["a"] = nil }
            return (try await run("\(command)\nprint $last.change", on: platform), platform)
        }
        let (same, _) = try await result(Self.object, "ensure a \(Self.fields)")
        #expect(same.exitStatus == 0 && same.printed == ["unknown"], "\(same.printed) \(same.failureText)")
        var other = Self.object
        other["enabled"] = false
        let (enabled, platform) = try await result(other, "ensure a \(Self.fields) enabled=true")
        #expect(enabled.exitStatus == 0 && enabled.printed == ["updated"], "\(enabled.printed) \(enabled.failureText)")
        #expect(platform.state.withLock { $0.connections["a"]?["enabled"] } == true)
        other = Self.object
        other["password"] = "of-others"
        let (password, shown) = try await result(other, "ensure a \(Self.fields)")
        #expect(password.exitStatus == 0, "\(password.failureText)")
        #expect(shown.state.withLock { $0.connections["a"]?["password"] } == "pppp")
    }

    /// Both of its writes got no answer, and took effect.
    @Test func anEnsureThatLosesTwoAnswersSaysThatItCannotTellWhoDidIt() async throws {
        let platform = try await self.platform([("POST /ds-api/pool", [.reset], 1), ("PATCH", [.reset], 1)]) {
            platform, line in
            var made = Self.object
            made["enabled"] = .boolean(line.hasPrefix("PATCH"))
            platform.put("a", made)
        }
        platform.state.withLock { $0.connections["a"] = nil }
        let result = try await run("ensure a \(Self.fields) enabled=true\nprint $last.change", on: platform)
        #expect(result.exitStatus == 0 && result.printed == ["unknown"], "\(result.printed) \(result.failureText)")
    }

    /// A password in clear that is another proves that the connection is another's.
    @Test func anAdditionWithAnotherPasswordIsNotOurs() async throws {
        var other = Self.object
        other["password"] = "of-others"
        for (shown, status) in [("of-others", 1), ("pppp", 0), ("***", 0), ("md5a3f0c1", 0), ("", 0)] {
            var object = other
            object["password"] = .string(shown)
            let made = object
            let platform = try await self.platform([("POST /ds-api/pool", [.reset], 99)]) { platform, _ in
                platform.put("a", made)
            }
            platform.state.withLock { $0.connections["a"] = nil }
            let result = try await run("add a \(Self.fields)", on: platform)
            #expect(result.exitStatus == status, "\(shown): \(result.failureText)")
        }
    }

    /// What cannot be told ends a run with 1, also where the script went on. A script that expects the answer knows of it.
    @Test func anUnknownEffectOfARequestIsNoSuccess() async throws {
        func result(_ script: String) async throws -> ScriptRun {
            let platform = try await FakePlatform.start { request in
                request.shortLine.hasSuffix("/x") ? [.send(answer("{}", status: "500 -"))] : nil
            }
            return try await run(script, on: platform)
        }
        let caught = try await result("try { request POST /x } catch e { }\nprint on")
        #expect(caught.exitStatus == 1 && caught.printed == ["on"])
        #expect(caught.failureText.contains("whether 1 write of the run took effect is not known"))
        let expected = try await result("request POST /x\nexpect status 500")
        #expect(expected.exitStatus == 0, "\(expected.failureText)")
    }
}
