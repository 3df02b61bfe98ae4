import PicketRuntime

/// A part of a suite: `2/5` is the second of five. The part of a test depends only on its file and name. So independent
/// machines can share a suite without overlap, and a new test does not move others.
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

    package func contains(_ test: TestIdentity) -> Bool {
        Shard.hash(test) % UInt64(count) == UInt64(index - 1)
    }

    /// FNV-1a (Fowler, Noll and Vo) with a final mix, so that the lowest bits depend on all bits.
    private static func hash(_ test: TestIdentity) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in Array(test.file.utf8) + [0] + Array(test.name.utf8) {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        var generator = SeededGenerator(seed: hash)
        return generator.next()
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
