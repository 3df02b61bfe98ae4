import PicketSyntax

/// Where a percent-encoded text is to stand, as the third operand of a call of `encode` says; a script's own call has 1.
enum EncodedPlace: Int {
    case any = 1
    /// A whole segment of a request's path.
    case segment
    /// A segment of a path that `encode` has encoded already.
    case encodedSegment
    /// A part of a request's query.
    case query

    /// What is due there, for a message.
    fileprivate var due: String {
        switch self {
        case .any: "`encode` takes a string or a number"
        case .segment, .encodedSegment: "a segment of a path is a string or a number"
        case .query: "a value of a query is a string or a number"
        }
    }
}

extension Machine {
    /// `encode(x)`, and what is put into the path of a request: one segment, percent-encoded.
    func encoded(_ cell: Cell, _ place: EncodedPlace) throws(Failure) -> Cell {
        if cell.kind == CellKind.missing { throw missingInText() }
        guard !cell.isContainer, cell.kind != CellKind.null, cell.kind != CellKind.bytes else {
            throw wrongKind(place.due, got: cell)
        }
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
            help: "what stands in a path as one word is a whole path: `request GET $path`")
    }

    /// `to_json(x)`: compact JSON, secrets and all, and a secret if it holds one.
    func jsonText(of cell: Cell) throws(Failure) -> Cell {
        let limit = limits.memory / MemoryLayout<Cell>.stride
        var (left, odd) = (limit, OddParts())
        guard fits(cell, &left, &odd) else { throw valueTooLarge() }
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
