import CPTY

extension Screen {
    /// Writes a scalar as a terminal does: marks join the cell before, wide ones take two cells, the edge wraps late.
    mutating func put(_ scalar: Unicode.Scalar) {
        let width = Int(pty_width(scalar.value))
        if joins(scalar, width), let target = cellBefore() {
            rows[target.row].cells[target.column].text.unicodeScalars.append(scalar)
            if width == 1 || scalar.value == 0xFE0F { widen(target) }
            return
        }
        if edgeReached || column + width > columns { wrap() }
        write(String(Character(scalar)), max(1, width))
    }

    /// Whether it belongs to the cell before: a mark, what follows a joiner, a skin tone, the second half of a flag.
    private func joins(_ scalar: Unicode.Scalar, _ width: Int) -> Bool {
        guard let target = cellBefore() else { return false }
        if width == 0 { return true }
        let before = rows[target.row].cells[target.column].text.unicodeScalars
        if before.last == "\u{200D}" || scalar.properties.isEmojiModifier { return true }
        let isRegional = { (0x1F1E6...0x1F1FF).contains(($0 as Unicode.Scalar).value) }
        return isRegional(scalar) && before.count == 1 && before.allSatisfy(isRegional)
    }

    private func cellBefore() -> (row: Int, column: Int)? {
        var index = edgeReached ? columns - 1 : column - 1
        while index >= 0, rows[row].cells[index].isTail { index -= 1 }
        guard index >= 0, !rows[row].cells[index].isBlank else { return nil }
        return (row, index)
    }

    private mutating func widen(_ target: (row: Int, column: Int)) {
        guard target.column + 1 < columns, column == target.column + 1 else { return }
        rows[row].cells[column] = tail()
        advance(1)
    }

    private mutating func wrap() {
        rows[row].runsOn = true
        edgeReached = false
        column = 0
        lineFeed()
    }

    private mutating func write(_ text: String, _ width: Int) {
        breakCluster(at: column)
        if width == 2, column + 1 < columns { breakCluster(at: column + 1) }
        rows[row].cells[column] = Cell(text: text, style: styleText, isBlank: false)
        if width == 2, column + 1 < columns { rows[row].cells[column + 1] = tail() }
        advance(width)
    }

    /// What is left of a wide cluster when one half is written over is a blank.
    private mutating func breakCluster(at index: Int) {
        if rows[row].cells[index].isTail, index > 0 { rows[row].cells[index - 1] = Cell() }
        if index + 1 < columns, rows[row].cells[index + 1].isTail { rows[row].cells[index + 1] = Cell() }
    }

    private mutating func advance(_ width: Int) {
        column += width
        if column >= columns {
            column = columns - 1
            edgeReached = true
        }
    }

    private func tail() -> Cell { Cell(text: "", style: styleText, isBlank: false, isTail: true) }

    private var styleText: String { style.map(String.init).joined(separator: ";") }
}
