/// Where two containers differ; equal parts are left out.
struct ValueDiff {
    let heap: Heap
    /// Whose values are secret whatever they are.
    let fields: SecretFields
    /// A part as it may be shown; a text in quotes or as it is.
    let shown: (_ cell: Cell, _ isQuoted: Bool) -> Failure.ShownValue

    /// Sides that are kept: a place at which both are there has two.
    static let sideLimit = 20
    /// How many places are looked at before the rest is left out.
    private static let placeLimit = 100_000
    /// How many places were looked at.
    private(set) var placesSeen = 0
    private(set) var differences: [Failure.Difference] = []
    private var sideCount = 0
    /// Sides beyond the limit, which are left out.
    private(set) var omitted = 0
    /// The way to the place that is looked at.
    private var path: [Step] = []

    private enum Step {
        case key(Cell)
        case position(Int)
    }

    init(heap: Heap, fields: SecretFields, shown: @escaping (_ cell: Cell, _ isQuoted: Bool) -> Failure.ShownValue) {
        self.heap = heap
        self.fields = fields
        self.shown = shown
    }

    /// `actual` against `expected`; partially, fields that only `actual` has do not count.
    mutating func find(_ actual: Cell, _ expected: Cell, isPartial: Bool) {
        guard actual.isContainer, actual.kind == expected.kind else { return }
        compare(actual, expected, isPartial)
    }

    private var isExhausted: Bool { placesSeen >= ValueDiff.placeLimit }

    private mutating func compare(_ actual: Cell, _ expected: Cell, _ isPartial: Bool) {
        guard !isExhausted, actual.low != expected.low || actual.high != expected.high else { return }
        if actual.kind == CellKind.map, expected.kind == CellKind.map {
            compareMaps(actual, expected, isPartial)
        } else if actual.kind == CellKind.list, expected.kind == CellKind.list {
            compareLists(actual, expected, isPartial)
        } else if !same(actual, expected) {
            add(expected: expected, actual: actual)
        }
    }

    private mutating func compareMaps(_ actual: Cell, _ expected: Cell, _ isPartial: Bool) {
        for entry in expected.mapEntries {
            if isExhausted { return }
            visit(.key(entry.key)) { diff in
                if let value = diff.heap.state.pointee.value(of: entry.key, in: actual) {
                    diff.compare(value, entry.value, isPartial)
                } else {
                    diff.add(expected: entry.value, actual: nil)
                }
            }
        }
        guard !isPartial else { return }
        for entry in actual.mapEntries {
            if isExhausted { return }
            visit(.key(entry.key)) { diff in
                guard diff.heap.state.pointee.find(entry.key, in: expected) == nil else { return }
                diff.add(expected: nil, actual: entry.value)
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
                    diff.add(expected: right[position], actual: nil)
                } else if position >= right.count {
                    diff.add(expected: nil, actual: left[position])
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

    // MARK: Keeping

    private var isFull: Bool { sideCount >= ValueDiff.sideLimit || omitted > 0 }

    /// Whether a step on the way is a secret field.
    private var isBeneathSecretField: Bool {
        path.contains { step in
            guard case .key(let key) = step else { return false }
            return key.withText { fields.contains($0) }
        }
    }

    /// Of two sides neither is shown if one is a secret, and they count as one.
    private mutating func add(expected: Cell?, actual: Cell?) {
        let isHidden = isBeneathSecretField
        let isSecret =
            expected != nil && actual != nil
            && (expected?.isSecret == true || actual?.isSecret == true || isHidden)
        let sides = expected != nil && actual != nil && !isSecret ? 2 : 1
        func shown(_ cell: Cell?) -> Failure.ShownValue? {
            cell.map { isSecret || isHidden && $0.kind != CellKind.null ? .secret : self.shown($0, true) }
        }
        guard !isFull, sideCount + sides <= ValueDiff.sideLimit else {
            omitted += sides
            return
        }
        sideCount += sides
        differences.append(
            Failure.Difference(
                path: shownPath, expected: shown(expected), actual: shown(actual)))
    }

    private var shownPath: [Failure.Difference.Step] {
        path.map { step in
            switch step {
            case .key(let key): key.isSecret ? .secretKey : .key(self.shown(key, false).description)
            case .position(let position): .position(position)
            }
        }
    }

    private func same(_ left: Cell, _ right: Cell) -> Bool {
        if left.isText, right.isText { return HeapState.sameText(left, right) }
        if left.isNumber, right.isNumber { return left.number == right.number }
        if left.kind == CellKind.decimal, right.kind == CellKind.decimal { return HeapState.sameDigits(left, right) }
        if left.kind == CellKind.bytes, right.kind == CellKind.bytes { return HeapState.sameContent(left, right) }
        return left.kind == right.kind && left.low == right.low
    }
}
