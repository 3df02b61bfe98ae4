import Foundation
import Testing

/// Each runbook runs on a platform that holds other values than its own, and changes what its first lines say, nothing else.
@Suite struct RunbookOwnershipTests {
    /// By instance, its fields as they stand, the password in clear.
    private typealias State = [String: [String: String]]

    private static let fleet = (1...15).map { "pg_\($0)" }
    private static let owned = ["application", "datacenter", "environment", "provider"]

    /// Another fleet of the same names: pg_14 is missing, pg_3 is switched off, one tag stands twice.
    private static let others = """
        for i in 1..15 {
            if $i != 14 {
                add pg_$i host=other-$i port=5432 user=monitor password="other-password-$i" \\
                    tags="team=dba,application=old,note=a,note=b,provider=amazon"
            }
        }
        disable pg_3
        add bystander host=b port=5433 user=monitor password="bystander-password" tags="team=web"
        """

    private static let reading = """
        for name in \(fleet.map { $0 } + ["bystander"]) {
            show $name
            expect status in [200, 404]
            if $last.status == 200 {
                for key, value in $last.body { print "$name/$key/$(reveal($value))" }
            }
        }
        """

    private final class Store {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-own-\(UUID().uuidString)")

        init() throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let run = try picket(["run", "-c", RunbookOwnershipTests.others])
            try #require(run.status == 0, "\(run.errors)")
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func picket(_ arguments: [String]) throws -> PicketProcess {
            try PicketProcess.run(
                arguments + ["--platform", "local", "--store", folder.appending(path: "store").path()],
                environment: ["PG_PASSWORD": "the-fleets-password"])
        }

        func state() throws -> State {
            let run = try picket(["run", "-c", RunbookOwnershipTests.reading])
            try #require(run.status == 0, "\(run.errors)")
            var state: State = [:]
            for line in run.output.split(separator: "\n") {
                let parts = line.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
                state[parts[0], default: [:]][parts[1]] = parts[2]
            }
            return state
        }
    }

    /// The fields that differ, as `instance/field`; of an instance that is new or gone, its name.
    private static func changes(_ before: State, _ after: State) -> Set<String> {
        var changes: Set<String> = []
        for name in Set(before.keys).union(after.keys) {
            guard let old = before[name], let new = after[name] else {
                changes.insert(name)
                continue
            }
            for key in Set(old.keys).union(new.keys) where old[key] != new[key] { changes.insert("\(name)/\(key)") }
        }
        return changes
    }

    @Test func theHeaderOfEachSaysWhatItChanges() throws {
        let runbooks = Project.files(in: "scripts/runbooks", withSuffix: ".picket").map { "scripts/runbooks/\($0)" }
        #expect(runbooks.count == 5)
        for path in runbooks + ["scripts/smoke/pool.picket"] {
            let header = try Project.text(path).split(separator: "\n", omittingEmptySubsequences: false).prefix {
                $0.hasPrefix("#")
            }
            #expect(header.contains { $0.hasPrefix("# Changes: ") }, "\(path)")
        }
    }

    @Test func theFleetGetsTheListsValuesAndNobodyElse() throws {
        let store = try Store()
        let before = try store.state()
        let run = try store.picket(["run", "scripts/runbooks/fleet.picket"])
        #expect(run.status == 0, "\(run.errors)")
        let after = try store.state()
        let fields = ["host", "port", "user", "password", "tags"]
        let wanted = Self.fleet.filter { $0 != "pg_14" }.flatMap { name in fields.map { "\(name)/\($0)" } } + ["pg_14"]
        #expect(Self.changes(before, after) == Set(wanted))
        #expect(after["pg_1"]?["password"] == "the-fleets-password")
    }

    @Test func cleaningTagsChangesFourTagsAndAddsNothing() throws {
        let store = try Store()
        let before = try store.state()
        let run = try store.picket(["run", "scripts/runbooks/clean-tags.picket"])
        #expect(run.status == 1, "\(run.errors)")
        #expect(run.errors.contains("pg_14 is in the list and not on the platform"), "\(run.errors)")
        let after = try store.state()
        #expect(Self.changes(before, after) == Set(Self.fleet.filter { $0 != "pg_14" }.map { "\($0)/tags" }))
        for (name, fields) in after where name != "bystander" {
            let items = (fields["tags"] ?? "").split(separator: ",")
            let kept = items.filter { item in !Self.owned.contains { item.hasPrefix("\($0)=") } }
            #expect(kept == ["team=dba", "note=a", "note=b"], "\(name): \(items)")
            #expect(items.count == 7)
        }
        let again = try store.picket(["run", "scripts/runbooks/clean-tags.picket"])
        #expect(again.output.isEmpty, "what is right is left alone")
    }

    @Test func aMoveChangesOneHost() throws {
        let store = try Store()
        let before = try store.state()
        let run = try store.picket(["run", "scripts/runbooks/move-host.picket", "name=pg_2", "to=elsewhere"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(Self.changes(before, try store.state()) == ["pg_2/host"])
    }

    @Test func aMoveOfWhatIsMissingAddsNothing() throws {
        let store = try Store()
        let before = try store.state()
        let run = try store.picket(["run", "scripts/runbooks/move-host.picket", "name=pg_14", "to=elsewhere"])
        #expect(run.status == 1)
        #expect(Self.changes(before, try store.state()) == [])
    }

    @Test(arguments: ["run scripts/runbooks/nightly-audit.picket", "run scripts/runbooks/rehearsal.picket"])
    func aFailingRunChangesNothing(_ command: String) throws {
        let store = try Store()
        let before = try store.state()
        let run = try store.picket(command.split(separator: " ").map(String.init))
        #expect(run.status == 1, "\(run.errors)")
        #expect(Self.changes(before, try store.state()) == [])
    }

    @Test func theSmokeTestsLeaveNothingBehind() throws {
        let store = try Store()
        let before = try store.state()
        let run = try store.picket(["test", "scripts/smoke"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(Self.changes(before, try store.state()) == [])
    }
}
