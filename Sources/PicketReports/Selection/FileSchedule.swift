import PicketRuntime

/// The order and number of the file runs. Tests in one file always keep their order, because they share its set-up.
package struct FileSchedule: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package var path: String
        /// The number of the repetition, counted from 1; 0 without repetitions.
        package var repetition: Int
    }

    package let entries: [Entry]

    /// - Parameters:
    ///   - repetitions: How often each file runs.
    ///   - seed: Shuffles the files, in each repetition anew; nil keeps their order.
    package init(_ paths: [String], repetitions: Int = 1, seed: UInt64? = nil) {
        var generator = seed.map(SeededGenerator.init(seed:))
        var entries: [Entry] = []
        for repetition in 0..<max(1, repetitions) {
            var order = paths
            if generator != nil {
                // This is the Fisher-Yates shuffle written out, so that a seed gives the same order with every standard
                // library.
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
