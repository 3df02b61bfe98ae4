/// Selects the tests to run.
package struct TestSelection: Sendable {
    package var tags: TagExpression?
    /// Patterns, one of which a test's name must match; empty for any name.
    package var names: [GlobPattern]
    /// The only tests to run; nil for all.
    package var only: Set<TestIdentity>?
    /// The chosen shards; empty for the whole suite.
    package private(set) var shards: [Shard] = []
    /// The tests of the chosen shards; nil for all tests.
    package private(set) var part: Set<TestIdentity>?

    package init(tags: TagExpression? = nil, names: [GlobPattern] = [], only: Set<TestIdentity>? = nil) {
        self.tags = tags
        self.names = names
        self.only = only
    }

    package init(tags: TagExpression? = nil, name: GlobPattern) {
        self.init(tags: tags, names: [name])
    }

    /// Keeps only the tests of some shards. The tests that tags and names select are divided.
    ///
    /// `only` does not count here, because it is stored on one machine, while all machines need the same plan.
    ///
    /// - Parameter tests: All existing tests.
    package mutating func take(
        _ shards: [Shard], of tests: [(test: TestIdentity, tags: [String])], timings: TestTimings? = nil
    ) {
        guard !shards.isEmpty else { return }
        let selected = tests.filter { matches($0.test, tags: $0.tags) }.map(\.test)
        var plans: [Int: ShardPlan] = [:]
        var part: Set<TestIdentity> = []
        for shard in shards {
            let plan = plans[shard.count] ?? ShardPlan(selected, count: shard.count, timings: timings)
            plans[shard.count] = plan
            part.formUnion(plan[shard.index])
        }
        (self.part, self.shards) = (part, shards)
    }

    /// The selection without shards.
    package var whole: TestSelection {
        var whole = self
        (whole.part, whole.shards) = (nil, [])
        return whole
    }

    package func includes(_ test: TestIdentity, tags: [String]) -> Bool {
        (only?.contains(test) ?? true) && matches(test, tags: tags) && (part?.contains(test) ?? true)
    }

    private func matches(_ test: TestIdentity, tags testTags: [String]) -> Bool {
        (names.isEmpty || names.contains { $0.matches(test.name) }) && (tags?.matches(testTags) ?? true)
    }
}
