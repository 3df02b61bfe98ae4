import Foundation
import Goldens
import Picket
import PicketRuntime
import Testing

/// The blocks of the language's description, word for word: `…` in them stands for any statement.
@Suite struct LanguageBlockTests {
    private static let folder = GoldenFolder("language", expecting: "transcript")

    private func block(_ name: String) throws -> String {
        try String(contentsOf: LanguageBlockTests.folder.url.appending(path: name + ".block"), encoding: .utf8)
    }

    /// The block after names that it takes for granted; statements that need surroundings get them.
    private func compile(_ name: String, after prelude: String) throws -> Compilation {
        let lines = try block(name).replacing("…", with: "ping").components(separatedBy: "\n").map { line in
            if line.hasPrefix("break") || line.hasPrefix("continue") { return "while true { \(line)\n}" }
            return line.hasPrefix("skip") ? "test surroundings { \(line)\n}" : line
        }
        let loader = SourceLoader { (path, _) throws(SourceProblem) in
            SourceFile(name: path, text: "param region\nprint $region\n")
        }
        let source = SourceFile(name: name, text: prelude + lines.joined(separator: "\n"))
        return Compiler(commands: ToyCommands.table, loader: loader).compile(source)
    }

    @Test func theFirstScriptRuns() throws {
        let source = SourceFile(name: "sales.picket", text: "#: region=paris\n" + (try block("sales")))
        let transcript = ToyRun(source, in: LanguageBlockTests.folder.url).transcript()
        #expect(transcript == "sales-production listens on pg-sales-1734:9342\n\nexit 0\n")
    }

    @Test func theStatementsCompile() throws {
        let prelude = """
            let connections = []; let env = staging; let m = {}; let key = k; let xs = []
            secret pg_password = env("PG_PASSWORD")

            """
        #expect(try compile("statements", after: prelude).diagnostics.filter { $0.severity == .error } == [])
    }

    @Test func theExpectationsCompile() throws {
        let compilation = try compile("expectations", after: "let host = h; let count = 15\nping\n")
        #expect(compilation.diagnostics == [])
    }
}
