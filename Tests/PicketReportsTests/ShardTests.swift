import PicketRuntime
import Testing

@testable import PicketReports

/// R46, R47: the parts of a suite are of the same size, by recorded time if it is known, and each test is in exactly one.
@Suite struct ShardTests {
    private static let tests = (0..<2_000).map { TestIdentity(file: "part-\($0 / 13).picket", name: "test \($0)") }

    private func parts(_ plan: ShardPlan, _ count: Int) -> [Set<TestIdentity>] { (1...count).map { plan[$0] } }

    /// The timings of a run in which each test took so many milliseconds.
    private func timings(
        _ times: [TestIdentity: Int64], setUp: Int64 = 0, in folder: String = ""
    ) throws -> TestTimings {
        let files = Dictionary(grouping: times.keys, by: \.file).map { name, tests in
            let cases = tests.map { CaseReport(kind: .test, name: $0.name, duration: (times[$0] ?? 0) * 1_000_000) }
            let inside = cases.reduce(0) { $0 + $1.duration }
            return FileReport(path: folder + name, duration: inside + setUp * 1_000_000, cases: cases)
        }
        let report = Report(mode: .test, title: "", version: "", files: files)
        var timings = TestTimings()
        try timings.add(report: JSONReport.bytes(Redactor(SecretStore()).show(report)))
        return timings
    }

    @Test(arguments: [1, 2, 3, 7, 20, 100, 1_999, 3_000]) func byCountTheyDifferByOneAtMost(_ count: Int) {
        let parts = parts(ShardPlan(Self.tests.shuffled(), count: count), count)
        let sizes = parts.map(\.count)
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1, "\(sizes)")
        #expect(parts.reduce(0) { $0 + $1.count } == 2_000)
        #expect(parts.reduce(into: Set()) { $0.formUnion($1) } == Set(Self.tests))
    }

    /// The first 100 shards of 20 tests are not all empty but one.
    @Test func moreShardsThanTestsHoldOneEach() {
        let tests = Self.tests.prefix(20)
        let sizes = parts(ShardPlan(tests, count: 100), 100).map(\.count)
        #expect(sizes.max() == 1 && sizes.reduce(0, +) == 20)
        #expect(sizes[..<10].reduce(0, +) == 2, "\(sizes)")
    }

    @Test func filesStayTogetherByCount() {
        let tests = (0..<4).flatMap { file in (0..<5).map { TestIdentity(file: "\(file)", name: "\($0)") } }
        for part in parts(ShardPlan(tests.shuffled(), count: 4), 4) { #expect(Set(part.map(\.file)).count == 1) }
    }

    @Test func byTimeTheyTakeTheSameTime() throws {
        var times: [TestIdentity: Int64] = [:]
        // A few tests take most of the time.
        for (position, test) in Self.tests.enumerated() {
            times[test] = position.isMultiple(of: 50) ? 4_000 : Int64(position % 17)
        }
        let whole = times.values.reduce(0, +)
        let plan = ShardPlan(Self.tests.shuffled(), count: 7, timings: try timings(times))
        let parts = parts(plan, 7)
        for part in parts {
            let time = part.reduce(0) { $0 + (times[$1] ?? 0) }
            #expect(abs(time - whole / 7) <= 4_000, "\(time) of \(whole)")
        }
        #expect(parts.reduce(0) { $0 + $1.count } == 2_000)
        #expect(parts.reduce(into: Set()) { $0.formUnion($1) } == Set(Self.tests))
    }

    @Test func aLongSetUpKeepsAFileTogether() throws {
        let tests = (0..<4).flatMap { file in (0..<6).map { TestIdentity(file: "\(file)", name: "\($0)") } }
        let times = Dictionary(uniqueKeysWithValues: tests.map { ($0, Int64(10)) })
        let plan = ShardPlan(tests, count: 4, timings: try timings(times, setUp: 1_000))
        for part in parts(plan, 4) { #expect(Set(part.map(\.file)).count == 1) }
    }

    /// Machines that name the folder in another way get the same plan.
    @Test func timesAreFoundForPathsFromAnotherFolder() throws {
        let times = Dictionary(uniqueKeysWithValues: Self.tests.enumerated().map { ($1, Int64($0 % 29)) })
        let plan = ShardPlan(Self.tests, count: 7, timings: try timings(times))
        let wider = ShardPlan(Self.tests, count: 7, timings: try timings(times, in: "suite/"))
        let inner = Self.tests.map { TestIdentity(file: "suite/" + $0.file, name: $0.name) }
        let narrower = ShardPlan(inner, count: 7, timings: try timings(times))
        for index in 1...7 {
            #expect(plan[index] == wider[index])
            #expect(
                Set(plan[index].map { "suite/" + $0.file + $0.name }) == Set(narrower[index].map { $0.file + $0.name }))
        }
    }

    @Test func anUnknownTestTakesTheMeanTime() throws {
        let known = [TestIdentity(file: "a", name: "1"): Int64(10), TestIdentity(file: "a", name: "2"): Int64(30)]
        let times = try timings(known).times(of: [
            TestIdentity(file: "a", name: "1"), TestIdentity(file: "a", name: "2"),
            TestIdentity(file: "a", name: "new"),
        ])
        #expect(times == [10_000_000, 30_000_000, 20_000_000])
        #expect(try timings(known).times(of: [TestIdentity(file: "x", name: "new")]) == nil)
    }

    @Test func aTestThatDidNotRunHasNoTime() throws {
        let cases = [
            CaseReport(kind: .test, name: "skipped", state: .skipped),
            CaseReport(kind: .test, name: "ran", duration: 7),
            CaseReport(kind: .setUp, name: "set-up", duration: 9),
        ]
        let report = Report(mode: .test, title: "", version: "", files: [FileReport(path: "a", cases: cases)])
        var timings = TestTimings()
        // Two reports give the mean.
        for _ in 0..<2 { try timings.add(report: JSONReport.bytes(Redactor(SecretStore()).show(report))) }
        let tests = ["skipped", "ran"].map { TestIdentity(file: "a", name: $0) }
        #expect(timings.times(of: tests) == [7, 7])
    }

    @Test(arguments: ["", "{}", "[]", "{\"schema\": \"picket-report/1\", \"mode\": \"run\", \"files\": []}"])
    func whatIsNoReportOfTestsIsRefused(_ text: String) {
        var timings = TestTimings()
        #expect(throws: SelectionProblem.self) { try timings.add(report: Array(text.utf8)) }
    }

    /// Absurd times neither trap nor lose a test.
    @Test func absurdTimesAreBounded() throws {
        var text = "{\"schema\": \"picket-report/1\", \"mode\": \"test\", \"files\": ["
        text += (0..<2_000).map { number in
            let time = number.isMultiple(of: 2) ? "9223372036854775807" : "-5"
            return
                "{\"identity\": \"part-\(number / 13).picket\", \"durationNanoseconds\": 9223372036854775807, \"cases\":"
                + " [{\"kind\": \"test\", \"name\": \"test \(number)\", \"durationNanoseconds\": \(time)}]}"
        }.joined(separator: ",")
        var timings = TestTimings()
        try timings.add(report: Array((text + "]}").utf8))
        let plan = ShardPlan(Self.tests, count: 7, timings: timings)
        #expect(parts(plan, 7).reduce(0) { $0 + $1.count } == 2_000)
    }

    /// The tests that tags and names select are divided, and not those that another machine may not remember.
    @Test func theSelectedTestsAreDivided() throws {
        let tests = Self.tests.enumerated().map { (test: $1, tags: $0.isMultiple(of: 2) ? ["smoke"] : []) }
        var seen: [TestIdentity] = []
        for index in 1...7 {
            var selection = TestSelection(tags: try TagExpression("smoke"))
            selection.take([try Shard("\(index)/7")], of: tests)
            let part = tests.filter { selection.includes($0.test, tags: $0.tags) }.map(\.test)
            #expect((142...143).contains(part.count))
            var again = TestSelection(tags: try TagExpression("smoke"), only: Set(part.prefix(3)))
            again.take([try Shard("\(index)/7")], of: tests)
            #expect(tests.filter { again.includes($0.test, tags: $0.tags) }.count == 3)
            seen += part
        }
        #expect(seen.count == 1_000 && Set(seen).count == 1_000)
        var two = TestSelection()
        two.take([try Shard("1/7"), try Shard("2/7")], of: tests)
        #expect((571...572).contains(tests.count { two.includes($0.test, tags: $0.tags) }))
    }
}
