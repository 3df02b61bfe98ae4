import Foundation
import Testing

/// A run of no tests is green only where another shard has them, or where the user says so.
@Suite struct EmptySelectionTests {
    private final class Suite {
        let folder = FileManager.default.temporaryDirectory.appending(path: "picket-empty-\(UUID().uuidString)")

        init() throws {
            try write(
                "suite/a.picket",
                "test \"the pool answers\" tags=[smoke] { expect 1 == 1 }\ntest \"it is slow\" tags=[slow] { expect 1 == 1 }\n"
            )
            try write("suite/b.picket", "test \"another\" tags=[smoke] { expect 1 == 1 }\n")
            try write("runbooks/run.picket", "print 1\n")
            try write("empty/README", "nothing here\n")
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func write(_ name: String, _ text: String) throws {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }

        func test(_ arguments: [String]) throws -> PicketProcess {
            try PicketProcess.run(
                ["test"] + arguments, in: folder,
                environment: ["XDG_STATE_HOME": folder.appending(path: "state").path()])
        }
    }

    @Test(arguments: [
        ("suite --tag smok", "no test has the tag `smok`; did you mean `smoke`?"),
        ("suite --tag zzzzzzzzzz", "no test has the tag `zzzzzzzzzz`; there are `smoke`, `slow`"),
        ("suite --name anothr", "did you mean `another`?"),
        (
            "suite --name qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq",
            "there are `the pool answers`, `it is slow`, `another`"
        ),
        ("suite --tag slow --name another", "no test matches all conditions"),
        ("runbooks", "there is no `test` block"), ("empty", "there is no `test` block"),
        ("suite --tag smok --shard 1/2", "did you mean `smoke`?"), ("suite --tag smok --list", "did you mean `smoke`?"),
        ("suite --tag smok --quiet", "did you mean `smoke`?"),
    ])
    func noSelectedTestIs5AndSaysWhatThereIs(_ words: String, _ reason: String) throws {
        let suite = try Suite()
        let arguments = words.split(separator: " ").map(String.init)
        let run = try suite.test(arguments)
        #expect(run.status == 5, "\(run.errors)")
        #expect(run.errors.contains("no test was selected: ") && run.errors.contains(reason), "\(run.errors)")
        let allowed = try suite.test(arguments + ["--allow-empty"])
        #expect(allowed.status == 0, "\(allowed.errors)")
    }

    /// R7: what matches nothing is named where the rest of the selection has tests, too.
    @Test(arguments: [
        ("suite --name another --name anothe", "no test has a name like `anothe`; did you mean `another`?"),
        ("suite --tag slow --tag smok", "no test has the tag `smok`; did you mean `smoke`?"),
    ])
    func aPartThatMatchesNothingIsNamed(_ words: String, _ warning: String) throws {
        let run = try Suite().test(words.split(separator: " ").map(String.init))
        #expect(run.status == 0 && run.errors.contains(warning), "\(run.errors)")
    }

    @Test func aFolderWithoutScriptsBesideOneWithTestsIsNamed() throws {
        let run = try Suite().test(["suite", "empty"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("there is no `.picket` file in `empty`"), "\(run.errors)")
    }

    @Test func anEmptyShardIsGreen() throws {
        let suite = try Suite()
        var count = 0
        var empty = 0
        for part in 1...20 {
            let run = try suite.test(["suite", "--shard", "\(part)/20"])
            #expect(run.status == 0, "\(run.errors)")
            if run.errors.contains("no test is in this shard") { empty += 1 } else { count += 1 }
        }
        #expect(empty >= 17 && count >= 1)
    }

    @Test func aTagThatLooksLikeASlipIsWarnedOf() throws {
        let run = try Suite().test(["suite", "--tag", "not slwo"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("warning: no test has the tag `slwo`; did you mean `slow`?"), "\(run.errors)")
    }

    @Test func aReportIsWrittenAllTheSame() throws {
        let suite = try Suite()
        let path = suite.folder.appending(path: "junit.xml").path()
        let run = try suite.test(["suite", "--tag", "none", "--report-junit", path])
        #expect(run.status == 5)
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func withoutMemoryRerunFailedSaysSoAndRunsAll() throws {
        let suite = try Suite()
        let first = try suite.test(["suite", "--rerun-failed"])
        #expect(first.status == 0)
        #expect(first.errors.contains("so all tests run") && first.errors.contains("3 passed"), "\(first.errors)")
        // Nothing failed, and nothing is left to run.
        let second = try suite.test(["suite", "--rerun-failed"])
        #expect(second.status == 5)
        #expect(second.errors.contains("no test failed in the last run"), "\(second.errors)")
        try suite.write("suite/c.picket", "test \"it fails\" { expect 1 == 2 }\n")
        #expect(try suite.test(["suite"]).status == 1)
        let third = try suite.test(["suite", "--rerun-failed"])
        #expect(third.status == 1)
        #expect(third.errors.contains("0 passed, 1 failed"), "\(third.errors)")
        // A file of the folder was never run by itself.
        let elsewhere = try suite.test(["suite/a.picket", "--rerun-failed"])
        #expect(elsewhere.status == 0)
        #expect(elsewhere.errors.contains("so all tests run"), "\(elsewhere.errors)")
        try suite.write("state/picket/failed-tests.json", "{")
        let lost = try suite.test(["suite", "--rerun-failed"])
        #expect(lost.status == 1)
        #expect(lost.errors.contains("so all tests run"), "\(lost.errors)")
    }

    /// Tests that never began must not make a suite green.
    @Test(arguments: [
        "exit 0\ntest \"a\" { fail \"x\" }\n", "test \"b\" { print 1 }\nexit\ntest \"a\" { fail \"x\" }\n",
    ])
    func anExitBeforeATestIsNoSuccess(_ script: String) throws {
        let suite = try Suite()
        try suite.write("exits/a.picket", script)
        let run = try suite.test(["exits"])
        #expect(run.status == 1)
        #expect(run.errors.contains(" ended the file before `a` could begin"), "\(run.errors)")
    }
}
