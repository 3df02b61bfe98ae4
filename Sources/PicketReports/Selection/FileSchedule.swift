import PicketRuntime

/// The order in which files run, and how often. Tests of one file always keep their order: they share its set-up.
package struct FileSchedule: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package var path: String
        /// From 1; 0 if nothing is repeated.
        package var repetition: Int
    }

    package let entries: [Entry]

    /// - Parameters:
    ///   - repetitions: how often each file runs.
    ///   - seed: draws the order anew for every repetition; nil keeps it.
    package init(_ paths: [String], repetitions: Int = 1, seed: UInt64? = nil) {
        var generator = seed.map(SeededGenerator.init(seed:))
        var entries: [Entry] = []
        for repetition in 0..<max(1, repetitions) {
            var order = paths
            if generator != nil {
                // Fisher and Yates, spelled out: the order under a seed must outlive a change of the standard library.
                for last in stride(from: order.count - 1, to: 0, by: -1) {
                    let drawn = generator?.next() ?? 0
                    order.swapAt(last, Int(drawn % UInt64(last + 1)))
                }
            }
            entries += order.map { Entry(path: $0, repetition: repetitions > 1 ? repetition + 1 : 0) }
        }
        self.entries = entries
    }
}
