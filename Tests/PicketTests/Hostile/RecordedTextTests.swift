import Picket
import Testing

/// [E3] What a run keeps of its recorded failures is short, and counts as memory.
@Suite(.timeLimit(.minutes(5))) struct RecordedTextTests {
    private static let long = "let s = \"abcdefghij\"\nfor _i in 1..11 { set s = $s + $s }\n"

    private static func run(_ text: String, memory: Int = 4 << 20) async -> RunResult {
        var options = RunOptions()
        options.limits.memory = memory
        options.limits.recorded = .max
        options.limits.steps = .max
        options.continuesOnError = true
        return await Library().run(long + text, options: options)
    }

    @Test(arguments: [
        "while true { check 1 == 2 because \"$s$(uuid())\" }", "for i in 1..1000000 { fail \"$s$i\" }",
        "for i in 1..1000000 { expect 1 == 2 because \"$s$i\" }",
        "while true { try { defer fail \"$s$(uuid())\"\n fail first } catch _p { } }",
        "for i in 1..1000000 { let m = {}\n set m[\"$s$i\"] = 1\n check $m == {} }",
        "for i in 1..1000000 parallel 4 { fail \"$s$i\" }",
    ])
    func recordedFailuresCountAsMemory(_ text: String) async {
        let result = await Self.run(text)
        #expect(result.failure?.diagnostic.code == .memoryLimit, "\(result.outcome)")
        #expect(result.recorded.count > 10 && result.recorded.count < 10_000)
    }

    @Test func aRecordedTextIsCut() async throws {
        let result = await Self.run("check 1 == 2 because $s\nfor _i in [1] { fail \"ä$s\" }")
        let because = try #require(result.recorded.first?.evidence.because)
        #expect(because.utf8.count == 4_096 + 3 && because.utf8.starts(with: "abcdefghij".utf8))
        #expect(because.utf8.suffix(3).elementsEqual("…".utf8))
        let message = try #require(result.recorded.last).diagnostic.message
        #expect(message.utf8.count == 4_096 + 3 && message.utf8.starts(with: "äabcdefghij".utf8))
    }

    /// It may be all that a host learns.
    @Test func aFailureThatEndsTheRunIsWhole() async {
        let result = await Self.run("fail \"$s!\"")
        #expect(result.failure?.diagnostic.message.utf8.count == 20_481)
        let expectation = await Self.run("expect 1 == 2 because $s")
        #expect(expectation.failure?.evidence.because?.utf8.count == 20_480)
    }

    /// The failures of one text are not the memory of the next one.
    @Test func aSessionForgetsTheFailuresOfEarlierTexts() async {
        var options = RunOptions()
        options.limits.memory = 2 << 20
        let session = Session(Library(), options: options)
        await session.run("let s = \"abcdefghij\"\nfor _i in 1..8 { set s = $s + $s }")
        for _ in 1...5 {
            let result = await session.run("for i in 1..200 { check 1 == 2 because \"$s$i\" }")
            #expect(result.failure == nil && result.recorded.count == 200, "\(result.outcome)")
        }
    }
}
