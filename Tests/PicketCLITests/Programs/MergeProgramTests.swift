import Foundation
import Testing

/// The reports of shards that ran as jobs of a service do, and their merge.
@Suite struct MergeProgramTests {
    private struct Merged: Decodable {
        struct File: Decodable {
            var identity: String
            var cases: [Case]
        }
        struct Case: Decodable {
            var kind: String
            var name: String
            var state: String
        }
        struct Shard: Decodable { var parts: [String] }
        var files: [File]
        var exitStatus: Int
        var shard: Shard?

        /// The tests, by file and name.
        var tests: [String] {
            files.flatMap { file in
                file.cases.filter { $0.kind == "test" }.map { "\(file.identity): \($0.name) \($0.state)" }
            }
        }
    }

    private static func merged(_ suite: TestSuiteFolder, _ name: String) throws -> Merged {
        try JSONDecoder().decode(Merged.self, from: Data(suite.text(name).utf8))
    }

    /// Jobs may spell the folder in different ways; some have no test at all.
    @Test func shardsByAnySpellingMakeTheReportOfTheSuite() throws {
        var files: [String: String] = [:]
        for number in 1...6 {
            files["sub/s/f\(number).picket"] =
                "expect \(number) != 5\n"
                + (1...5).map { "test \"\(number)-\($0)\" { expect \($0) != 3 }\n" }.joined()
        }
        let suite = try TestSuiteFolder(files)
        #expect(try suite.picket("test sub/s -q --report-json whole.json").status == 1)
        let whole = try Self.merged(suite, "whole.json")
        #expect(whole.tests.count == 30 && whole.shard == nil)
        let absolute = suite.folder.appending(path: "sub/s").path()
        let spellings = [("sub/s", ""), ("./sub//s/", ""), (".", "sub/s"), ("../s", "sub/s"), (absolute, "")]
        for index in 1...40 {
            let (words, place) = spellings[index % spellings.count]
            let report = suite.folder.appending(path: "part-\(index).json").path()
            let run = try suite.picket("test \(words) -q --shard \(index)/40 --report-json \(report)", in: place)
            #expect(run.status == 0 || run.status == 1, "\(run.errors)")
        }
        let names = (1...40).map { "part-\($0).json" }.joined(separator: " ")
        let run = try suite.picket("report merge \(names) --report-json all.json --report-junit all.xml")
        #expect(run.status == 0, "\(run.errors)")
        let all = try Self.merged(suite, "all.json")
        #expect(all.tests == whole.tests && all.exitStatus == 1 && all.shard == nil)
        #expect(all.files.map(\.identity) == (1...6).map { "f\($0).picket" })
        #expect(suite.text("all.xml").matches(of: #/<testsuite /#).count == 6)
    }

    /// A job may take several shards.
    @Test func severalShardsInOneReportAreAllThere() throws {
        let suite = try TestSuiteFolder([
            "a.picket": (1...9).map { "test \"t\($0)\" { check 1 == 1 }\n" }.joined()
        ])
        #expect(try suite.picket("test . -q --shard 1/3 --shard 3/3 --report-json a.json").status == 0)
        #expect(try suite.picket("test . -q --shard 2/3 --report-json b.json").status == 0)
        #expect(try suite.picket("report merge a.json b.json --report-json all.json").status == 0)
        #expect(try Self.merged(suite, "all.json").tests.count == 9)
        let part = try suite.picket("report merge a.json --report-json all.json")
        #expect(part.status == 2 && part.errors.contains("these are 1/3, 3/3"), "\(part.errors)")
    }

    /// Its report says which part it is, so that the merge is complete.
    @Test func aShardWithoutATestIsPartOfTheSuite() throws {
        let suite = try TestSuiteFolder(["a.picket": "test \"only\" { check 1 == 1 }\n"])
        for index in 1...3 {
            #expect(try suite.picket("test . -q --shard \(index)/3 --report-json \(index).json").status == 0)
        }
        #expect(try suite.picket("report merge 1.json 2.json 3.json --report-json all.json").status == 0)
        #expect(try Self.merged(suite, "all.json").tests == ["a.picket: only passed"])
    }
}
