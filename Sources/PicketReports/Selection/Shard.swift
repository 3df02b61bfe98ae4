import PicketRuntime

/// A part of a suite: `2/5` is the second of five. Which part a test belongs to depends on its file and name alone, so that
/// machines that know nothing of each other share a suite without overlap, and a new test moves no other.
package struct Shard: Sendable, Equatable {
    /// From 1.
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

    package func contains(_ test: TestIdentity) -> Bool {
        Shard.hash(test) % UInt64(count) == UInt64(index - 1)
    }

    /// FNV-1a (Fowler, Noll and Vo), stirred once more so that the lowest bits depend on all of them.
    private static func hash(_ test: TestIdentity) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in Array(test.file.utf8) + [0] + Array(test.name.utf8) {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        var generator = SeededGenerator(seed: hash)
        return generator.next()
    }
}

/// What a test is known by from run to run; names are compared byte by byte.
package struct TestIdentity: Hashable, Sendable {
    /// The file's path below the folder that all arguments have in common, however they are spelled.
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
