/// Where two containers differ, a line a place; equal parts are left out.
struct ValueDiff {
    let heap: Heap
    let shown: (Cell) -> String

    static let lineLimit = 20
    /// How many places are looked at before the rest is left out.
    private static let placeLimit = 100_000
    private var placesLeft = placeLimit

    init(heap: Heap, shown: @escaping (Cell) -> String) {
        self.heap = heap
        self.shown = shown
    }

    /// `actual` against `expected`; partially, fields that only `actual` has do not count.
    mutating func lines(_ actual: Cell, _ expected: Cell, isPartial: Bool) -> [String] {
        guard actual.isContainer, actual.kind == expected.kind else { return [] }
        var lines: [String] = []
        compare(actual, expected, path: "", isPartial, &lines)
        if lines.count > ValueDiff.lineLimit {
            let more = lines.count - ValueDiff.lineLimit
            lines = Array(lines.prefix(ValueDiff.lineLimit)) + ["  … and \(more) more"]
        }
        return lines.isEmpty ? [] : ["difference:"] + lines
    }

    private mutating func compare(
        _ actual: Cell, _ expected: Cell, path: String, _ isPartial: Bool, _ lines: inout [String]
    ) {
        placesLeft -= 1
        guard placesLeft > 0, actual.low != expected.low || actual.high != expected.high else { return }
        if actual.kind == CellKind.map, expected.kind == CellKind.map {
            compareMaps(actual, expected, path: path, isPartial, &lines)
        } else if actual.kind == CellKind.list, expected.kind == CellKind.list {
            compareLists(actual, expected, path: path, isPartial, &lines)
        } else if actual.isSecret || expected.isSecret {
            if !same(actual, expected) { lines.append("  \(path): •••") }
        } else if !same(actual, expected) {
            lines.append("  \(path): - \(nested(expected))")
            lines.append("  \(path): + \(nested(actual))")
        }
    }

    private mutating func compareMaps(
        _ actual: Cell, _ expected: Cell, path: String, _ isPartial: Bool, _ lines: inout [String]
    ) {
        for entry in expected.mapEntries {
            let place = path + (path.isEmpty ? "" : ".") + shown(entry.key)
            if let value = heap.state.pointee.value(of: entry.key, in: actual) {
                compare(value, entry.value, path: place, isPartial, &lines)
            } else {
                lines.append("  \(place): - \(nested(entry.value))")
            }
        }
        guard !isPartial else { return }
        for entry in actual.mapEntries where heap.state.pointee.find(entry.key, in: expected) == nil {
            lines.append("  \(path + (path.isEmpty ? "" : ".") + shown(entry.key)): + \(nested(entry.value))")
        }
    }

    private mutating func compareLists(
        _ actual: Cell, _ expected: Cell, path: String, _ isPartial: Bool, _ lines: inout [String]
    ) {
        let (left, right) = (actual.listElements, expected.listElements)
        for position in 0..<max(left.count, right.count) {
            let place = "\(path)[\(position)]"
            if position >= left.count {
                lines.append("  \(place): - \(nested(right[position]))")
            } else if position >= right.count {
                lines.append("  \(place): + \(nested(left[position]))")
            } else {
                compare(left[position], right[position], path: place, isPartial, &lines)
            }
        }
    }

    private func same(_ left: Cell, _ right: Cell) -> Bool {
        if left.isText, right.isText { return HeapState.sameText(left, right) }
        if left.isNumber, right.isNumber { return left.number == right.number }
        return left.kind == right.kind && left.low == right.low
    }

    private func nested(_ cell: Cell) -> String {
        guard cell.isText, !cell.isSecret else { return shown(cell) }
        var text: [UInt8] = []
        cell.withText { TextQuoting.appendQuoted($0, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }
}
