import Foundation
import HTTPHarness
import PicketRuntime
import Schemas
import Testing

@testable import PicketPool

/// `docs/journal.schema.json` describes every line of a journal. Whoever starts a run in a test (`TestSession`, and the helpers
/// of the program's tests) holds the journal against it when the run ends.
@Suite struct JournalSchemaTests {
    private static let script = """
        secret pw = env("PW")
        let who = env("WHO")
        for name in lines("names.txt") { show $name; expect status 404 }
        show a; expect status 404
        add a host=h port=1 user=u password=$pw tags="who=$who"
        show a
        ensure a host=h2 port=1 user=u password=$pw
        for i in [1] { request POST /ds-api/nothing x=1 }
        remove a
        request POST /other x=1 headers={A: b}
        """

    private static func services() -> HostServices {
        HostServices(
            environment: { $0 == "PW" ? "a long secret" : "somebody" }, readFile: { _, _ in .value(["x", "y"]) })
    }

    private static func platform() async throws -> FakePlatform {
        try await FakePlatform.start { request in
            request.shortLine.hasSuffix("/other") ? [.send(answer("", status: "504 -"))] : nil
        }
    }

    /// A run and two that go on with it write every event that there is, and each line is as the schema says.
    @Test func everyEventIsAsTheSchemaSays() async throws {
        let platform = try await Self.platform()
        let run = try JournalRun()
        _ = try await run(
            Self.script, on: platform, resumes: false, services: Self.services, continuesOnError: true)
        _ = try await run(
            Self.script, on: platform, resumes: true, services: Self.services, continuesOnError: true,
            resumption: { Resumption(settlements: [("#9", .done)]) })
        let events = Set(try run.lines.compactMap { $0["event"]?.text })
        #expect(
            events == [
                "begin", "resume", "file", "secret", "variable", "send", "lost", "answer", "settle", "recorded", "end",
            ])
        #expect(try JournalSchema.faults(Data(run.text.utf8)) == [])
        await platform.server.stop()
    }

    /// Whatever is another thing in a line is found.
    @Test func theSchemaRefusesWhatIsNoLine() async throws {
        let platform = try await Self.platform()
        let run = try JournalRun()
        _ = try await run(
            Self.script, on: platform, resumes: false, services: Self.services, continuesOnError: true)
        let good = try run.text
        for (part, other) in [
            (#""event":"send""#, #""event":"sent""#), (#""event":"answer""#, #""event":"lost""#),
            (#""version":2"#, #""version":3"#), (#""step":"#, #""steps":"#), (##""step":"#1""##, ##""step":"1""##),
            (#""effect":"done""#, #""effect":"effective""#), (#""ok":true"#, #""ok":"yes""#),
            (#""status":404"#, #""status":"404""#), (#""hidden":false"#, #""hidden":["body"]"#),
            (#"{"event":"end","time""#, #"{"event":"end","when""#), (#"T"#, " "),
            (#""outcome":"failure""#, #""outcome":"bad""#), (#""ok":"#, #""extra":1,"ok":"#),
            (#""before":null"#, #""before":"nothing""#), (#""salt":""#, #""salt":"x"#),
        ] {
            #expect(good.contains(part), "\(part)")
            let bad = good.replacing(part, with: other, maxReplacements: 1)
            #expect(JournalSchema.faults(Data(bad.utf8)).count == 1, "\(part)")
        }
        await platform.server.stop()
    }

    /// A journal with a line that is not as the schema says makes the test fail that wrote it; a torn last line is none.
    @Test func aBadLineIsAnIssueOfTheTest() async throws {
        let platform = try await Self.platform()
        let run = try JournalRun()
        _ = try await run("ping", on: platform, resumes: false)
        let good = try run.text
        try (good + #"{"event":"en"#).write(toFile: run.path, atomically: true, encoding: .utf8)
        JournalSchema.expectGoodLines(run.path)
        try (good + #"{"event":"en"}"# + "\n").write(toFile: run.path, atomically: true, encoding: .utf8)
        withKnownIssue { JournalSchema.expectGoodLines(run.path) }
        await platform.server.stop()
    }
}
