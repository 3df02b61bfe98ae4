/// Returns the candidate nearest to `name`, or nil if none is near. A near candidate differs by at most one edit in
/// three characters; swapping two neighbours counts as one edit, and a difference in case as half an edit. The first of
/// equally near candidates wins.
package func nearest(_ name: String, in candidates: some Sequence<String>) -> String? {
    var search = NearestSearch(name)
    search.consider(candidates)
    return search.result
}

/// Searches groups of candidates for the one nearest to a name.
///
/// Most candidates are rejected after a comparison of their bytes. Distances are computed only up to the best one so
/// far, and only in the band of the table where such distances can occur.
package struct NearestSearch {
    private let wanted: [UInt8]
    /// Twice the number of edits; nil while no candidate is near.
    private var best: (candidate: String, distance: Int)?
    private let rows = DistanceRows()

    /// Longer names are not looked up, because nobody types them by hand.
    private static let longestName = 64
    /// The maximum number of candidates. It bounds the time of the search.
    private static let mostCandidates = 10_000

    package init(_ name: String) {
        wanted = Array(name.utf8)
    }

    package var result: String? { best?.candidate }

    /// Compares more candidates with the name; a nearer one replaces the best so far.
    ///
    /// - Parameter sorted: among equally near candidates of this group, take the first in byte order. Set it for a
    ///   group without a defined order.
    package mutating func consider(_ candidates: some Sequence<String>, sorted: Bool = false) {
        guard !wanted.isEmpty, wanted.count <= NearestSearch.longestName else { return }
        var group: (candidate: String, distance: Int)?
        for var candidate in candidates.prefix(NearestSearch.mostCandidates) {
            let known = group.map { sorted ? $0.distance : $0.distance - 1 }
            let limit = min(known ?? .max, best.map { $0.distance - 1 } ?? .max)
            guard limit > 0, let distance = candidate.withUTF8({ distance(to: $0, limit: limit) }) else { continue }
            if sorted, let group, distance == group.distance,
                !candidate.utf8.lexicographicallyPrecedes(group.candidate.utf8)
            {
                continue
            }
            group = (candidate, distance)
        }
        if let group { best = group }
    }

    /// Twice the distance of a candidate; nil if it exceeds the limit, or if the candidate cannot be near.
    private func distance(to bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> Int? {
        let (shorter, longer) = (min(wanted.count, bytes.count), max(wanted.count, bytes.count))
        let bound = min(limit, max(2, 2 * longer / 3), 2 * shorter - 1)
        guard 2 * (longer - shorter) <= bound else { return nil }
        return wanted.withUnsafeBufferPointer { wanted in
            // Skips the common prefix and suffix.
            var start = 0
            while start < shorter, wanted[start] == bytes[start] { start += 1 }
            var (leftEnd, rightEnd) = (wanted.count, bytes.count)
            while leftEnd > start, rightEnd > start, wanted[leftEnd - 1] == bytes[rightEnd - 1] {
                (leftEnd, rightEnd) = (leftEnd - 1, rightEnd - 1)
            }
            if leftEnd == start, rightEnd == start { return nil }
            return rows.distance(
                UnsafeBufferPointer(rebasing: wanted[start..<leftEnd]),
                UnsafeBufferPointer(rebasing: bytes[start..<rightEnd]), limit: bound)
        }
    }
}

/// Computes twice the Damerau–Levenshtein distance (optimal string alignment). A difference in case counts as half an
/// edit.
private final class DistanceRows {
    private static let far = Int.max / 2
    private var beforePrevious: [Int] = []
    private var previous: [Int] = []
    private var current: [Int] = []

    /// Returns nil if the distance exceeds the limit.
    func distance(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, limit: Int
    ) -> Int? {
        if current.count <= right.count {
            current = Array(repeating: 0, count: right.count + 1)
            (previous, beforePrevious) = (current, current)
        }
        // Only so many cells beside the diagonal can hold distances up to the limit.
        let reach = limit / 2
        for column in 0...right.count { previous[column] = column <= reach ? 2 * column : DistanceRows.far }
        var nearestBefore = 0
        for row in 0..<left.count {
            let (first, last) = (max(0, row - reach), min(right.count - 1, row + reach))
            guard first <= last || right.isEmpty else { return nil }
            current[0] = 2 * (row + 1)
            if first > 0 { current[first] = DistanceRows.far }
            var nearest = first == 0 ? current[0] : DistanceRows.far
            if first <= last {
                for column in first...last {
                    var cost = previous[column] + DistanceRows.substitution(left[row], right[column])
                    cost = min(cost, previous[column + 1] + 2, current[column] + 2)
                    if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                        cost = min(cost, beforePrevious[column - 1] + 2)
                    }
                    current[column + 1] = cost
                    nearest = min(nearest, cost)
                }
                if last + 2 <= right.count { current[last + 2] = DistanceRows.far }
            }
            // A swap of neighbours reads the row before the last one.
            if nearest > limit, nearestBefore > limit { return nil }
            nearestBefore = nearest
            (beforePrevious, previous, current) = (previous, current, beforePrevious)
        }
        return previous[right.count] <= limit ? previous[right.count] : nil
    }

    private static func substitution(_ left: UInt8, _ right: UInt8) -> Int {
        if left == right { return 0 }
        let isLetter = (left | 0x20) >= UInt8(ascii: "a") && (left | 0x20) <= UInt8(ascii: "z")
        return isLetter && left ^ right == 0x20 ? 1 : 2
    }
}
