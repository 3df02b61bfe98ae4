import PicketSyntax

/// `table(rows, columns)`: aligned columns for people.
extension Machine {
    /// Formats rows, which are maps. The columns are keys, by default all of them in the order of their appearance.
    /// Numbers are aligned to the right. A secret is shown as `•••`, and does not make the text secret.
    func table(_ rows: Cell, _ columns: Cell) throws(Failure) -> Cell {
        guard rows.kind == CellKind.list else { throw wrongFunctionArgument(.table, "a list of maps", rows) }
        for row in rows.listElements where row.kind != CellKind.map {
            throw wrongFunctionArgument(.table, "a list of maps", row)
        }
        let keys = try columns.kind == CellKind.missing ? allKeys(of: rows) : chosenKeys(columns)
        var table = TextTable(headers: keys.map { shownCell($0) })
        var work = 0
        for (position, row) in rows.listElements.enumerated() {
            try pauseIfAwaited(at: position)
            table.rows.append(
                keys.map { key in
                    guard let value = heap.state.pointee.value(of: key, in: row) else { return ("", false) }
                    let text = shownCell(value)
                    work += text.utf8.count + 16
                    return (text, value.isNumber || value.kind == CellKind.duration)
                })
            if work > freeBytes { try demand(bytes: work) }
        }
        charge(scanned: 16 * work)
        let text = table.text
        try demand(bytes: text.utf8.count)
        return heap.state.pointee.text(text)
    }

    private func allKeys(of rows: Cell) throws(Failure) -> [Cell] {
        let known = heap.state.pointee.map(capacity: 16)
        for (position, row) in rows.listElements.enumerated() {
            try pauseIfAwaited(at: position)
            charge(visits: 4 * row.mapEntries.count)
            for entry in row.mapEntries { heap.state.pointee.set(entry.key, to: .null, in: known) }
        }
        return known.mapEntries.map(\.key)
    }

    private func chosenKeys(_ columns: Cell) throws(Failure) -> [Cell] {
        guard columns.kind == CellKind.list else {
            throw wrongFunctionArgument(.table, "a list of columns", columns)
        }
        for column in columns.listElements where !column.isText {
            throw wrongFunctionArgument(.table, "columns by their names", column)
        }
        return Array(columns.listElements)
    }

    /// Formats a value for one line of a table.
    private func shownCell(_ cell: Cell) -> String {
        let (text, isCut) = shownBeginning(cell, limit: 2_000)
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { line.append(scalar.displayed) }
        return String(line) + (isCut ? "…" : "")
    }
}

/// Aligns texts in columns, two blanks apart.
struct TextTable {
    var headers: [String]
    /// Each cell, and whether it is aligned to the right.
    var rows: [[(text: String, isRight: Bool)]] = []

    init(headers: [String]) { self.headers = headers }

    /// The lines, without trailing blanks and without a final newline.
    var text: String {
        var widths = headers.map { DisplayWidth.columns(of: $0) }
        for row in rows {
            for (column, cell) in row.enumerated() {
                widths[column] = max(widths[column], DisplayWidth.columns(of: cell.text))
            }
        }
        // A heading is aligned like the cells below it.
        let heads = headers.enumerated().map { column, text in
            (
                text: text,
                isRight: !rows.isEmpty && rows.allSatisfy { $0[column].isRight || $0[column].text.utf8.isEmpty }
            )
        }
        return ([heads] + rows).map { line($0, widths) }.joined(separator: "\n")
    }

    private func line(_ cells: [(text: String, isRight: Bool)], _ widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            if column > 0 { line += "  " }
            let blanks = String(repeating: " ", count: widths[column] - DisplayWidth.columns(of: cell.text))
            line += cell.isRight ? blanks + cell.text : cell.text + blanks
        }
        let end = line.utf8.lastIndex { $0 != UInt8(ascii: " ") }.map { line.utf8.index(after: $0) }
        return String(line[..<(end ?? line.startIndex)])
    }
}
