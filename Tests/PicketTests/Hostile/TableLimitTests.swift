import Picket
import Testing

/// A table costs what its cells cost, also those that a row lacks, and ends when the run must end.
@Suite(.timeLimit(.minutes(5))) struct TableLimitTests {
    /// Each row has a column of its own, so that the lines are long and nearly empty.
    private static let diagonal = "let rows = []\nfor i in 1..1000 { append rows {\"c$i\": 1} }\n"

    /// One wide row widens the lines of all others.
    private static let wide = """
        let s = "abcdefghij"
        for _i in 1..7 { set s = $s + $s }
        let first = {}
        for i in 1..100 { set first["c$i"] = $s }
        let rows = [$first]
        for _i in 1..1000 { append rows {c100: 1} }

        """

    /// Names of columns that no row has.
    private static let absent = """
        let rows = []
        let names = []
        for i in 1..300 { append rows {"a": $i} }
        for i in 1..3000 { append names "c$i" }

        """

    private static func run(_ text: String, memory: Int) async -> RunResult {
        var options = RunOptions()
        options.limits.memory = memory
        return await Library().run(text, options: options)
    }

    @Test(arguments: [diagonal, wide])
    func aTextThatIsTooLongIsNotMade(_ text: String) async {
        let memory = 4 << 20
        let result = await Self.run(text + "let _t = table($rows)\nprint done", memory: memory)
        #expect(result.failure?.diagnostic.code == .memoryLimit, "\(result.rendered())")
        #expect(result.usage.peakBytes <= memory)
    }

    /// The longest line ends in its only cell, and the text counts with its copy while it is made.
    @Test func aTextThatFitsIsMade() async {
        let result = await Self.run(Self.diagonal + "print len(table($rows))", memory: 32 << 20)
        #expect(result.output.first.flatMap { Int($0) }.map { (2_800_000..<3_100_000).contains($0) } == true)
    }

    @Test func aCellThatARowLacksTakesTimeAndNoMemory() async {
        let text = Self.absent + "let _t = table($rows, $names)\nprint done"
        let result = await Self.run(text, memory: 4 << 20)
        #expect(result.output == ["done"], "\(result.rendered())")
        #expect(result.usage.steps > 200_000)
        var options = RunOptions()
        options.limits.steps = 100_000
        #expect(await Library().run(text, options: options).failure?.diagnostic.code == .stepLimit)
    }

    @Test(arguments: [
        diagonal + "begin\nlet _t = table($rows)", wide + "begin\nlet _t = table($rows)",
        absent + "begin\nlet _t = table($rows, $names)",
        absent + "let row = {}\nfor name in $names { set row[$name] = 1 }\nlet wides = []\n"
            + "for _i in 1..60 { append wides $row }\nbegin\nlet _t = table($wides)",
    ])
    func theDeadlineEndsATableThatIsBeingMade(_ text: String) async throws {
        let result = try await LookingClock.run(text + "\nprint done", looks: 30)
        #expect(result.failure?.diagnostic.code == .deadline, "\(result.rendered())")
        #expect(result.output.isEmpty)
    }

    /// A long replacement is copied for each match.
    @Test func theDeadlineEndsAReplacementThatCopiesMuch() async throws {
        let result = try await LookingClock.run(
            "let s = \"a\"\nfor _i in 1..12 { set s = $s + $s }\nbegin\nlet _t = replace($s, \"a\", $s)\nprint done",
            looks: 30)
        #expect(result.failure?.diagnostic.code == .deadline, "\(result.rendered())")
        #expect(result.output.isEmpty)
    }
}
