import Foundation
import Testing

/// R4, R25, R36: what a test is known by does not hang on how its path is spelled.
@Suite struct TestNameTests {
    private static func suite() throws -> TestSuiteFolder {
        var files: [String: String] = [:]
        for number in 1...6 {
            files["sub/s/f\(number).picket"] =
                "test \"\(number)a\" { expect 1 == 1 }\ntest \"\(number)b\" { expect 1 == 1 }\n"
        }
        return try TestSuiteFolder(files)
    }

    /// The spellings of one folder, and where the program is started for each.
    private static func spellings(_ suite: TestSuiteFolder) -> [(words: String, place: String)] {
        [
            ("sub/s", ""), ("./sub//s/", ""), (".", "sub/s"), ("../s", "sub/s"),
            (suite.folder.appending(path: "sub/s").path(), ""),
            ("s/f1.picket s/f2.picket s/f3.picket s/f4.picket s/f5.picket ./s/f6.picket", "sub"), ("link", ""),
        ]
    }

    @Test func shardsOfOneSuiteByAnySpellingAreTheWholeOnce() throws {
        let suite = try Self.suite()
        try FileManager.default.createSymbolicLink(
            atPath: suite.folder.appending(path: "link").path(), withDestinationPath: "sub/s")
        let whole = TestSuiteFolder.passed(try suite.picket("test sub/s"))
        #expect(whole.count == 12)
        let first = TestSuiteFolder.passed(try suite.picket("test sub/s --shard 1/2"))
        #expect(!first.isEmpty && first.count < 12)
        for (words, place) in Self.spellings(suite) {
            let second = TestSuiteFolder.passed(try suite.picket("test \(words) --shard 2/2", in: place))
            #expect((first + second).sorted() == whole, "\(words)")
        }
    }

    @Test func reportsAreTheSameForAnySpelling() throws {
        let suite = try Self.suite()
        try FileManager.default.createSymbolicLink(
            atPath: suite.folder.appending(path: "link").path(), withDestinationPath: "sub/s")
        var seen: Set<[String]> = []
        for (words, place) in Self.spellings(suite) {
            let run = try suite.picket("test \(words) --name 3* --report-junit -", in: place)
            let names = run.output.matches(of: #/<testsuite name="([^"]*)"|classname="([^"]*)"/#)
            seen.insert(names.map { String($0.1 ?? $0.2 ?? "") })
        }
        #expect(seen == [["f3.picket", "f3", "f3"]])
    }

    @Test func aFileRunsOnceByWhateverNamesItIsReached() throws {
        let suite = try Self.suite()
        let file = suite.folder.appending(path: "sub/s/f1.picket").path()
        try FileManager.default.createSymbolicLink(
            atPath: suite.folder.appending(path: "sub/other.picket").path(), withDestinationPath: "s/f1.picket")
        for words in ["sub/s/f1.picket ./sub/s/f1.picket \(file) sub/other.picket", "sub/s/f1.picket sub --name 1*"] {
            let run = try suite.picket("test \(words)")
            #expect(TestSuiteFolder.passed(run) == ["1a", "1b"], "\(run.errors)")
        }
    }

    @Test func failuresAreRememberedByAnySpelling() throws {
        let suite = try Self.suite()
        try FileManager.default.createSymbolicLink(
            atPath: suite.folder.appending(path: "link").path(), withDestinationPath: "sub/s")
        try suite.write("sub/s/f3.picket", "test \"3a\" { fail \"x\" }\ntest \"3b\" { expect 1 == 1 }\n")
        #expect(try suite.picket("test sub/s").status == 1)
        for (words, place) in Self.spellings(suite) {
            // The files of a folder are another selection than the folder.
            if words.contains("f1") { continue }
            let run = try suite.picket("test \(words) --rerun-failed", in: place)
            #expect(run.errors.contains("0 passed, 1 failed"), "\(words): \(run.errors)")
        }
        // A run of a part leaves what is remembered of the whole.
        try suite.write("sub/t/g.picket", "test \"g\" { fail \"x\" }\n")
        #expect(try suite.picket("test sub").status == 1)
        try suite.write("sub/s/f3.picket", "test \"3a\" { expect 1 == 1 }\n")
        #expect(try suite.picket("test sub/s").status == 0)
        let run = try suite.picket("test sub --rerun-failed")
        #expect(run.errors.contains("sub/t/g.picket: g") && run.errors.contains("1 passed, 1 failed"), "\(run.errors)")
        // Nothing is known of another folder.
        try suite.write("far/a.picket", "test \"far\" { expect 1 == 1 }\n")
        let far = try suite.picket("test far --rerun-failed")
        #expect(far.status == 0 && far.errors.contains("so all tests run"), "\(far.errors)")
    }

    /// Two spellings of a letter are two tags and two names.
    @Test func tagsAreComparedByTheirBytes() throws {
        let suite = try TestSuiteFolder(["a.picket": "test \"x\" tags=[caf\u{E9}] { expect 1 == 1 }\n"])
        #expect(try suite.picket(["test", "a.picket", "--tag", "cafe\u{301}"]).status == 5)
        #expect(try suite.picket(["test", "a.picket", "--tag", "caf\u{E9}"]).status == 0)
    }

    /// R9
    @Test func standardInputIsTested() throws {
        let suite = try TestSuiteFolder([:])
        let good = try suite.picket("test -", input: "test \"a\" { expect 1 == 1 }\n")
        #expect(good.status == 0 && good.errors.contains("1 passed"), "\(good.errors)")
        let bad = try suite.picket("test - --report-junit -", input: "test \"a\" { expect 1 == 2 }\n")
        #expect(bad.status == 1 && bad.output.contains("failures=\"1\""), "\(bad.errors)")
        #expect(try suite.picket("test -", input: "print 1\n").status == 5)
    }

    /// R43
    @Test func aRunbookInTheFolderIsLeftOutWithItsParameters() throws {
        let suite = try TestSuiteFolder([
            "run.picket": "param region\nprint $region\n", "a.picket": "test \"a\" { expect 1 == 1 }\n",
        ])
        let run = try suite.picket("test .")
        #expect(run.status == 0 && run.output.isEmpty && run.errors.contains("1 passed"), "\(run.errors)")
        // It is left out, and kept from being overwritten.
        let overwriting = try suite.picket("test . --report-tap run.picket")
        #expect(overwriting.status == 2 && suite.text("run.picket").hasPrefix("param"), "\(overwriting.errors)")
        #expect(try suite.picket("test run.picket").status == 5)
        try suite.write("b.picket", "param zone\ntest \"b\" { print $zone }\n")
        let missing = try suite.picket("test .")
        #expect(missing.status == 2 && missing.errors.contains("`zone=VALUE`"), "\(missing.errors)")
        #expect(!missing.errors.contains("region"), "\(missing.errors)")
    }

    /// R17: whoever names a folder names no pipe in it.
    @Test(arguments: ["test", "check", "fmt --check", "test --list"]) func aPipeInTheFolderHangsNobody(
        _ command: String
    ) throws {
        let suite = try TestSuiteFolder(["s/a.picket": "test \"a\" { ping }\n"])
        #expect(mkfifo(suite.folder.appending(path: "s/b.picket").path(), 0o600) == 0)
        let run = try suite.picket("\(command) s")
        #expect(
            run.status == 2 && run.errors.contains("cannot read `s/b.picket`: it is not a regular file"),
            "\(run.errors)")
        for line in ["picket run s/b.picket ", "picket test s --name "] {
            let words = try suite.picket(["__complete", line])
            #expect(words.status == 0, "\(words.errors)")
        }
    }

    /// R43
    @Test func testsReadAndIncludeBelowTheFolderThatWasNamed() throws {
        let suite = try TestSuiteFolder([
            "suite/common/c.picket": "let z = 1\n", "suite/data.csv": "a\n7\n", "other/x.picket": "let z = 1\n",
            "suite/t/a.picket":
                "include \"../common/c.picket\"\ntest \"a\" { expect $z == 1; for r in csv(\"../data.csv\") { expect $r.a == 7 } }\n",
        ])
        #expect(try suite.picket("test suite").status == 0)
        #expect(try suite.picket("test .", in: "suite").status == 0)
        let alone = try suite.picket("test suite/t/a.picket")
        #expect(alone.status == 2 && alone.errors.contains("cannot-include"), "\(alone.errors)")
        try suite.write("suite/t/b.picket", "include \"../../other/x.picket\"\ntest \"b\" { expect $z == 1 }\n")
        #expect(try suite.picket("test suite").status == 2)
        #expect(try suite.picket("test . --name b").status == 0)
    }
}
