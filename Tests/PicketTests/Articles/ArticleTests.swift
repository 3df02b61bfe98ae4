import Foundation
import Picket
import Testing

/// The examples of the articles for hosts are compiled and run: `ArticleCode.swift` is made of them.
@Suite struct ArticleTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ArticleCode.swift")

    private static func code() throws -> String {
        let functions = try Article.all.map { try $0.function() }.joined(separator: "\n")
        return """
            // Made of the articles in Sources/Picket/Picket.docc by `PICKET_RECORD=1 swift test --filter ArticleTests`.
            // swift-format-ignore-file
            import Picket
            import Testing

            extension ArticleTests {
            \(functions)}

            """
    }

    @Test func theCodeIsThatOfTheArticles() throws {
        let code = try Self.code()
        if ProcessInfo.processInfo.environment["PICKET_RECORD"] != nil {
            try Data(code.utf8).write(to: Self.file)
            Issue.record("recorded: build and test it")
        }
        #expect(try code == String(contentsOf: Self.file, encoding: .utf8), "record it with PICKET_RECORD=1")
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
