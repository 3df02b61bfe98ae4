import HTTPHarness
import Picket
import Testing

@testable import PicketPool

/// The report of a host's run.
@Suite struct PoolReportTests {
    private static let script = """
        secret key = "swordfish-swordfish"
        add first \(TestPool.fields)
        test "a connection is there" tags=[smoke] {
            show first
            expect $last.body.host == "h"
        }
        test "a <tag> & a secret" {
            print "the key is $key"
            check $key == "other"
        }
        test "left out" { ping }
        """

    @Test func aReportOfTestsHasItsCasesAsValues() async throws {
        let test = try await TestPool()
        var options = RunOptions()
        options.selectsTest = { name, _ in name != "left out" }
        let result = await test.pool.run(
            try test.library.compile(Self.script, name: "smoke.picket"), options, report: .tests("smoke tests"))
        let report = try #require(result.report)
        #expect(report.title == "smoke tests" && !report.isSuccess)
        #expect(report.cases.map(\.name) == ["a connection is there", "a <tag> & a secret"])
        #expect(report.cases.map(\.state) == [.passed, .failed])
        #expect(report.cases[0].tags == ["smoke"] && report.cases[0].file == "smoke.picket")
        #expect(report.count(.passed) == 1 && report.count(.failed) == 1 && report.count(.skipped) == 0)
        let problem = try #require(report.cases[1].problems.first)
        #expect(problem.line == 9 && problem.file == "smoke.picket" && problem.code == "expectation-failed")
        #expect(report.commands == 2)
        await test.close()
    }

    @Test func aReportIsRenderedInEachFormat() async throws {
        let test = try await TestPool()
        let result = await test.pool.run(
            try test.library.compile(Self.script, name: "smoke.picket"), report: .tests("smoke tests"))
        let report = try #require(result.report)
        let texts = Dictionary(uniqueKeysWithValues: PoolReport.Format.allCases.map { ($0, report.rendered(as: $0)) })
        #expect(texts[.junit]?.contains(#"<testsuite name="smoke.picket""#) == true, "\(texts[.junit] ?? "")")
        #expect(texts[.junit]?.contains("a &lt;tag&gt; &amp; a secret") == true)
        #expect(texts[.tap]?.hasPrefix("TAP version 13\n") == true)
        #expect(texts[.tap]?.contains("not ok 2") == true)
        #expect(texts[.json]?.contains(#""schema": "picket-report/1""#) == true)
        #expect(texts[.json]?.contains(#""change": "created""#) == true)
        #expect(texts[.html]?.contains("<!DOCTYPE html>") == true || texts[.html]?.contains("<!doctype html>") == true)
        #expect(texts[.markdown]?.hasPrefix("### smoke tests: failed\n") == true)
        #expect(texts[.text]?.contains("FAILED   smoke.picket: a <tag> & a secret") == true, "\(texts[.text] ?? "")")
        #expect(texts[.text]?.contains("2 passed, 1 failed, 3 commands in ") == true)
        for (format, text) in texts {
            for secret in ["swordfish", "pppp", TestPool.password, "token-number"] {
                #expect(!text.contains(secret), "\(secret) in \(format)")
            }
        }
        await test.close()
    }

    @Test func aReportOfStepsNamesTheStepThatFailed() async throws {
        let test = try await TestPool()
        let result = await test.pool.run(
            try test.library.compile(
                "step prepare { add a \(TestPool.fields) }\nstep move { show b }\nstep never { ping }",
                name: "book.picket"),
            report: .steps())
        let report = try #require(result.report)
        #expect(report.cases.map(\.name) == ["prepare", "move"])
        #expect(report.cases.map(\.state) == [.passed, .failed])
        #expect(!report.isSuccess && result.exitStatus == 1)
        await test.close()
    }

    /// An `exit` before the tests is a failure of the file, as `picket test` tells it.
    @Test func anExitBeforeTheTestsFailsTheReport() async throws {
        let test = try await TestPool()
        let program = try test.library.compile("ping\nexit 0\ntest \"x\" { ping }", name: "t.picket")
        let report = try #require(await test.pool.run(program, report: .tests()).report)
        #expect(!report.isSuccess)
        #expect(report.cases.flatMap(\.problems).contains { $0.code == "file-exit" }, "\(report.rendered(as: .text))")
        #expect(await test.pool.run(program).report == nil)
        await test.close()
    }
}
