import Foundation
import Goldens
import PicketOptions
import PicketPool
import PicketReports
import PicketRuntime
import PicketSyntax
import PicketTerminal
import Testing

@testable import PicketCLI

/// Every name of the language and of the program has its entry in docs.
@Suite struct ReferenceTests {
    private func entry(_ name: String, in topic: String) throws -> String {
        try #require(Documentation.page(topic)?.section(name), "\(topic) has no entry `\(name)`")
    }

    /// The lists from which the stages report; a code that is in none of them is found by `noCodeIsLeftOut`.
    private static let codes: [DiagnosticCode] =
        DiagnosticCode.ofSyntax + DiagnosticCode.ofChecking + DiagnosticCode.ofRunning + DiagnosticCode.ofProgram
        + DiagnosticCode.ofReports + DiagnosticCode.ofPool

    @Test(arguments: codes.map(\.rawValue)) func everyCodeIsExplained(_ code: String) throws {
        let entry = try entry(code, in: "codes")
        let words = entry.split(whereSeparator: \.isWhitespace)
        #expect(words.count > 12, "a cause and a mend: \(entry)")
    }

    @Test func noEntryExplainsWhatIsNoCode() {
        let known = Set(Self.codes.map(\.rawValue))
        #expect(ExplainCommand.codes.filter { !known.contains($0) && $0.contains("-") } == [])
    }

    /// A code is declared as a static member: `static let x: DiagnosticCode = "…"`.
    @Test func noCodeIsLeftOut() throws {
        let known = Set(Self.codes.map(\.rawValue))
        var found: Set<String> = []
        for file in Project.files(in: "Sources", withSuffix: ".swift") {
            let text = try Project.text("Sources/\(file)")
            for match in text.matches(of: #/: DiagnosticCode = "([a-z0-9-]+)"/#) { found.insert(String(match.1)) }
        }
        #expect(found.subtracting(known) == [] && found.count > 100)
    }

    @Test(arguments: FunctionListing.all.map(\.name)) func everyFunctionHasAnEntry(_ name: String) throws {
        let entry = try entry(name, in: "functions")
        let usage = try #require(FunctionListing.all.first { $0.name == name }).usage
        #expect(entry.contains("\n`\(usage)`\n"), "\(entry)")
        #expect(entry.contains("```picket\n") && entry.contains("```output\n"), "\(entry)")
    }

    @Test(arguments: ConnectionAPI.commands.commands.map(\.name)) func everyCommandHasAnEntry(_ name: String) throws {
        let entry = try entry(name, in: "language-commands")
        #expect(entry.contains("$ picket commands \(name)\n") && entry.contains("```output\n"), "\(entry)")
    }

    @Test func everyAliasLeadsToItsCommand() {
        for command in ConnectionAPI.commands.commands {
            for alias in command.aliases {
                #expect(Documentation.entries(alias)?.contains("picket commands \(command.name)") == true)
            }
        }
    }

    @Test(arguments: GrammarPage.list("keywords").flatMap(\.self)) func everyStatementHasAnEntry(_ name: String) throws
    {
        let entry = try entry(name, in: "statements")
        #expect(
            entry.contains("```picket") && entry.contains("```output\n") || entry.contains("```console"), "\(entry)")
    }

    @Test func everyCommandOfThePromptHasARow() throws {
        let page = try Project.text("docs/prompt.md").replacing("\\|", with: "|")
        for name in SessionCommand.Name.allCases { #expect(page.contains("`:\(name.rawValue)"), "\(name)") }
    }

    /// The tables of options, variables and keys are those of the program.
    @Test func theGeneratedTablesAreTrue() throws {
        let text = try Project.text(GeneratedTables.page)
        let renewed = GeneratedTables.renewed(text)
        if PageTests.isRecording, text != renewed {
            try Data(renewed.utf8).write(to: Project.root.appending(path: GeneratedTables.page))
            Issue.record("recorded \(GeneratedTables.page); run again without PICKET_RECORD")
            return
        }
        #expect(text == renewed, "\(lineDifference(text, renewed))")
        for setting in Setting.allCases where !setting.row.isHidden {
            let name = setting.row.places.contains(.option) ? setting.option : setting.configurationKey
            let isNamed = text.contains("`\(name)") || setting.row.places == .variable
            #expect(isNamed, "\(name)")
        }
        for setting in Setting.variables { #expect(text.contains("`\(setting.variable)`"), "\(setting.variable)") }
        for option in PlatformOption.allCases where option != .embedded { #expect(text.contains(option.option)) }
    }

    @Test func everyPageIsATopic() throws {
        let apart = ["README", "ARCHITECTURE", "DEPENDENCIES", "RELEASING"]
        let files = Project.files(in: "docs", withSuffix: ".md").filter { !$0.contains("/") }.map {
            String($0.dropLast(3))
        }
        let pages = files.filter { !apart.contains($0) }.map { $0 == "commands" ? "language-commands" : $0 }
        #expect(Set(pages + ["grammar"]) == Set(Documentation.topics))
        for topic in Documentation.topics {
            let file =
                topic == "grammar"
                ? "grammar.md" : topic == "language-commands" ? "docs/commands.md" : "docs/\(topic).md"
            #expect(Documentation.page(topic)?.text == (try Project.text(file)), "\(topic)")
        }
    }

    /// Every link of a page leads to a file, and to a heading of it.
    @Test(arguments: Page.names + ["docs/README.md", "grammar.md", "docs/ARCHITECTURE.md"])
    func everyLinkLeadsSomewhere(_ name: String) throws {
        let folder = Project.root.appending(path: name).deletingLastPathComponent()
        for match in try Project.text(name).matches(of: #/\]\(([^)\s]+)\)/#) {
            let target = String(match.1)
            guard !target.hasPrefix("http") else { continue }
            let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let file = parts[0].isEmpty ? Project.root.appending(path: name) : folder.appending(path: parts[0])
            #expect(FileManager.default.fileExists(atPath: file.path()), "\(name): \(target)")
            guard parts.count > 1, let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
            #expect(Self.anchors(of: text).contains(parts[1]), "\(name): \(target)")
        }
    }

    /// The files of docs/examples are the scripts of the cookbook, below a comment that says how to run them.
    @Test func theExamplesAreThoseOfTheCookbook() throws {
        let blocks = try Page("docs/cookbook.md").blocks
        let files = Project.files(in: "docs/examples", withSuffix: ".picket")
        #expect(files.count > 8)
        for file in files {
            let text = try Project.text("docs/examples/\(file)")
            let body = try #require(text.range(of: "\n\n"))
            let isShown = blocks.contains { $0.path == file && $0.text == text[body.upperBound...] }
            #expect(text.hasPrefix("# ") && isShown, "\(file)")
            let run = try PicketProcess.run(["check", "docs/examples/\(file)"])
            #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        }
    }

    @Test func theEmbeddingExampleIsTheOneUnderTest() throws {
        let page = try Project.text("docs/embedding.md")
        let tests = try Project.text("Tests/PicketTests/EmbeddingTests.swift")
        let start = try #require(page.range(of: "var library = Library()"))
        let end = try #require(page.range(of: "print(result.output", range: start.upperBound..<page.endIndex))
        let lines = page[start.lowerBound..<end.lowerBound].split(separator: "\n")
        #expect(lines.count > 4)
        for line in lines { #expect(tests.contains(line.trimmingCharacters(in: .whitespaces)), "\(line)") }
    }

    /// The example of a pool is a part of the article about it, whose examples `PoolArticleTests` runs.
    @Test func theExampleOfAPoolIsOneOfTheArticle() throws {
        let page = try Project.text("docs/embedding.md")
        let article = try Project.text("Sources/Picket/Picket.docc/ThePool.md")
        let start = try #require(page.range(of: "import PicketPool\n"))
        let end = try #require(page.range(of: "```", range: start.upperBound..<page.endIndex))
        let lines = page[start.upperBound..<end.lowerBound].split(separator: "\n")
        #expect(lines.count > 4)
        for line in lines { #expect(article.contains(line), "\(line)") }
    }

    /// As GitHub and GitLab name headings.
    private static func anchors(of text: String) -> Set<String> {
        Set(
            MarkdownLine.lines(of: text).compactMap(\.heading).map { heading in
                heading.title.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
                    .replacing(" ", with: "-")
            })
    }
}
