import HTTPHarness
import PicketRuntime
import Synchronization
import Testing

@testable import PicketPool

/// What an answer to a script's own `request` proves about the connection that it writes, and what the end of the run
/// makes of a doubt. The platform's own state is the witness.
@Suite struct OwnRequestAnswerTests {
    private static let fields = "host=h port=1 user=u password=pppp"
    private static let object: ValueMap = ["host": "h", "port": 1, "user": "u", "password": "pppp", "tags": ""]
    private static let path = "/ds-api/pool/pg-instances/a"

    private enum Effect {
        case none, atOnce
        /// At the first read after another write was answered, or after two reads.
        case late
    }

    /// The first request that begins so is answered by these steps.
    private func platform(_ line: String, _ steps: [Step], _ effect: Effect) async throws -> FakePlatform {
        let box = Mutex<FakePlatform?>(nil)
        let state = Mutex((late: ServerRequest?.none, hasMet: false, others: 0))
        let platform = try await FakePlatform.start { request in
            guard let platform = box.withLock({ $0 }), request.shortLine.contains(" /ds-api/pool") else { return nil }
            let isFirst = state.withLock { state in
                guard !state.hasMet, request.shortLine.hasPrefix(line) else { return false }
                state.hasMet = true
                if case .late = effect { state.late = request }
                return true
            }
            if isFirst {
                if case .atOnce = effect { _ = platform.answer(request) }
                return steps
            }
            let late = state.withLock { state -> ServerRequest? in
                guard let late = state.late else { return nil }
                state.others += 1
                guard state.others > 1 else { return nil }
                state.late = nil
                return late
            }
            if let late { _ = platform.answer(late) }
            return nil
        }
        box.withLock { $0 = platform }
        platform.put("a", Self.object)
        return platform
    }

    private func told(_ script: String, _ platform: FakePlatform) async throws -> (run: ScriptRun, text: String) {
        try await platform.told(script)
    }

    private static func page(_ status: Int, _ type: String = "text/html", _ body: String = "<h1>hm</h1>") -> [Step] {
        [.send(answer(body, status: "\(status) -", fields: "Content-Type: \(type)\r\n"))]
    }

    // MARK: Expected answers

    /// A gateway's 504 that the script expects: nobody read the connection, and the status was 0 either way.
    @Test(arguments: [302, 408, 499, 500, 501, 502, 503, 504, 520])
    func anExpectedAnswerLeavesTheDoubt(_ status: Int) async throws {
        let script = "request PUT \(Self.path) body={port: 9}\nexpect status \(status)"
        for steps in [Self.page(status), FakePlatform.problem(status, "no")] {
            let there = try await platform("PUT", steps, .atOnce)
            let (done, text) = try await told(script, there)
            #expect(done.exitStatus == 0 && text == "1 as meant, by whom is not known", "\(text) \(done.failureText)")
            #expect(there.lines.contains("GET \(Self.path)"))
            let (undone, told) = try await told(script, try await platform("PUT", steps, .none))
            #expect(undone.exitStatus == 1 && told == "1 cannot be told (a)", "\(told) \(undone.failureText)")
            #expect(undone.failureText.contains("its `port` is not as the request meant"), "\(undone.failureText)")
        }
    }

    @Test func anExpectedErrorLeavesTheDoubt() async throws {
        let script = "request PUT \(Self.path) body={port: 9}\nexpect error"
        let (done, text) = try await told(script, try await platform("PUT", [.reset], .atOnce))
        #expect(done.exitStatus == 0 && text == "1 as meant, by whom is not known", "\(text) \(done.failureText)")
        let (undone, _) = try await told(script, try await platform("PUT", [.reset], .none))
        #expect(undone.exitStatus == 1)
    }

    /// The second write was followed by the late effect of the first, and the status was 0.
    @Test(arguments: [504, 302])
    func anExpectedAnswerIsWaitedForAfterALaterWrite(_ status: Int) async throws {
        let platform = try await platform("PUT", Self.page(status), .late)
        let (run, _) = try await told(
            "request PUT \(Self.path) body={port: 9}\nexpect status \(status)\nupdate a port=10", platform)
        #expect(platform.state.withLock { $0.connections["a"]?["port"] } == 9)
        #expect(run.exitStatus == 1 && run.failureText.contains("its `port` is not as the run left it"))
    }

    /// Of other endpoints nothing can be read, and the script has said that it knows about the answer.
    @Test func anExpectedAnswerOfAnotherEndpointIsNoFailure() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasPrefix("PUT") ? Self.page(504) : nil
        }
        let (run, text) = try await told("request PUT /ds-api/x body={port: 9}\nexpect status 504", platform)
        #expect(run.exitStatus == 0 && text == "1 cannot be told", "\(text) \(run.failureText)")
    }

    // MARK: Answers in another form

    /// A gateway's page counted as a failure or a success of the write, whatever the platform had done.
    @Test(arguments: [
        ("PUT", 404, "text/html", "<h1>hm</h1>"), ("DELETE", 404, "text/html", "<h1>hm</h1>"),
        ("PUT", 409, "application/json", "{}"), ("PUT", 200, "application/json", "{}"),
        ("DELETE", 200, "text/html", "<h1>hm</h1>"), ("PUT", 200, "application/json", #"{"status": "maintenance"}"#),
        ("PUT", 200, "application/json", ""), ("DELETE", 200, "application/json", #"{"status":"Connection updated!"}"#),
        ("PUT", 202, "application/json", #"{"status":"Connection updated!"}"#),
    ])
    func anAnswerInAnotherFormProvesNothing(
        _ method: String, _ status: Int, _ type: String, _ body: String
    ) async throws {
        let request = "request \(method) \(Self.path)" + (method == "PUT" ? " body={port: 9}" : "")
        let steps = Self.page(status, type, body)
        for script in ["try { \(request) } catch e { }", "\(request)\nexpect status \(status)"] {
            let (done, text) = try await told(script, try await platform(method, steps, .atOnce))
            #expect(done.exitStatus == 0 && text == "1 as meant, by whom is not known", "\(text) \(done.failureText)")
            let (undone, told) = try await told(script, try await platform(method, steps, .none))
            #expect(undone.exitStatus == 1 && told == "1 cannot be told (a)", "\(told) \(undone.failureText)")
        }
    }

    /// The connection was said to be unchanged, and was gone.
    @Test func anEnsureAfterAPageIsLookedAtWhenTheRunEnds() async throws {
        let platform = try await platform("DELETE", Self.page(404), .late)
        let (run, _) = try await told(
            "request DELETE \(Self.path)\nexpect status 404\nensure a \(Self.fields)", platform)
        #expect(platform.state.withLock { $0.connections["a"] } == nil)
        #expect(run.exitStatus == 1 && run.failureText.contains("it is not there"), "\(run.failureText)")
    }

    @Test func theScriptSeesAPageAsItIs() async throws {
        let platform = try await platform("PUT", Self.page(404), .atOnce)
        let (run, _) = try await told(
            "request PUT \(Self.path) body={port: 9}\nexpect status 404\nprint $last.body\nprint $last.note", platform)
        #expect(run.printed.first == "<h1>hm</h1>" && run.exitStatus == 0, "\(run.failureText)")
        #expect(run.printed.last?.contains("is not the platform's own (11 bytes, text/html)") == true, "\(run.printed)")
    }

    /// The platform's own answers prove what they say, so nothing is read.
    @Test func anAnswerOfThePlatformProvesTheRequest() async throws {
        for (request, told) in [
            ("request PUT \(Self.path) body={port: 9}", "1 other write"),
            ("request PATCH \(Self.path)/disable", "1 other write"), ("request DELETE \(Self.path)", "1 other write"),
            ("request POST \(Self.path)2 body={host: h, port: 1, user: u, password: pppp}", "1 other write"),
            ("try { request POST \(Self.path) body={host: h} } catch e { }", "1 failed (a)"),
            ("try { request DELETE \(Self.path)2 } catch e { }", "1 failed (a2)"),
        ] {
            let platform = try await platform("none", [], .none)
            let (run, text) = try await self.told(request, platform)
            #expect(run.exitStatus == 0 && text == told, "\(request): \(text) \(run.failureText)")
            #expect(!platform.lines.contains { $0.hasPrefix("GET") }, "\(request)")
        }
    }
}
