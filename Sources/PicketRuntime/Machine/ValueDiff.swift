/// Finds the differences of two containers. Equal parts are left out.
struct ValueDiff {
    let heap: Heap
    /// The fields whose values are always secret.
    let fields: SecretFields
    /// Formats a part for display; a text may be quoted.
    let shown: (_ cell: Cell, _ isQuoted: Bool) -> Failure.ShownValue

    /// The maximum number of stored sides. A place with both sides has two.
    static let sideLimit = 20
    /// The maximum number of visited places.
    private static let placeLimit = 100_000
    /// The number of visited places.
    private(set) var placesSeen = 0
    private(set) var differences: [Failure.Difference] = []
    private var sideCount = 0
    /// The number of omitted sides.
    private(set) var omitted = 0
    /// The path to the current place.
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

    /// Compares `actual` with `expected`. In partial mode, fields that only `actual` has are ignored.
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

    /// Whether the current place is part of a secret field.
    private var isBeneathSecretField: Bool {
        path.contains { step in
            guard case .key(let key) = step else { return false }
            return key.withText { fields.contains($0) }
        }
    }

    /// Adds a difference. If either side is a secret, neither is shown, and both count as one.
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
        if left.kind == CellKind.unreadable, right.kind == CellKind.unreadable {
            return left.unreadable == right.unreadable
        }
        return left.kind == right.kind && left.low == right.low
    }
}
