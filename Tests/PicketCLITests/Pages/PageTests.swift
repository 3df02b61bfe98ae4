import Foundation
import Testing

/// What the pages show is what happens: each is carried out with the real program and a real local platform.
///
/// With `PICKET_RECORD=1` the real output is written into the pages, and the run fails, so that none passes by accident.
@Suite(.serialized) struct PageTests {
    static let isRecording = ProcessInfo.processInfo.environment["PICKET_RECORD"] == "1"

    @Test(arguments: Page.names) func aPageShowsWhatHappens(_ name: String) throws {
        var page = try Page(name)
        let steps = PageStep.steps(of: page)
        guard !steps.isEmpty else { return }
        let run = try PageRun()
        defer { run.remove() }
        let comparison = PageComparison(page, steps, try run.results(of: steps))
        if Self.isRecording, !comparison.corrections.isEmpty {
            page.replace(comparison.corrections)
            try Data(page.text.utf8).write(to: Project.root.appending(path: name))
            Issue.record("recorded \(comparison.corrections.count) blocks of \(name); run again without PICKET_RECORD")
            return
        }
        for problem in comparison.problems { Issue.record("\(problem)") }
    }

    /// There are pages, with samples and commands: none is passed over by a slip of this test.
    @Test func everyKindOfBlockIsCarriedOut() throws {
        let steps = try Page.names.flatMap { PageStep.steps(of: try Page($0)) }
        var counts = [0, 0, 0, 0]
        for step in steps {
            switch step.deed {
            case .file: counts[0] += 1
            case .command: counts[1] += 1
            case .sample: counts[2] += 1
            case .check, .fragment: counts[3] += 1
            case .error: break
            }
        }
        #expect(Page.names.count > 12 && counts.allSatisfy { $0 > 20 }, "\(counts)")
    }

    // MARK: The test itself

    private func problems(_ text: String) throws -> [String] {
        let page = Page("a page", text: text)
        let steps = PageStep.steps(of: page)
        let run = try PageRun()
        defer { run.remove() }
        return PageComparison(page, steps, try run.results(of: steps)).problems
    }

    @Test func whatIsTrueHasNoProblem() throws {
        let text = """
            ```picket file=a.picket
            print "one"
            ```
            ```console
            $ picket run a.picket
            one
            $ picket run b.picket
            picket: cannot read `b.picket`: there is no such file
            $ echo $?
            2
            ```
            ```picket
            print 1 + 1
            ```
            ```output
            2
            ```
            ```picket error=missing-key
            print {a: 1}["b"]
            let m = {a: 1}
            print $m.b
            ```
            """
        let found = try problems(text.replacing("print {a: 1}[\"b\"]\n", with: ""))
        #expect(found == [])
    }

    @Test(arguments: [
        "```console\n$ echo one\ntwo\n```", "```console\n$ exit_with_a_failure\n```", "```console\n$ false\n```",
        "```console exit=1\n$ true\n```", "```picket\nprint 1\n```\n```output\n2\n```", "```picket\nsohw x\n```",
        "```picket error=missing-key\nprint 1\n```", "```picket fragment\nprint (\n```",
        "```console\n$ picket --version\n0.0.9\n```",
    ])
    func whatIsWrongIsFound(_ text: String) throws { #expect(try !problems(text).isEmpty) }
}
