import Foundation
import Schemas
import Testing

/// `picket test --list --format json`, and the parts of a suite by recorded time.
@Suite struct TestListTests {
    @Test func theListIsAsItsSchemaSays() throws {
        let suite = try TestSuiteFolder([
            "t/a.picket": "test \"x\\u{1B}[31m\" tags=[smoke] { expect 1 == 1 }\n",
            "t/b.picket": "test b { skip \"later\" }\n",
        ])
        let schema = try JSONSchema("docs/tests.schema.json")
        for words in ["t", "t --name nothing --allow-empty", "t/b.picket"] {
            let run = try suite.picket("test \(words) --list --format json")
            #expect(run.status == 0, "\(run.errors)")
            #expect(try schema.faults(in: run.output.utf8) == [], "\(run.output)")
        }
        #expect(
            try !schema.faults(in: "{\"schema\": \"picket-tests/2\", \"picket\": \"1\", \"tests\": []}".utf8).isEmpty)
    }

    /// 2,000 tests over 7 shards, each named in another way: each test is in exactly one.
    @Test func eachOfTwoThousandTestsIsInOneOfSevenShards() throws {
        var files: [String: String] = [:]
        for file in 0..<50 {
            files["sub/s/d\(file % 5)/f\(file).picket"] =
                (0..<40).map { "test \"t\(file)-\($0)\" { expect 1 == 1 }\n" }.joined()
        }
        let suite = try TestSuiteFolder(files)
        try FileManager.default.createSymbolicLink(
            atPath: suite.folder.appending(path: "link").path(), withDestinationPath: "sub/s")
        let spellings: [(words: String, place: String)] = [
            ("sub/s", ""), ("./sub//s/", ""), (".", "sub/s"), ("../s", "sub/s"),
            (suite.folder.appending(path: "sub/s").path(), ""), ("link", ""),
            ("s/d0 s/d1 ./s/d2 s//d3/ s/d4", "sub"),
        ]
        func names(_ more: String) throws -> [[String]] {
            try spellings.enumerated().map { index, spelling in
                let run = try suite.picket(
                    "test \(spelling.words) --shard \(index + 1)/7 --list\(more)", in: spelling.place)
                #expect(run.status == 0, "\(run.errors)")
                return run.output.split(separator: "\n").map { String($0.split(separator: " ").last ?? "") }
            }
        }
        let byCount = try names("")
        #expect(byCount.allSatisfy { (285...286).contains($0.count) }, "\(byCount.map(\.count))")
        #expect(Set(byCount.joined()).count == 2_000 && byCount.joined().count == 2_000)
        let whole = try suite.picket("test sub/s --report-json earlier.json -q")
        #expect(whole.status == 0, "\(whole.errors)")
        let byTime = try names(" --timings \(suite.folder.appending(path: "earlier.json").path())")
        #expect(byTime.allSatisfy { !$0.isEmpty })
        #expect(Set(byTime.joined()).count == 2_000 && byTime.joined().count == 2_000)
    }

    /// The deferred blocks of a set-up run in spite of a signal, and a second one cuts them off.
    @Test func aSignalEndsTheTestsAndNotWhatTheSetUpDeferred() throws {
        let workshop = try Workshop()
        try workshop.write("defer { print tidying; sleep 1h }\ndefer print tidy\n", to: "set-up.picket")
        try workshop.write("test \"first\" { expect 1 == 1 }\ntest \"second\" { sleep 1h }\n", to: "a.picket")
        let run = try workshop.start("exec \"$PICKET\" test a.picket --setup set-up.picket 2>&1")
        #expect(run.waitForText("a.picket: first"))
        run.signal(SIGINT)
        #expect(run.waitForText("tidying"))
        run.signal(SIGINT)
        #expect(run.end() == 130)
    }
}
