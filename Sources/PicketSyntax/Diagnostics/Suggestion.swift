/// The candidate that was probably meant by `name`, or nil if none is near: at most one edit in three characters, where
/// exchanging two neighbours counts as one edit. Of equally near ones the first wins; case counts half.
package func nearest(_ name: String, in candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.utf8)
    // Longer names are not typed by hand; and the cost grows with the square of the length.
    guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
        let bytes = Array(candidate.utf8)
        let bound = max(2, 2 * max(wanted.count, bytes.count) / 3)
        guard bytes != wanted, 2 * abs(bytes.count - wanted.count) <= bound else { continue }
        let distance = editDistance(wanted, bytes)
        if distance <= bound, distance < 2 * min(wanted.count, bytes.count), distance < best?.distance ?? .max {
            best = (candidate, distance)
        }
    }
    return best?.candidate
}

/// Twice the Damerau–Levenshtein distance (optimal string alignment); letters that differ only in case cost half an edit.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(stride(from: 0, through: 2 * right.count, by: 2))
    for row in 0..<left.count {
        var current = [2 * (row + 1)]
        current.reserveCapacity(right.count + 1)
        for column in 0..<right.count {
            var cost = previous[column] + substitutionCost(left[row], right[column])
            cost = min(cost, previous[column + 1] + 2, current[column] + 2)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                cost = min(cost, beforePrevious[column - 1] + 2)
            }
            current.append(cost)
        }
        (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
}

private func substitutionCost(_ left: UInt8, _ right: UInt8) -> Int {
    if left == right { return 0 }
    let isLetter = (left | 0x20) >= UInt8(ascii: "a") && (left | 0x20) <= UInt8(ascii: "z")
    return isLetter && left ^ right == 0x20 ? 1 : 2
}
