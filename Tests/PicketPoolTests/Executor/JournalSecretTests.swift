import Foundation
import HTTPHarness
import PicketRuntime
import Testing

@testable import PicketPool

/// Parameters and secrets belong to a run: a journal keeps slow, salted hashes of them, and refuses others by name.
@Suite struct JournalSecretTests {
    private static func environment(_ password: String?) -> @Sendable () -> HostServices {
        { HostServices(environment: { $0 == "PG_PASSWORD" ? password : nil }) }
    }

    @Test func parametersNeverStandInClear() async throws {
        let platform = try await FakePlatform.start()
        let run = try JournalRun()
        let script = "param password\nparam region\nping"
        let given: [String: Value] = ["password": "paris in spring", "region": "lyon-region"]
        #expect(try await run(script, on: platform, resumes: false, parameters: given).exitStatus == 0)
        #expect(try !run.text.contains("paris"))
        #expect(try !run.text.contains("lyon"))
        #expect(try await run(script, on: platform, resumes: true, parameters: given).exitStatus == 0)
        for (name, value) in [("password", "paris in autumn"), ("region", "nice")] as [(String, Value)] {
            var other = given
            other[name] = value
            let error = await #expect(throws: JournalProblem.self) {
                try await run(script, on: platform, resumes: true, parameters: other)
            }
            #expect(error?.message.contains("the parameter `\(name)` has another value") == true)
        }
        await platform.server.stop()
    }

    /// Half the fleet must not get the old password and the other half the new one.
    @Test(arguments: [
        "secret pw = env(\"PG_PASSWORD\")\ntry { add a host=h port=1 user=u password=$pw } catch { }\nprint done":
            "the secret `pw`",
        "try { add a host=h port=1 user=u password=$(env(\"PG_PASSWORD\")) } catch { }\nprint done":
            "the environment variable `PG_PASSWORD`",
        "try { add a host=h port=1 user=u password=$(secret(env(\"PG_PASSWORD\"))) } catch { }\nprint done":
            "the environment variable `PG_PASSWORD`",
        "try { for i in [1, 2] parallel 2 { secret pw = env(\"PG_PASSWORD\", x) } } catch { }\nprint done":
            "the secret `pw`",
    ])
    func anotherSecretIsRefusedByName(script: String, name: String) async throws {
        let platform = try await FakePlatform.start()
        let run = try JournalRun()
        let old = Self.environment("the old one")
        #expect(try await run(script, on: platform, resumes: false, services: old).printed == ["done"])
        #expect(try !run.text.contains("the old one"))
        let count = platform.requests.count
        for other in ["the new one", nil] {
            let resumed = try await run(script, on: platform, resumes: true, services: Self.environment(other))
            if other == nil, script.hasPrefix("secret") {
                // What is not set ends the run where it stands, as without a journal.
                #expect(resumed.failureText.contains("the environment variable `PG_PASSWORD` is not set"))
                #expect(resumed.exitStatus == 1)
            } else {
                #expect(resumed.failureText.contains("\(name) has another value"), "\(resumed.failureText)")
                #expect(resumed.exitStatus == 2)
            }
            #expect(resumed.printed == [])
        }
        #expect(platform.requests.count == count)
        let same = try await run(script, on: platform, resumes: true, services: old)
        #expect(same.printed == ["done"], "\(same.failureText)")
        await platform.server.stop()
    }

    /// A secret that comes from elsewhere than the environment.
    @Test func anotherValueOfASecretStatementIsRefusedByName() async throws {
        let platform = try await FakePlatform.start()
        let run = try JournalRun()
        let script = "for n in [a, b] {\n secret pw = \"of $n at $(now())\"\n}\nprint done"
        let first: @Sendable () -> HostServices = { HostServices(wallClock: { "noon" }) }
        #expect(try await run(script, on: platform, resumes: false, services: first).printed == ["done"])
        #expect(try run.lines.count { $0["event"] == "secret" && $0["name"] == "pw" } == 2)
        let later: @Sendable () -> HostServices = { HostServices(wallClock: { "midnight" }) }
        let resumed = try await run(script, on: platform, resumes: true, services: later)
        #expect(resumed.failureText.contains("the secret `pw` has another value"), "\(resumed.failureText)")
        #expect(try await run(script, on: platform, resumes: true, services: first).printed == ["done"])
        await platform.server.stop()
    }

    /// The first run learns of a secret that the resumed run never sees: the journal hides it, and the command is the same.
    @Test func aSecretThatOnlyOneRunKnowsMakesNoOtherCommand() async throws {
        let platform = try await FakePlatform.start()
        platform.put("a", ["password": "deep secret"])
        let run = try JournalRun()
        let script = """
            show a
            add b host=h port=1 user=u password=pppp tags="note=deep secret"
            show b
            print done
            """
        #expect(try await run(script, on: platform, resumes: false).printed == ["done"])
        #expect(try !run.text.contains("deep secret"))
        #expect(try run.lines.contains { $0["digest"] != nil })
        let count = platform.lines.count
        let resumed = try await run(script, on: platform, resumes: true)
        #expect(resumed.printed == ["done"], "\(resumed.failureText)")
        #expect(platform.lines.count == count)
        await platform.server.stop()
    }

    /// What is hidden in a command does not make it equal to others.
    @Test(arguments: ["h", "deep secret"])
    func anotherCommandIsRefusedWhateverIsHiddenInIt(host: String) async throws {
        let platform = try await FakePlatform.start()
        platform.put("a", ["password": "deep secret"])
        let run = try JournalRun()
        let script = "show a\nadd b host=\"\(host)\" port=1 user=\"$(now())\" password=pppp"
        let first: @Sendable () -> HostServices = { HostServices(wallClock: { "noon" }) }
        #expect(try await run(script, on: platform, resumes: false, services: first).exitStatus == 0)
        let later: @Sendable () -> HostServices = { HostServices(wallClock: { "midnight" }) }
        let resumed = try await run(script, on: platform, resumes: true, services: later)
        #expect(resumed.failureText.contains("the journal has"), "\(resumed.failureText)")
        await platform.server.stop()
    }

    /// A secret argument is no part of what tells a command from another: a resumed run may have another one.
    @Test func aSecretArgumentIsNoPartOfAStep() async throws {
        let platform = try await FakePlatform.start()
        let run = try JournalRun()
        let script = "add b host=\"h$(secret(now()))\" port=1 user=u password=$(secret(now()))\nprint done"
        let first: @Sendable () -> HostServices = { HostServices(wallClock: { "noon" }) }
        #expect(try await run(script, on: platform, resumes: false, services: first).printed == ["done"])
        let later: @Sendable () -> HostServices = { HostServices(wallClock: { "midnight" }) }
        let resumed = try await run(script, on: platform, resumes: true, services: later)
        #expect(resumed.printed == ["done"], "\(resumed.failureText)")
        await platform.server.stop()
    }

    /// What the journal hid goes through the script like the secret, and is sent nowhere, however it was changed on the way.
    @Test(arguments: [
        "request POST /x v=\"<$word>\"", "request POST /x v=$(upper($word))",
        "add b host=$word port=1 user=u password=pppp",
        "login u password=$word",
    ])
    func whatTheJournalHidIsSentNowhere(command: String) async throws {
        let platform = try await FakePlatform.start()
        platform.put("a", ["password": "deep secret"])
        let run = try JournalRun()
        let script = "show a\nlet word = $last.body.password\nprint $word\ntry { \(command) } catch { }"
        _ = try await run(script, on: platform, resumes: false)
        // As if the run had been killed right after its first answer.
        let kept = try run.text.split(separator: "\n").prefix(2)
        try (kept.joined(separator: "\n") + "\n").write(toFile: run.path, atomically: true, encoding: .utf8)
        let count = platform.requests.count { $0.shortLine.hasPrefix("POST") }
        let resumed = try await run(script, on: platform, resumes: true)
        #expect(resumed.failureText.contains("does not hold"), "\(resumed.failureText)")
        #expect(resumed.printed == ["•••"])
        #expect(platform.requests.count { $0.shortLine.hasPrefix("POST") } == count)
        await platform.server.stop()
    }

    /// Header fields are hidden by the one list of them: who has a cookie acts as somebody else, and a URL holds passwords. A
    /// resumed script does not send what is left of such a URL.
    @Test func credentialsInHeadersAreNotKept() async throws {
        let platform = try await FakePlatform.start { request in
            if request.shortLine.contains("/note") { return FakePlatform.answer(200, ["text": "x"]) }
            guard request.shortLine.contains("/moved") else { return nil }
            return [
                .send(
                    "HTTP/1.1 302 -\r\nLocation: http://bob:first-one@h/x?password=second-one\r\nSet-Cookie: sid=third-one\r\n"
                        + "X-Trace: kept\r\nContent-Length: 0\r\n\r\n")
            ]
        }
        let run = try JournalRun()
        let script = """
            request GET /moved
            expect status 302
            let place = $last.headers.location
            print $place, $last.headers["set-cookie"]
            request GET /note
            try { request POST /moved to=$place } catch { }
            """
        let first = try await run(script, on: platform, resumes: false)
        for secret in ["first-one", "second-one", "third-one"] {
            #expect(!first.printed.joined().contains(secret), "\(first.printed)")
        }
        for secret in ["bob", "first-one", "second-one", "third-one"] {
            #expect(try !run.text.contains(secret), "\(secret)")
        }
        #expect(try run.text.contains("kept"))
        let kept = try run.text.split(separator: "\n").prefix(3)
        try (kept.joined(separator: "\n") + "\n").write(toFile: run.path, atomically: true, encoding: .utf8)
        let count = platform.requests.count { $0.shortLine.hasPrefix("POST /moved") }
        let resumed = try await run(script, on: platform, resumes: true)
        #expect(resumed.failureText.contains("does not hold"), "\(resumed.failureText)")
        #expect(platform.requests.count { $0.shortLine.hasPrefix("POST /moved") } == count)
        await platform.server.stop()
    }

    /// A text that looks like the mark of a secret is a text like any other.
    @Test func aMarkInAnAnswerIsNoSecret() async throws {
        let platform = try await FakePlatform.start { request in
            request.shortLine.contains("/note") ? FakePlatform.answer(200, ["text": "•••"]) : nil
        }
        let run = try JournalRun()
        let script = "request GET /note\nrequest POST /note v=$last.body.text\nprint done"
        #expect(try await run(script, on: platform, resumes: false).printed == ["done"])
        let kept = try run.text.split(separator: "\n").prefix(2)
        try (kept.joined(separator: "\n") + "\n").write(toFile: run.path, atomically: true, encoding: .utf8)
        let resumed = try await run(script, on: platform, resumes: true)
        #expect(resumed.printed == ["done"], "\(resumed.failureText)")
        #expect(platform.requests.last?.body == #"{"v":"•••"}"#)
        await platform.server.stop()
    }

    /// Two journals of one secret hold no equal hash.
    @Test func eachJournalHasASaltOfItsOwn() async throws {
        let platform = try await FakePlatform.start()
        var hashes: Set<String> = []
        for _ in 1...2 {
            let run = try JournalRun()
            let services = Self.environment("the same one")
            let script = "param p\nsecret pw = env(\"PG_PASSWORD\")\nping"
            _ = try await run(script, on: platform, resumes: false, parameters: ["p": "x"], services: services)
            let own = try run.lines.compactMap { $0["hash"]?.text }
            #expect(own.count == 1)
            #expect(hashes.isDisjoint(with: own))
            hashes.formUnion(own)
        }
        await platform.server.stop()
    }

    /// What the hash of a value is made of: the digests of the standard's own examples.
    @Test func digestsAreThoseOfTheStandard() {
        #expect(SHA256.digits([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            SHA256.digits(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            SHA256.digits(Array(repeating: UInt8(ascii: "a"), count: 1_000_000))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func anOldJournalIsRefusedWithASentence() async throws {
        let platform = try await FakePlatform.start()
        let run = try JournalRun()
        _ = try await run("ping", on: platform, resumes: false)
        let old = try run.text.replacing("\"version\":2", with: "\"version\":1")
        try old.write(toFile: run.path, atomically: true, encoding: .utf8)
        let error = await #expect(throws: JournalProblem.self) { try await run("ping", on: platform, resumes: true) }
        #expect(error?.message.contains("another version of this program") == true)
        await platform.server.stop()
    }
}
