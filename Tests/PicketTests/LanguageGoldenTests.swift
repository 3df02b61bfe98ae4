import Goldens
import Picket
import Testing

/// One behaviour of the language a file: `AREA/NAME.picket`, and beside it what its run in the toy host shows.
@Suite struct LanguageGoldenTests {
    struct Golden: Sendable, CustomTestStringConvertible {
        let area: String
        let name: String

        var testDescription: String { "\(area)/\(name)" }
    }

    static let areas = [
        "words", "values", "operators", "functions", "scopes", "control", "defs", "includes", "problems", "repetition",
        "tests", "parallel", "expectations", "commands", "secrets", "limits", "checking",
    ]

    static let goldens: [Golden] = areas.flatMap { area in
        GoldenFolder(area, expecting: "transcript").names.map { Golden(area: area, name: $0) }
    }

    @Test(arguments: goldens)
    func runsAsExpected(_ golden: Golden) throws {
        let folder = GoldenFolder(golden.area, expecting: "transcript")
        let source = SourceFile(name: golden.name + ".picket", bytes: try folder.script(golden.name))
        try folder.compare(golden.name, ToyRun(source, in: folder.url).transcript())
    }

    /// With a collection wherever one is possible; those of limits take their time by intent.
    @Test(arguments: goldens.filter { $0.area != "limits" })
    func runsAlikeUnderStress(_ golden: Golden) throws {
        let folder = GoldenFolder(golden.area, expecting: "transcript")
        let source = SourceFile(name: golden.name + ".picket", bytes: try folder.script(golden.name))
        var run = ToyRun(source, in: folder.url)
        run.isStressed = true
        #expect(run.transcript() == folder.expected(golden.name))
    }

    /// As a script is that is too long to be compiled at once: statement by statement, while it runs.
    @Test(arguments: goldens.filter { $0.area != "limits" })
    func runsAlikeInChunks(_ golden: Golden) throws {
        let folder = GoldenFolder(golden.area, expecting: "transcript")
        let source = SourceFile(name: golden.name + ".picket", bytes: try folder.script(golden.name))
        var run = ToyRun(source, in: folder.url)
        run.chunkSize = 1
        run.isStressed = true
        #expect(run.transcript() == folder.expected(golden.name))
    }

    /// A host that asks for every event sees the same run, and so does one that asks for none.
    @Test(arguments: goldens, [true, false])
    func runsAlikeWhetherObservedOrNot(_ golden: Golden, isObserved: Bool) throws {
        let folder = GoldenFolder(golden.area, expecting: "transcript")
        let source = SourceFile(name: golden.name + ".picket", bytes: try folder.script(golden.name))
        var run = ToyRun(source, in: folder.url)
        run.isObserved = isObserved
        // What is shown of events is their own matter.
        run.showsEvents = false
        var expected = ToyRun(source, in: folder.url)
        expected.showsEvents = false
        #expect(run.transcript() == expected.transcript())
    }

    /// A limit of events ends a run at the same place, whether the host asks for them or not.
    @Test(arguments: goldens.filter { !["limits", "parallel"].contains($0.area) }, [3, 10])
    func endsAlikeAtALimitOfEvents(_ golden: Golden, limit: Int) throws {
        let folder = GoldenFolder(golden.area, expecting: "transcript")
        let source = SourceFile(name: golden.name + ".picket", bytes: try folder.script(golden.name))
        let transcripts = [true, false].map { isObserved in
            var run = ToyRun(source, in: folder.url)
            run.limits.events = limit
            run.isObserved = isObserved
            run.showsEvents = false
            return run.transcript()
        }
        #expect(transcripts[0] == transcripts[1])
    }

    @Test func everyAreaHasSome() {
        for area in LanguageGoldenTests.areas {
            #expect(!GoldenFolder(area, expecting: "transcript").names.isEmpty, "\(area)")
        }
    }
}
