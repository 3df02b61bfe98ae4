/// Which of the tests that there are shall run.
package struct TestSelection: Sendable {
    package var tags: TagExpression?
    package var name: GlobPattern?
    package var shard: Shard?
    /// Only these; nil for all.
    package var only: Set<TestIdentity>?

    package init(
        tags: TagExpression? = nil, name: GlobPattern? = nil, shard: Shard? = nil, only: Set<TestIdentity>? = nil
    ) {
        self.tags = tags
        self.name = name
        self.shard = shard
        self.only = only
    }

    package func includes(_ test: TestIdentity, tags testTags: [String]) -> Bool {
        (only?.contains(test) ?? true) && (name?.matches(test.name) ?? true) && (tags?.matches(testTags) ?? true)
            && (shard?.contains(test) ?? true)
    }
}
