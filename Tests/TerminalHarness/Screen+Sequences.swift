extension Screen {
    mutating func sequence(_ isPrivate: Bool, _ parameters: [Int], _ final: Character) {
        let count = max(1, parameters.first ?? 1)
        switch (isPrivate, final) {
        case (true, "h"): setModes(parameters, true)
        case (true, "l"): setModes(parameters, false)
        case (false, "A"): row = max(0, row - count)
        case (false, "B"): row = min(height - 1, row + count)
        case (false, "C"): column = min(columns - 1, column + count)
        case (false, "D"): column = max(0, column - count)
        case (false, "G"): column = min(columns, count) - 1
        case (false, "H"):
            row = min(height, count) - 1
            column = min(columns, max(1, parameters.dropFirst().first ?? 1)) - 1
        case (false, "J"): erase(parameters.first ?? 0)
        case (false, "K"): eraseLine(parameters.first ?? 0)
        case (false, "m"): setStyle(parameters)
        default: faults.append("sequence \(isPrivate ? "?" : "")\(parameters)\(final)")
        }
        if !isPrivate, final != "m" { edgeReached = false }
    }

    private mutating func setModes(_ numbers: [Int], _ isOn: Bool) {
        for number in numbers {
            if ![25, 2004, 2026].contains(number) { faults.append("mode \(number)") }
            if number == 2026, !isOn { pictures += 1 }
            if isOn { modes.insert(number) } else { modes.remove(number) }
        }
    }

    private mutating func erase(_ what: Int) {
        switch what {
        case 0:
            eraseLine(0)
            for index in (row + 1)..<max(row + 1, height) { rows[index] = Row(columns) }
        case 2: rows = Array(repeating: Row(columns), count: height)
        default: faults.append("erase \(what)")
        }
    }

    private mutating func eraseLine(_ what: Int) {
        guard what == 0 else { return faults.append("erase line \(what)") }
        for index in column..<columns { rows[row].cells[index] = Cell() }
        rows[row].runsOn = false
    }

    private mutating func setStyle(_ parameters: [Int]) {
        for parameter in parameters.isEmpty ? [0] : parameters {
            switch parameter {
            case 0: style = []
            case 1, 2, 3, 4, 7, 30...37, 90...97: style.append(parameter)
            default: faults.append("style \(parameter)")
            }
        }
    }

    /// Takes a new size as terminals that reflow do: a row that is too long folds, one that ran on joins again.
    package mutating func resize(columns newColumns: Int, rows newHeight: Int) {
        var folded: [Row] = []
        var cursor = (row: 0, column: 0)
        let used = max(row, rows.lastIndex { $0.length > 0 } ?? 0)
        let all = scrolled + rows[...used]
        for (index, old) in all.enumerated() {
            let isCursorRow = index == scrolled.count + row
            let length = max(old.length, isCursorRow ? column + 1 : 1)
            let first = folded.count
            for start in stride(from: 0, to: length, by: newColumns) {
                var part = Row(newColumns)
                for (offset, cell) in old.cells[start..<min(old.cells.count, start + newColumns)].enumerated() {
                    part.cells[offset] = cell
                }
                folded.append(part)
            }
            if isCursorRow { cursor = (first + column / newColumns, column % newColumns) }
        }
        let top = max(0, folded.count - newHeight)
        scrolled = Array(folded[..<top])
        rows = Array(folded[top...])
        while rows.count < newHeight { rows.append(Row(newColumns)) }
        (columns, height, edgeReached) = (newColumns, newHeight, false)
        (row, column) = (max(0, cursor.row - top), cursor.column)
    }
}
