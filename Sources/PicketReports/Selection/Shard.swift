import PicketRuntime

/// A part of a suite: `2/5` is the second of five. `ShardPlan` says which tests belong to it.
package struct Shard: Sendable, Equatable {
    /// The index of the part, counted from 1.
    package let index: Int
    package let count: Int

    package static let limit = 10_000

    package init(_ text: String) throws(SelectionProblem) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]),
            count >= 1, count <= Shard.limit, index >= 1, index <= count
        else {
            throw SelectionProblem("a shard is written K/N, such as `2/5`: 1 ≤ K ≤ N ≤ \(Shard.limit)")
        }
        self.index = index
        self.count = count
    }
}

/// The identity of a test across runs. Names are compared by bytes.
package struct TestIdentity: Hashable, Sendable {
    /// The file's path relative to the common folder of all arguments, however they are written.
    package var file: String
    package var name: String

    package init(file: String, name: String) {
        self.file = file
        self.name = name
    }

    package static func == (left: TestIdentity, right: TestIdentity) -> Bool {
        left.file.utf8.elementsEqual(right.file.utf8) && left.name.utf8.elementsEqual(right.name.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(Array(file.utf8))
        hasher.combine(Array(name.utf8))
    }
}
