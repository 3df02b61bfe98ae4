import Testing

/// The examples of the article about the pool: `PoolArticleCode.swift` is made of them.
@Suite struct PoolArticleTests {}

/// What the examples take for granted.
struct ArticleVault: Sendable {
    let password = TestPool.password
}

struct ArticleReview: Sendable {
    func comment(_ text: String) async throws { #expect(text.contains("| `crm` |")) }

    func attach(_ text: String, _ failures: Int) async throws {
        #expect(text.contains("<testsuite name=") && failures == 0)
    }
}
