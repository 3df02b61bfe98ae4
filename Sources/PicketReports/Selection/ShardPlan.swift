/// Divides tests among shards, each test to exactly one.
///
/// The plan depends only on the tests, their recorded times, and the number of shards. So machines that run the same
/// suite with the same timings share it without overlap.
package struct ShardPlan: Sendable {
    private let parts: [Set<TestIdentity>]

    /// - Parameter timings: The recorded times. Without any time of these tests, all tests count the same.
    package init(_ tests: some Sequence<TestIdentity>, count: Int, timings: TestTimings? = nil) {
        let sorted = Set(tests).sorted()
        if let timings, let times = timings.times(of: sorted) {
            let suite = TimedSuite(tests: sorted, times: times, setUps: sorted.map(timings.setUp))
            let byTest = suite.divided(sorted.indices.map { [$0] }, count: count)
            // If set-ups take long, files are better kept together.
            let byFile = suite.divided(suite.files, count: count)
            parts = byFile.end <= byTest.end ? byFile.parts : byTest.parts
        } else {
            var parts = [Set<TestIdentity>](repeating: [], count: count)
            // Neighbours stay together, because the tests of a file share its set-up.
            for (position, test) in sorted.enumerated() { parts[position * count / sorted.count].insert(test) }
            self.parts = parts
        }
    }

    /// Returns the tests of a shard, whose index is counted from 1.
    package subscript(index: Int) -> Set<TestIdentity> { parts[index - 1] }
}

/// Sorted tests with their times.
private struct TimedSuite {
    let tests: [TestIdentity]
    let times: [Int64]
    /// The time of the set-up of each test's file.
    let setUps: [Int64]

    /// The indices of the tests of each file.
    var files: [[Int]] {
        var files: [[Int]] = []
        for (position, test) in tests.enumerated() {
            if position > 0, tests[position - 1].file.utf8.elementsEqual(test.file.utf8) {
                files[files.count - 1].append(position)
            } else {
                files.append([position])
            }
        }
        return files
    }

    /// Gives the longest remaining unit of tests of one file to the shard that would be done first with it. A shard that
    /// has no other test of the file needs the time of its set-up, too.
    ///
    /// - Returns: the parts, and the time of the longest one.
    func divided(_ units: [[Int]], count: Int) -> (parts: [Set<TestIdentity>], end: Int64) {
        var parts = [Set<TestIdentity>](repeating: [], count: count)
        var loads = [Int64](repeating: 0, count: count)
        var files = [Set<[UInt8]>](repeating: [], count: count)
        let lengths = units.map { unit in unit.reduce(Int64(0)) { $0.adding(times[$1]) } }
        let order = units.indices.sorted { lengths[$0] == lengths[$1] ? $0 < $1 : lengths[$0] > lengths[$1] }
        for unit in order {
            guard let first = units[unit].first else { continue }
            let file = Array(tests[first].file.utf8)
            var best = 0
            var bestEnd = Int64.max
            for part in parts.indices {
                let needed = setUps[first] > 0 && !files[part].contains(file) ? setUps[first] : 0
                let end = loads[part].adding(lengths[unit]).adding(needed)
                guard end < bestEnd || end == bestEnd && parts[part].count < parts[best].count else { continue }
                (best, bestEnd) = (part, end)
            }
            loads[best] = bestEnd
            files[best].insert(file)
            parts[best].formUnion(units[unit].map { tests[$0] })
        }
        return (parts, loads.max() ?? 0)
    }
}
