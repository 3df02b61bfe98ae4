import Foundation
import Picket
import Testing

/// The examples of the articles for hosts are compiled and run: `ArticleCode.swift` and `PoolArticleCode.swift` are made of
/// them.
@Suite struct ArticleTests {
    private static func code(for target: Article.Target) throws -> String {
        let articles = Article.all.filter { $0.target == target }
        let functions = try articles.map { try $0.function() }.joined(separator: "\n")
        return """
            // Made of the articles in Sources/Picket/Picket.docc by `PICKET_RECORD=1 swift test --filter ArticleTests`.
            // swift-format-ignore-file
            \(target.head)
            \(functions)}

            """
    }

    @Test(arguments: Article.Target.allCases) func theCodeIsThatOfTheArticles(_ target: Article.Target) throws {
        let code = try Self.code(for: target)
        let file = Article.root.appending(path: "Tests").appending(path: target.file)
        if ProcessInfo.processInfo.environment["PICKET_RECORD"] != nil {
            try Data(code.utf8).write(to: file)
            Issue.record("recorded: build and test it")
        }
        #expect(try code == String(contentsOf: file, encoding: .utf8), "record it with PICKET_RECORD=1")
    }

    @Test func everyArticleIsHere() throws {
        #expect(try Set(Article.names()) == Set(Article.all.map(\.name)))
    }
}

/// What the examples take for granted.
struct ArticleDatabase: Sendable {
    func row(id: Value?) async throws -> Value { .string("row \(id ?? .null)") }
}

struct ArticleVault: Sendable {
    let password = "correct-horse-battery"
    let token = "staple-of-the-host"
}
