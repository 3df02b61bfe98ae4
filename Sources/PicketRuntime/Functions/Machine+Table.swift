import PicketSyntax

/// `table(rows, columns)`: aligned columns for people.
extension Machine {
    /// Formats rows, which are maps. The columns are keys, by default all of them in the order of their appearance.
    /// Numbers are aligned to the right. A secret is shown as `•••`, and does not make the text secret.
    func table(_ rows: Cell, _ columns: Cell) throws(Failure) -> Cell {
        guard rows.kind == CellKind.list else { throw wrongFunctionArgument(.table, "a list of maps", rows) }
        for (position, row) in rows.listElements.enumerated() {
            try pauseIfAwaited(at: position)
            if row.kind != CellKind.map { throw wrongFunctionArgument(.table, "a list of maps", row) }
        }
        let keys = try columns.kind == CellKind.missing ? allKeys(of: rows) : chosenKeys(columns)
        var table = TextTable()
        var (size, work) = (0, 0)
        for key in keys {
            let header = shownCell(key)
            table.addColumn(header)
            try count(header.utf8.count, &size, &work)
        }
        for row in rows.listElements {
            // A column that the row lacks takes no memory, but the search for it takes time.
            charge(visits: 8 * keys.count)
            var cells: [TextTable.Cell] = []
            for (column, key) in keys.enumerated() {
                try pauseIfAwaited(after: Machine.workPerSearch, &work)
                guard let value = heap.state.pointee.value(of: key, in: row) else { continue }
                let text = shownCell(value)
                try count(text.utf8.count, &size, &work)
                if text.utf8.isEmpty { continue }
                let isRight = value.isNumber || value.kind == CellKind.duration
                cells.append(TextTable.Cell(text, column: column, isRight: isRight))
            }
            try count(0, &size, &work)
            table.addRow(cells)
        }
        charge(scanned: 16 * size)
        let text = try table.text { bytes throws(Failure) in
            // The text, and its copy in the heap.
            try demand(bytes: size + 2 * bytes)
        } look: { bytes throws(Failure) in
            try pauseIfAwaited(after: bytes, &work)
        }
        return heap.state.pointee.text(text)
    }

    /// The work of a search for a key in a row, in bytes that could be looked at in its time.
    private static let workPerSearch = 32

    /// Counts a cell of the table, or a row, as memory and as work.
    private func count(_ bytes: Int, _ size: inout Int, _ work: inout Int) throws(Failure) {
        size += bytes + TextTable.Cell.size
        if size > freeBytes { try demand(bytes: size) }
        try pauseIfAwaited(after: 8 * bytes + 256, &work)
    }

    private func allKeys(of rows: Cell) throws(Failure) -> [Cell] {
        let known = heap.state.pointee.map(capacity: 16)
        var work = 0
        for row in rows.listElements {
            charge(visits: 4 * row.mapEntries.count)
            for entry in row.mapEntries {
                try pauseIfAwaited(after: Machine.workPerSearch, &work)
                heap.state.pointee.set(entry.key, to: .null, in: known)
            }
            // The keys live in the rows, but the map of them grows.
            if heap.state.pointee.bytes > heap.state.pointee.limit { try demand(bytes: 1) }
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
