import Foundation
import Testing

/// The README's samples are files: what it shows is what they do.
@Suite struct ReadmeTests {
    private let folder = Project.root.appending(path: "Tests/Golden/readme")

    @Test(arguments: ["sales", "mistakes"])
    func aSampleScriptStandsInTheReadme(_ name: String) throws {
        let readme = try Project.text("README.md")
        let script = try Project.text("Tests/Golden/readme/\(name).picket")
        #expect(readme.contains("```picket\n\(script)```"))
    }

    @Test(arguments: [
        ["PG_PASSWORD=rehearsal-only", "run", "sales.picket", "--platform", "local"], ["", "run", "mistakes.picket"],
        ["", "run", "surprise.picket", "--platform", "local"],
    ])
    func aTranscriptIsWhatTheProgramSays(_ words: [String]) throws {
        let arguments = Array(words.dropFirst())
        let variable = words[0].split(separator: "=").map(String.init)
        let run = try PicketProcess.run(
            arguments, in: folder, environment: variable.isEmpty ? [:] : [variable[0]: variable[1]])
        let prefix = words[0].isEmpty ? "" : words[0] + " "
        let shown = "$ \(prefix)picket \(arguments.joined(separator: " "))\n\(run.transcript)"
        let readme = try Project.text("README.md").replacing(#/in \d+ m?s\b/#, with: "in TIME")
        // The failing run's own summary line is left out of the page.
        let expected = shown.replacing(#/picket: failed: [^\n]*\n/#, with: "")
        #expect(readme.contains("```console\n\(expected)```"), "the README does not show:\n\(expected)")
    }

    @Test func theEmbeddingExampleIsTheOneUnderTest() throws {
        let readme = try Project.text("README.md")
        let tests = try Project.text("Tests/PicketTests/EmbeddingTests.swift")
        let start = try #require(readme.range(of: "var library = Library()"))
        let end = try #require(readme.range(of: "print(result.output", range: start.upperBound..<readme.endIndex))
        let lines = readme[start.lowerBound..<end.lowerBound].split(separator: "\n")
        for line in lines { #expect(tests.contains(line.trimmingCharacters(in: .whitespaces)), "\(line)") }
    }
}
