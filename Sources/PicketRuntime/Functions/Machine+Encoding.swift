import PicketSyntax

/// The place of a percent-encoded text, as the third operand of a call of `encode`. A script's own call has 1.
enum EncodedPlace: Int {
    case any = 1
    /// A whole segment of a request's path.
    case segment
    /// A segment of a path that `encode` has already encoded.
    case encodedSegment
    /// A part of a request's query.
    case query

    /// A noun for the place, for messages.
    fileprivate var due: String {
        switch self {
        case .any: "`encode` takes a string or a number"
        case .segment, .encodedSegment: "a segment of a path is a string or a number"
        case .query: "a value of a query is a string or a number"
        }
    }
}

extension Machine {
    /// `encode(x)`, and interpolations in a request's path: percent-encodes one segment.
    func encoded(_ cell: Cell, _ place: EncodedPlace) throws(Failure) -> Cell {
        if cell.kind == CellKind.missing { throw missingInText() }
        guard !cell.isContainer, cell.kind != CellKind.null, cell.kind != CellKind.bytes else {
            throw wrongKind(place.due, got: cell)
        }
        if cell.kind == CellKind.float, !cell.float.isFinite { throw notSendable(cell) }
        let text = try self.text(of: cell)
        if place == .segment || place == .encodedSegment,
            let problem = text.withText({ PathSyntax.problem(ofSegment: $0) })
        {
            throw malformedPath(problem, isSecret: cell.isSecret)
        }
        guard place != .encodedSegment else { return text }
        charge(scanned: 4 * text.textCount)
        try demand(bytes: 3 * text.textCount)
        let bytes = text.withText { PercentEncoding.encoded(Array($0)) }
        return heap.state.pointee.text(bytes).tainted(text.isSecret)
    }

    private func malformedPath(_ problem: PathSyntax.SegmentProblem, isSecret: Bool) -> Failure {
        fault(
            .malformedPath, problem.message(isSecret: isSecret), label: problem.label(isSecret: isSecret),
            help: "a single value is a whole path: `request GET $path`")
    }

    /// `to_json(x)`: compact JSON including secrets. The text is a secret if the value holds one.
    func jsonText(of cell: Cell) throws(Failure) -> Cell {
        let limit = allowedBytes / MemoryLayout<Cell>.stride
        var (left, odd) = (limit, OddParts())
        guard fits(cell, &left, &odd) else { throw doesNotFit() }
        charge(visits: limit - left)
        if let number = odd.number { throw notSendable(number) }
        let value = cell.value
        guard !value.holdsBytes else { throw wrongKind("`to_json` takes what JSON can hold", got: cell) }
        let json = value.wireJSON
        charge(scanned: 2 * json.count)
        try demand(bytes: json.count)
        return heap.state.pointee.text(json).tainted(value.holdsSecret)
    }
}
