import Foundation
import Goldens
import Picket
import PicketRuntime
import PicketSyntax
import Testing

/// Whatever the script is, reading, formatting, checking and running it ends, formatting keeps what it means, and the
/// collector frees nothing that is still read.
@Suite struct MutationTests {
    /// As many as the environment asks for; `scripts/fuzz` asks for more than every build can run.
    static let rounds = ProcessInfo.processInfo.environment["PICKET_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 100_000
    static let streams = 8

    @Test(arguments: 0..<streams)
    func everyMutationEnds(stream: Int) {
        var mutations = ScriptMutations(seed: 20_261_123 + UInt64(stream))
        for round in 0..<MutationTests.rounds / MutationTests.streams {
            MutationTests.run(mutations.next(), round: round)
        }
    }

    /// Every sixteenth script runs a second time with a collection wherever one is possible, and every other one of these
    /// statement by statement, as long scripts do: nothing may change.
    static func run(_ bytes: [UInt8], round: Int) {
        let source = SourceFile(name: "mutation.picket", bytes: bytes)
        if let fault = faultOfLayout(source) {
            Issue.record("\(fault) \(source.text(source.span).debugDescription)")
        }
        var run = ToyRun(source, in: GoldenFolder("includes", expecting: "transcript").url)
        run.limits = Limits(steps: 3_000, depth: 40, memory: 400_000)
        let first = run.transcript()
        guard round % 16 == 0 else { return }
        run.isStressed = true
        if round % 32 == 0 { run.chunkSize = 1 }
        let second = run.transcript()
        // What else is wrong with a script that is refused depends on what is known of the rest of it.
        if round % 32 == 0, isRefused(first), isRefused(second) { return }
        // What fits into memory may depend on when garbage is collected.
        if first != second, !first.contains("memory-limit"), !second.contains("memory-limit") {
            Issue.record(
                """
                a collection, or a chunk, changes \(source.text(source.span).debugDescription)
                \(first)
                ---
                \(second)
                """)
        }
    }

    private static func isRefused(_ transcript: String) -> Bool { transcript.hasSuffix("exit 2\n") }

    /// What the formatter does to a script that it must not do; nil for nothing, or for a text that does not parse.
    private static func faultOfLayout(_ source: SourceFile) -> String? {
        var parser = Parser(source)
        let script = parser.parseScript()
        let formatted = format(source)
        guard parser.diagnostics.isEmpty else {
            return formatted.text == source.text(source.span) ? nil : "formatting changes a broken script:"
        }
        let again = SourceFile(name: "formatted.picket", text: formatted.text)
        var second = Parser(again)
        let copy = second.parseScript()
        guard SymbolicDescription(again).describe(copy) == SymbolicDescription(source).describe(script) else {
            return "formatting changes the tree of"
        }
        return format(again).text == formatted.text ? nil : "formatting twice changes"
    }
}
