// Made of the articles in Sources/Picket/Picket.docc by `PICKET_RECORD=1 swift test --filter ArticleTests`.
// swift-format-ignore-file
import Foundation
import Picket
import PicketPool
import Testing

extension PoolArticleTests {
    @Test func thePool() async throws {
        let test = try await TestPool()
        // A pool of the tests' platform, whatever address an example has.
        func Pool(_: String, credentials: PoolCredentials, rate: Double) throws -> PicketPool.Pool {
            try TestPool.pool(test.platform)
        }
        let (vault, review, teams) = (ArticleVault(), ArticleReview(), ["crm": "sales"])
        let folder = FileManager.default.temporaryDirectory.appending(path: "article-\(UUID())").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var options = RunOptions()
        options.environment = ["PG_PASSWORD": .secret("correct-horse-battery")]
        // Example 1

        let pool = try Pool(
            "https://datasentinel.example", credentials: .password(user: "ops", vault.password), rate: 50)
        var library = Library()
        try library.add(pool)
        try library.add(Command("owner", parameters: [.word("name")])) { arguments in
            ["team": .string(teams[arguments.text("name") ?? ""] ?? "nobody")]
        }
        let program = try library.compile(
            """
            secret password = env("PG_PASSWORD")
            for n in [crm, erp] parallel 2 {
                owner $n as owner
                ensure $n host="pg-$n" port=5432 user=monitor password=$password tags={team: $owner.body.team}
            }
            """)
        let result = await pool.run(program, options)
        print(result.exitStatus, result.tally.summary)
        // Example 2
        let plan = await pool.plan(program, options)
        if plan.hasChanges { try await review.comment(plan.rendered(as: .markdown)) }
        // Example 3
        let job = await pool.run(program, options, journal: .openOrResume(at: "\(folder)/inventory.journal"))
        for write in job.journal?.unsettled ?? [] { print(write.step, write.request) }
        // Example 4
        let nightly = await pool.run(program, options, report: .steps("inventory"))
        if let report = nightly.report { try await review.attach(report.rendered(as: .junit), report.count(.failed)) }
        // Example 5
        await pool.close()
        #expect(result.isSuccess && result.tally.summary == "2 created", "\(result.rendered())")
        #expect(plan.isComplete && plan.changes.map(\.name) == ["crm", "erp"])
        #expect(job.isSuccess && job.journal?.sent ?? 0 >= 2)
        #expect(nightly.isSuccess && test.names == ["crm", "erp"])
        await test.close()
    }
}
