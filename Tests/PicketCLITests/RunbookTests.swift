import Foundation
import Testing

/// What a rehearsal gives to runbooks.
enum Rehearsal {
    static let environment = ["PG_PASSWORD": "rehearsal-only"]
}

/// The runbooks and smoke tests that are shipped.
@Suite struct RunbookTests {
    @Test(arguments: [
        ["move-host", "name=crm-production", "to=pg-crm-2032"], ["clean-tags"], ["nightly-audit"], ["fleet"],
    ])
    func aRunbookRunsOnARehearsalPlatform(_ words: [String]) throws {
        let scripts = ["scripts/runbooks/rehearsal.picket", "scripts/runbooks/\(words[0]).picket"]
        let run = try PicketProcess.run(
            ["run"] + scripts + words.dropFirst() + ["--platform", "local"], environment: Rehearsal.environment)
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func aRehearsalReachesNoPlatformButTheLocalOne() throws {
        let run = try PicketProcess.run(
            ["run", "scripts/runbooks/rehearsal.picket", "--platform", "http://127.0.0.1:1"],
            environment: Rehearsal.environment)
        #expect(run.status != 0)
        #expect(run.errors.contains("`local`") && !run.errors.contains("127.0.0.1"), "\(run.errors)")
    }

    @Test func theAuditFailsWhenInstancesAreMissing() throws {
        let run = try PicketProcess.run(["run", "scripts/runbooks/nightly-audit.picket", "--platform", "local"])
        #expect(run.status == 1, "\(run.errors)")
        #expect(run.output == "0 monitored, 15 missing\n")
        #expect(run.errors.contains("missing: pg_1, pg_2,"), "\(run.errors)")
    }

    @Test(arguments: [
        "run scripts/runbooks/fleet.picket", "run scripts/runbooks/rehearsal.picket", "test scripts/smoke",
    ])
    func withoutAPasswordNothingIsSent(_ command: String) throws {
        for environment in [[:], ["PG_PASSWORD": ""]] {
            let run = try PicketProcess.run(
                command.split(separator: " ").map(String.init) + ["--platform", "local", "-v"], environment: environment
            )
            #expect(run.status == 1, "\(run.errors)")
            #expect(run.errors.contains("`PG_PASSWORD`"), "\(run.errors)")
            #expect(!run.errors.contains("POST") && !run.errors.contains("GET"), "\(run.errors)")
        }
    }

    @Test func noExampleHasADefaultForASecret() throws {
        let scripts = Project.files(in: "scripts", withSuffix: ".picket").map { "scripts/\($0)" }
        let shown = Page.names
        #expect(scripts.count >= 5 && shown.count >= 12)
        let secret = #/secret \w+ = env\("\w+"(?:, ([^)]*))?\)/#
        var count = 0
        for path in scripts + shown + ["grammar.md", "CHANGELOG.md"] {
            for match in try Project.text(path).matches(of: secret) {
                count += 1
                #expect(match.1 == nil || match.1 == "\"\"", "\(path): \(match.0)")
            }
        }
        #expect(count >= 8)
    }

    @Test func everyScriptOfTheProjectChecksCleanly() throws {
        let scripts = Project.files(in: "scripts", withSuffix: ".picket").filter { !$0.hasPrefix("bench") }
        #expect(scripts.count >= 5)
        let run = try PicketProcess.run(["check"] + scripts.map { "scripts/\($0)" })
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    }

    @Test func theSmokeSuitePassesAndItsShardsAreTheWhole() throws {
        let whole = try PicketProcess.run(["test", "scripts/smoke", "--list"])
        let parts = try (1...3).map { part in
            try PicketProcess.run(["test", "scripts/smoke", "--list", "--shard", "\(part)/3"])
        }
        let lines = parts.flatMap { $0.output.split(separator: "\n") }
        #expect(lines.sorted() == whole.output.split(separator: "\n").sorted())
        #expect(lines.count == 3)
        let run = try PicketProcess.run(
            ["test", "scripts/smoke", "--platform", "local", "--jobs", "2"], environment: Rehearsal.environment)
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func aPlanSendsNoWriteAndSaysWhatWouldChange() throws {
        let arguments = ["plan", "scripts/runbooks/fleet.picket", "--platform", "local"]
        let plan = try PicketProcess.run(arguments + ["--detailed-exitcode"], environment: Rehearsal.environment)
        #expect(plan.status == 5, "\(plan.errors)")
        #expect(plan.output.hasSuffix("15 to create\n"), "\(plan.output)")
        #expect(!plan.output.contains("rehearsal-only"))
    }
}
