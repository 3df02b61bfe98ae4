import Foundation
import HTTPHarness
import PicketRuntime
import PicketSyntax
import Schemas
import Synchronization
import Testing

@testable import PicketPool

/// What the lines of a journal say, and what is said when one does not fit.
@Suite struct JournalLineTests {
    /// Each line has its time, those of answers and inputs too.
    @Test func everyLineHasItsTime() async throws {
        let platform = try await FakePlatform.startFaulty(.resetAfter, on: "POST")
        let run = try JournalRun()
        let script = "secret s = env(\"S\")\nadd a host=h port=1 user=u password=$s\nshow a"
        let services: @Sendable () -> HostServices = { HostServices(environment: { _ in "a long secret" }) }
        _ = try await run(script, on: platform, resumes: false, services: services)
        _ = try await run(script, on: platform, resumes: true, services: services)
        let lines = try run.lines
        let events = lines.compactMap { $0["event"]?.text }
        for event in ["lost", "answer", "secret", "resume", "end"] { #expect(events.contains(event)) }
        for line in lines {
            #expect(line["time"]?.text.flatMap { CalendarTime.milliseconds(of: $0) } != nil, "\(line)")
        }
        await platform.server.stop()
    }

    /// What a write sends stands once in the journal, and the later lines of a step refer to it.
    @Test func whatAWriteSendsStandsOnce() async throws {
        let platform = try await FakePlatform.start()
        let run = try JournalRun()
        let script =
            "add a host=\"some.host.example\" port=1 user=u password=pppp tags=\"k=v\"\nrequest PUT /x v=\"a word\""
        _ = try await run(script, on: platform, resumes: false)
        #expect(try run.text.ranges(of: "some.host.example").count == 1)
        #expect(try run.text.ranges(of: "a word").count == 1)
        let resumed = try await run(
            script.replacing("a word", with: "a word"), on: platform, resumes: true)
        #expect(!resumed.failureText.contains("the journal has"), "\(resumed.failureText)")
        await platform.server.stop()
    }

    /// Which fields hide a secret is said beside them: a mark of the script's own is no secret.
    @Test func aMarkBesideASecretIsNoSecret() async throws {
        let isBroken = Mutex(true)
        let platform = try await FakePlatform.start { request in
            request.shortLine.hasPrefix("POST /ds-api/pool") && isBroken.withLock { $0 }
                ? FakePlatform.problem(400, "no") : nil
        }
        platform.put("a", ["host": "h", "password": "deep secret", "tags": "note=•••"])
        let run = try JournalRun()
        let script =
            "show a\nlet tags = $last.body.tags\nadd b host=h port=1 user=u password=pppp tags=$tags\nprint $tags"
        #expect(try await run(script, on: platform, resumes: false).exitStatus == 1)
        isBroken.withLock { $0 = false }
        let answer = try run.lines.first { $0["event"] == "answer" }
        #expect(answer?["hidden"] == ["/body/password"])
        let resumed = try await run(script, on: platform, resumes: true)
        #expect(resumed.printed == ["note=•••"], "\(resumed.failureText)")
        #expect(platform.state.withLock { $0.connections["b"]?["tags"] } == "note=•••")
        await platform.server.stop()
    }

    /// Two spellings of one letter are two places: the mark of the one hides a secret, that of the other was sent so.
    @Test func hiddenPlacesAreComparedByBytes() {
        let hidden = HiddenPlaces()
        let filling = HiddenPlaces.Filling(.list(["/body/\u{e9}"]), hidden)
        let filled = filling("/body", .map(["\u{e9}": "•••", "e\u{301}": "•••"]))
        guard case .map(let map) = filled else {
            Issue.record("\(filled)")
            return
        }
        #expect(map["\u{e9}"] != "•••")
        #expect(map["e\u{301}"] == "•••")
    }

    /// Two long requests are shown where they differ, and `now()` is named as the reason.
    @Test func aDifferenceIsShownWhereItIs() async throws {
        let platform = try await FakePlatform.start()
        let run = try JournalRun()
        let long = String(repeating: "x", count: 300)
        let script = "request POST /x text=\"\(long)$(now())y\" more=\"\(long)\"\nexpect status 404"
        _ = try await run(script, on: platform, resumes: false, services: { HostServices(wallClock: { "noon" }) })
        let resumed = try await run(
            script, on: platform, resumes: true, services: { HostServices(wallClock: { "night" }) })
        let text = resumed.failureText
        #expect(text.contains("xnoony") && text.contains("xnighty"), "\(text)")
        #expect(text.contains("`now()`"), "\(text)")
        #expect(text.utf8.count < 900, "\(text)")
        await platform.server.stop()
    }

    /// Texts that a message would cut so that they read alike differ in what is shown of them.
    @Test func partsOfTextsShowTheFirstDifference() {
        let long = String(repeating: "ü", count: 100)
        let (first, second) = TextDifference.parts("a\(long)1\(long)", "a\(long)2\(long)")
        #expect(first != second)
        #expect(first.contains("ü1ü") && second.contains("ü2ü"))
        #expect(first.utf8.count < 100)
        #expect(TextDifference.parts("a", "b") == ("a", "b"))
        #expect(TextDifference.parts(long, long).first.hasPrefix("ü"))
        let (whole, part) = TextDifference.parts(long, long + "more")
        #expect(whole != part && part.hasSuffix("more"))
    }

    /// What is no regular file is no journal, and is not read without end.
    @Test(arguments: ["/dev/zero", "/dev/full", "/"])
    func onlyARegularFileIsAJournal(path: String) {
        let error = #expect(throws: JournalProblem.self) { _ = try JournalFile.reopen(path) }
        #expect(error?.message == "`\(path)` is not a regular file, so it cannot be a journal")
    }

    // MARK: Files that were mended

    private func identity(_ text: String) -> JournalIdentity {
        JournalIdentity(sources: [.init(name: "fleet.picket", text: text)], seed: 7)
    }

    /// A script that was mended on purpose goes on: what was done is compared step by step, the rest is free.
    @Test func aMendedScriptGoesOn() async throws {
        let run = try JournalRun()
        let secrets = SecretStore()
        try Journal.create(run.path, identity: identity("one"), secrets: secrets, cost: 1).close()
        let refused = #expect(throws: JournalProblem.self) {
            try Journal.resume(run.path, identity: identity("two"), secrets: secrets)
        }
        #expect(refused?.message.contains("`fleet.picket` differs from line 1 on") == true)
        #expect(throws: JournalProblem.self) {
            try Journal.resume(
                run.path, identity: identity("two"), secrets: secrets, Resumption(isEdited: { $0 == "other.picket" }))
        }
        try Journal.resume(
            run.path, identity: identity("two"), secrets: secrets, Resumption(isEdited: { $0 == "fleet.picket" })
        ).close()
        // From then on the mended script is the journal's.
        try Journal.resume(run.path, identity: identity("two"), secrets: secrets).close()
        JournalSchema.expectGoodLines(run.path)
        #expect(throws: JournalProblem.self) {
            try Journal.resume(run.path, identity: identity("one"), secrets: secrets)
        }
    }

    /// A mended data file goes on, too; rows that were done must be the same.
    @Test func aMendedDataFileGoesOn() async throws {
        let platform = try await FakePlatform.start()
        let run = try JournalRun()
        let script = "for row in csv(\"rows.csv\") { ensure $row.name host=h port=1 user=u password=pppp }\nprint done"
        let rows: @Sendable ([String]) -> @Sendable () -> HostServices = { names in
            {
                HostServices(readFile: { _, _ in
                    .value(.list(names.map { .map(["name": .string($0)]) }))
                })
            }
        }
        #expect(try await run(script, on: platform, resumes: false, services: rows(["a", "b"])).printed == ["done"])
        let edited: @Sendable () -> Resumption = { Resumption(isEdited: { $0 == "rows.csv" }) }
        let refused = try await run(script, on: platform, resumes: true, services: rows(["a", "b", "c"]))
        #expect(refused.failureText.contains("the data file `rows.csv` is not what it was"))
        let other = try await run(
            script, on: platform, resumes: true, services: rows(["a", "x"]), resumption: edited)
        #expect(other.failureText.contains("at this step (#2)"), "\(other.failureText)")
        let mended = try await run(
            script, on: platform, resumes: true, services: rows(["a", "b", "c"]), resumption: edited)
        #expect(mended.printed == ["done"], "\(mended.failureText)")
        #expect(platform.lines.count { $0.hasPrefix("POST") } == 3)
        let again = try await run(script, on: platform, resumes: true, services: rows(["a", "b", "c"]))
        #expect(again.printed == ["done"], "\(again.failureText)")
        await platform.server.stop()
    }
}
