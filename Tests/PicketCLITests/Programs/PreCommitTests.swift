import Foundation
import Testing

/// `.pre-commit-hooks.yaml`: what people who use pre-commit name in their configuration.
@Suite struct PreCommitTests {
    /// The keys of each hook.
    private static func hooks() throws -> [[String: String]] {
        var hooks: [[String: String]] = []
        for line in try Project.text(".pre-commit-hooks.yaml").split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix("- ") { hooks.append([:]) }
            let parts = line.dropFirst(2).split(separator: ":", maxSplits: 1)
            hooks[hooks.count - 1][String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        return hooks
    }

    private static func hook(_ id: String) throws -> [String: String] {
        try #require(try hooks().first { $0["id"] == id })
    }

    @Test func bothHooksRunTheProgramOnScripts() throws {
        #expect(try Self.hooks().map { $0["id"] } == ["picket-check", "picket-fmt"])
        for hook in try Self.hooks() {
            #expect(hook["language"] == "system" && hook["files"] == "\\.picket$")
            #expect(Set(hook.keys).isSuperset(of: ["id", "name", "description", "entry", "language", "files"]))
        }
    }

    /// pre-commit runs the entry with the names of the changed files behind it.
    private static func run(_ id: String, in suite: TestSuiteFolder, _ files: String) throws -> PicketProcess {
        let entry = try #require(try hook(id)["entry"])
        #expect(entry.hasPrefix("picket "))
        return try suite.picket("\(entry.dropFirst("picket ".count)) \(files)")
    }

    @Test func theCheckFailsOnErrorsAlone() throws {
        let suite = try TestSuiteFolder(["bad.picket": "sohw web\n", "good.picket": "let unused = 1\n"])
        let bad = try Self.run("picket-check", in: suite, "good.picket bad.picket")
        #expect(bad.status == 2 && bad.errors.contains("error[unknown-command]"), "\(bad.errors)")
        #expect(try Self.run("picket-check", in: suite, "good.picket").status == 0)
    }

    /// A hook that changes a file fails the commit: pre-commit itself looks at that.
    @Test func theFormatterChangesFiles() throws {
        let suite = try TestSuiteFolder(["a.picket": "print   x\n"])
        #expect(try Self.run("picket-fmt", in: suite, "a.picket").status == 0)
        #expect(suite.text("a.picket") == "print x\n")
    }
}
