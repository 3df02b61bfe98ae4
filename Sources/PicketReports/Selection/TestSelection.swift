/// Selects the tests to run.
package struct TestSelection: Sendable {
    package var tags: TagExpression?
    /// Patterns, one of which a test's name must match; empty for any name.
    package var names: [GlobPattern]
    /// Shards, one of which must contain the test; empty for all.
    package var shards: [Shard]
    /// The only tests to run; nil for all.
    package var only: Set<TestIdentity>?

    package init(
        tags: TagExpression? = nil, names: [GlobPattern] = [], shards: [Shard] = [], only: Set<TestIdentity>? = nil
    ) {
        self.tags = tags
        self.names = names
        self.shards = shards
        self.only = only
    }

    package init(tags: TagExpression? = nil, name: GlobPattern) {
        self.init(tags: tags, names: [name])
    }

    package func includes(_ test: TestIdentity, tags testTags: [String]) -> Bool {
        (only?.contains(test) ?? true) && (names.isEmpty || names.contains { $0.matches(test.name) })
            && (tags?.matches(testTags) ?? true) && (shards.isEmpty || shards.contains { $0.contains(test) })
    }
}
