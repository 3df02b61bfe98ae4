import Foundation

/// An article for hosts, as a Swift function: its examples one after another, with what they take for granted before them
/// and what they achieve after them.
struct Article {
    let name: String
    var target = Target.language
    /// Declarations of what the examples use and do not declare.
    var before = ""
    /// Checks of what the examples did.
    let after: String

    /// The tests that compile the examples.
    enum Target: CaseIterable {
        case language, pool

        /// The path of the file below the folder of all tests.
        var file: String {
            switch self {
            case .language: "PicketTests/Articles/ArticleCode.swift"
            case .pool: "PicketPoolTests/Pool/PoolArticleCode.swift"
            }
        }

        var head: String {
            switch self {
            case .language: Self.head(["Picket", "Testing"], "ArticleTests")
            case .pool: Self.head(["Foundation", "Picket", "PicketPool", "Testing"], "PoolArticleTests")
            }
        }

        private static func head(_ modules: [String], _ suite: String) -> String {
            modules.map { "import \($0)\n" }.joined() + "\nextension \(suite) {"
        }
    }

    static let all = [
        Article(name: "Picket", after: #"#expect(result.output == ["hello, world"])"#),
        Article(name: "GettingStarted", after: #"#expect(result.output == ["hello, reader"])"#),
        Article(
            name: "CommandsAndFunctions",
            before: """
                var library = Library()
                let (database, prices) = (ArticleDatabase(), ["nuts": 2.5])
                """,
            after: """
                let text = "order nuts count=3 as receipt\\nprint $receipt.body.total, price(nuts) * 3"
                #expect(await library.run(text).output == ["75 7.5"])
                let items = "let items = [{name: a, price: 2}, {name: b, price: 1}]\\nfetch x\\n"
                let later = await library.run(items + "print cheapest($items).name, $last.body")
                #expect(later.output == ["b row x"], "\\(later.rendered())")
                """),
        Article(
            name: "Editors", before: #"let (library, text, offset) = (Library(), "let total = 1\nprint $to + )", 23)"#,
            after: """
                let items = services.complete(text, at: offset).map(\\.text)
                #expect(services.check(text).count == 1 && items == ["total"], "\\(items)")
                """),
        Article(
            name: "LimitsAndHostileScripts", before: #"let program = try Library().compile("while true { }")"#,
            after: "#expect([.limit, .deadline].contains(result.failure?.kind))"),
        Article(
            name: "Secrets", before: "let vault = ArticleVault()",
            after: """
                let text = "secret password = env(\\"PG_PASSWORD\\")\\nprint $password, \\"\\(vault.token)\\""
                #expect(await Library().run(text, options: options).output == ["••• •••"])
                """),
        Article(
            name: "Sessions", before: "let (library, options) = (Library(), RunOptions())",
            after: #"#expect(result.output == ["84"] && total == 40 && answer == 42)"#),
        Article(
            name: "Stepping",
            before: """
                let clock = TestClock()
                var options = RunOptions()
                options.clock = clock
                let log = Log()
                options.onPrint = { log.add($0) }
                var library = Library()
                try library.add(Command("ask"))
                let program = try library.compile("sleep 1h\\nprint late")
                func send(_ call: CommandCall) { log.add(call.command.name) }
                func cancel(_ ticket: Ticket) { log.add("cancelled") }
                func wait(until time: Int64?) { clock.advance(by: .nanoseconds((time ?? 0) - clock.nanoseconds)) }
                func serveOtherConnections() { log.add("yielded") }
                """,
            after: #"#expect(log.lines == ["late"])"#),
        Article(
            name: "ThePool", target: .pool,
            before: """
                let test = try await TestPool()
                // A pool of the tests' platform, whatever address an example has.
                func Pool(_: String, credentials: PoolCredentials, rate: Double) throws -> PicketPool.Pool {
                    try TestPool.pool(test.platform)
                }
                let (vault, review, teams) = (ArticleVault(), ArticleReview(), ["crm": "sales"])
                let folder = FileManager.default.temporaryDirectory.appending(path: "article-\\(UUID())").path()
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                defer { try? FileManager.default.removeItem(atPath: folder) }
                var options = RunOptions()
                options.environment = ["PG_PASSWORD": .secret("correct-horse-battery")]
                """,
            after: """
                #expect(result.isSuccess && result.tally.summary == "2 created", "\\(result.rendered())")
                #expect(plan.isComplete && plan.changes.map(\\.name) == ["crm", "erp"])
                #expect(job.isSuccess && job.journal?.sent ?? 0 >= 2)
                #expect(nightly.isSuccess && test.names == ["crm", "erp"])
                await test.close()
                """),
    ]

    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static let folder = root.appending(path: "Sources/Picket/Picket.docc")

    /// The names of all articles.
    static func names() throws -> [String] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return files.filter { $0.pathExtension == "md" }.map { $0.deletingPathExtension().lastPathComponent }
    }

    /// The Swift examples, without those that are a manifest.
    private func examples() throws -> [[Substring]] {
        let text = try String(contentsOf: Self.folder.appending(path: "\(name).md"), encoding: .utf8)
        var examples: [[Substring]] = []
        var example: [Substring]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "```", let ended = example {
                examples.append(ended)
                example = nil
            } else if line == "```swift" {
                example = []
            } else {
                example?.append(line)
            }
        }
        return examples.filter { !($0.first?.hasPrefix("// swift-tools-version") ?? false) }
    }

    /// The function as source text.
    func function() throws -> String {
        var lines = before.split(separator: "\n").map(String.init)
        for (number, example) in try examples().enumerated() {
            let statements = example.filter { !$0.hasPrefix("import ") }.map(String.init)
            lines.append("// Example \(number + 1)")
            // What follows a bare `throw` would never run.
            let isThrow = statements.first?.hasPrefix("throw ") ?? false
            let wrapped = ["func example\(number + 1)() throws {"] + statements.map { "    " + $0 } + ["}"]
            lines += isThrow ? wrapped : statements
        }
        lines += after.split(separator: "\n").map(String.init)
        let body = lines.map { $0.isEmpty ? "" : "        \($0)" }.joined(separator: "\n")
        return "    @Test func \(name.prefix(1).lowercased() + name.dropFirst())() async throws {\n\(body)\n    }\n"
    }
}
