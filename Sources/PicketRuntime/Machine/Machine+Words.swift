import PicketSyntax

extension Machine {
    /// The value of an interpolated command word: a number, boolean, null or duration if it prints back as the same
    /// text.
    func classified(_ cell: Cell) -> Cell {
        guard cell.isText else { return cell }
        charge(scanned: cell.textCount)
        return cell.withText { bytes in
            switch wordValue(of: bytes.assumingMemoryBound(to: UInt8.self)) {
            case .text: return cell
            case .null: return .null
            case .boolean(let value): return Cell(value)
            case .integer(let value): return Cell(value).tainted(cell.isSecret)
            case .float(let value): return Cell(value).tainted(cell.isSecret)
            case .duration(let value): return Cell(nanoseconds: value).tainted(cell.isSecret)
            }
        }
    }
}
