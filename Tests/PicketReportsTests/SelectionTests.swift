import Testing

@testable import PicketReports

@Suite struct SelectionTests {
    @Test(arguments: [
        ("smoke", ["smoke"], true), ("smoke", ["slow"], false), ("not slow", ["smoke"], true), ("not slow", [], true),
        ("smoke and not slow", ["smoke"], true), ("smoke and not slow", ["smoke", "slow"], false),
        ("a or b and c", ["a"], true), ("(a or b) and c", ["a"], false), ("(a or b) and c", ["b", "c"], true),
        ("not not a", ["a"], true), ("not (a or b)", ["c"], true), ("\"and\" and 'a b'", ["and", "a b"], true),
        ("v1.2-rc/x", ["v1.2-rc/x"], true),
    ])
    func tagExpressionsHold(_ text: String, _ tags: [String], _ holds: Bool) throws {
        #expect(try TagExpression(text).matches(tags) == holds)
    }

    @Test(arguments: [
        ("", "a tag is missing at the end of the tag expression"),
        ("a and", "a tag is missing at the end of the tag expression"),
        ("or a", "a tag is missing before `or`"), ("a b", "`and` or `or` is missing between two tags"),
        ("(a", "a `)` is missing in the tag expression"), ("a)", "the tag expression has a `)` too many"),
        ("'a", "a quote in the tag expression is not closed"), ("()", "a tag is missing before `)`"),
    ])
    func malformedExpressionsSayWhy(_ text: String, _ message: String) {
        #expect(throws: SelectionProblem(message)) { try TagExpression(text) }
    }

    @Test func expressionsOfAnyDepthEnd() {
        let deep = String(repeating: "(", count: 10_000) + "a"
        #expect(throws: SelectionProblem("the tag expression nests too deeply")) { try TagExpression(deep) }
    }

    @Test(arguments: [
        ("a*", "abc", true), ("*c", "abc", true), ("a?c", "abc", true), ("abc", "abc", true), ("ab", "abc", false),
        ("*", "", true), ("?", "", false), ("**b**", "abc", true), ("a\\*", "a*", true), ("a\\*", "ab", false),
        ("*ab*ab*c", "aabbababd", false), ("caf?", "café", true),
    ])
    func globsMatchWholeNames(_ pattern: String, _ name: String, _ matches: Bool) {
        #expect(GlobPattern(pattern).matches(name) == matches)
    }

    @Test func globsCannotRunAway() {
        let pattern = GlobPattern(String(repeating: "a*", count: 200) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 5_000)))
    }

    @Test(arguments: ["", "1", "0/2", "3/2", "-1/2", "1/0", "1/2/3", "a/b", "1/10001"])
    func malformedShardsAreRefused(_ text: String) {
        #expect(throws: SelectionProblem.self) { try Shard(text) }
    }

    @Test func shufflingRepeatsUnderItsSeed() {
        let paths = (0..<50).map { "\($0)" }
        let first = FileSchedule(paths, seed: 7)
        #expect(first == FileSchedule(paths, seed: 7))
        #expect(first != FileSchedule(paths, seed: 8))
        #expect(first.entries.map(\.path).sorted() == paths.sorted())
        #expect(FileSchedule(paths).entries.map(\.path) == paths)
    }

    @Test func repetitionsAreCounted() {
        let schedule = FileSchedule(["a", "b"], repetitions: 2)
        #expect(
            schedule.entries == [
                .init(path: "a", repetition: 1), .init(path: "b", repetition: 1), .init(path: "a", repetition: 2),
                .init(path: "b", repetition: 2),
            ])
        #expect(FileSchedule(["a"]).entries == [.init(path: "a", repetition: 0)])
    }

    @Test func allConditionsMustHold() throws {
        let test = TestIdentity(file: "a.picket", name: "lives")
        var selection = TestSelection(tags: try TagExpression("smoke"), name: GlobPattern("l*"))
        #expect(selection.includes(test, tags: ["smoke"]))
        #expect(!selection.includes(test, tags: []))
        selection.only = []
        #expect(!selection.includes(test, tags: ["smoke"]))
    }

    @Test func failuresAreRememberedUntilTheyPass() throws {
        func report(_ states: [(String, CaseReport.State)]) -> Report {
            let cases = states.map { CaseReport(kind: .test, name: $0.0, state: $0.1) }
            return Report(mode: .test, title: "", version: "", files: [FileReport(path: "f \"q\"", cases: cases)])
        }
        var failed = FailedTests(root: ["/srv"])
        failed.update(with: report([("a", .failed), ("b", .failed), ("c", .passed)]))
        failed.update(with: report([("a", .passed), ("b", .skipped), ("d", .passed), ("d", .failed)]))
        #expect(failed.tests.map(\.name).sorted() == ["b", "d"])
        var memory = FailedTestsMemory()
        memory.store(failed)
        #expect(FailedTestsMemory(bytes: memory.bytes) == memory)
        #expect(FailedTestsMemory(bytes: Array("{}".utf8)) == nil)
        #expect(FailedTestsMemory(bytes: [0xFF]) == nil)
    }

    @Test func theMemoryHoldsTheLatestRoots() {
        var memory = FailedTestsMemory()
        for number in 0...FailedTestsMemory.limit { memory.store(FailedTests(root: ["/\(number)", "/b"])) }
        #expect(memory.roots.count == FailedTestsMemory.limit)
        #expect(memory.tests(of: FailedTests(root: ["/0", "/b"])) == nil)
        #expect(memory.tests(of: FailedTests(root: ["/b", "/1", "/b"])) != nil)
        #expect(memory.tests(of: FailedTests(root: ["/1"])) == nil)
        memory.remove(FailedTests(root: ["/b", "/1"]))
        #expect(memory.tests(of: FailedTests(root: ["/1", "/b"])) == nil)
    }
}
