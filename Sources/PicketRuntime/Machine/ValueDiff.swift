import PicketSyntax

/// Where two containers differ, a line a place; equal parts are left out.
struct ValueDiff {
    let heap: Heap
    /// A part as it may be shown; a text in quotes or as it is.
    let shown: (_ cell: Cell, _ isQuoted: Bool) -> String

    static let lineLimit = 20
    /// How many places are looked at before the rest is left out.
    private static let placeLimit = 100_000
    /// How many places were looked at.
    private(set) var placesSeen = 0
    private var lines: [String] = []
    /// Lines beyond the limit, which are not written.
    private var omitted = 0
    /// The way to the place that is looked at.
    private var path: [Step] = []

    private enum Step {
        case key(Cell)
        case position(Int)
    }

    init(heap: Heap, shown: @escaping (_ cell: Cell, _ isQuoted: Bool) -> String) {
        self.heap = heap
        self.shown = shown
    }

    /// `actual` against `expected`; partially, fields that only `actual` has do not count.
    mutating func lines(_ actual: Cell, _ expected: Cell, isPartial: Bool) -> [String] {
        guard actual.isContainer, actual.kind == expected.kind else { return [] }
        compare(actual, expected, isPartial)
        if omitted > 0 { lines.append("  … and \(omitted) more") }
        return lines.isEmpty ? [] : ["difference:"] + lines
    }

    private var isExhausted: Bool { placesSeen >= ValueDiff.placeLimit }

    private mutating func compare(_ actual: Cell, _ expected: Cell, _ isPartial: Bool) {
        guard !isExhausted, actual.low != expected.low || actual.high != expected.high else { return }
        if actual.kind == CellKind.map, expected.kind == CellKind.map {
            compareMaps(actual, expected, isPartial)
        } else if actual.kind == CellKind.list, expected.kind == CellKind.list {
            compareLists(actual, expected, isPartial)
        } else if !same(actual, expected) {
            if actual.isSecret || expected.isSecret {
                add { _ in Mask.text }
            } else {
                add { "- \($0.nested(expected))" }
                add { "+ \($0.nested(actual))" }
            }
        }
    }

    private mutating func compareMaps(_ actual: Cell, _ expected: Cell, _ isPartial: Bool) {
        for entry in expected.mapEntries {
            if isExhausted { return }
            visit(.key(entry.key)) { diff in
                if let value = diff.heap.state.pointee.value(of: entry.key, in: actual) {
                    diff.compare(value, entry.value, isPartial)
                } else {
                    diff.add { "- \($0.nested(entry.value))" }
                }
            }
        }
        guard !isPartial else { return }
        for entry in actual.mapEntries {
            if isExhausted { return }
            visit(.key(entry.key)) { diff in
                guard diff.heap.state.pointee.find(entry.key, in: expected) == nil else { return }
                diff.add { "+ \($0.nested(entry.value))" }
            }
        }
    }

    private mutating func compareLists(_ actual: Cell, _ expected: Cell, _ isPartial: Bool) {
        let (left, right) = (actual.listElements, expected.listElements)
        for position in 0..<max(left.count, right.count) {
            if isExhausted || isFull, position >= min(left.count, right.count) {
                omitted += max(left.count, right.count) - position
                return
            }
            if isExhausted { return }
            visit(.position(position)) { diff in
                if position >= left.count {
                    diff.add { "- \($0.nested(right[position]))" }
                } else if position >= right.count {
                    diff.add { "+ \($0.nested(left[position]))" }
                } else {
                    diff.compare(left[position], right[position], isPartial)
                }
            }
        }
    }

    private mutating func visit(_ step: Step, _ look: (inout ValueDiff) -> Void) {
        placesSeen += 1
        path.append(step)
        look(&self)
        path.removeLast()
    }

    // MARK: Writing

    private var isFull: Bool { lines.count >= ValueDiff.lineLimit }

    private mutating func add(_ text: (ValueDiff) -> String) {
        guard !isFull else {
            omitted += 1
            return
        }
        lines.append("  \(shownPath): \(text(self))")
    }

    private var shownPath: String {
        path.enumerated().map { position, step in
            switch step {
            case .key(let key): return (position == 0 ? "" : ".") + shown(key, false)
            case .position(let position): return "[\(position)]"
            }
        }.joined()
    }

    private func same(_ left: Cell, _ right: Cell) -> Bool {
        if left.isText, right.isText { return HeapState.sameText(left, right) }
        if left.isNumber, right.isNumber { return left.number == right.number }
        if left.kind == CellKind.decimal, right.kind == CellKind.decimal { return HeapState.sameDigits(left, right) }
        return left.kind == right.kind && left.low == right.low
    }

    private func nested(_ cell: Cell) -> String { shown(cell, true) }
}
