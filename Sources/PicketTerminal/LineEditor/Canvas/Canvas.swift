/// Cells in rows of a fixed width.
struct Canvas {
    let columns: Int
    private(set) var rows: [Row] = [Row()]
    private(set) var cursor = Position(row: 0, column: 0)

    init(columns: Int) { self.columns = max(1, columns) }

    private var last: Int { rows.count - 1 }

    /// The position of the next cluster, if it fits into the last row.
    var end: Position { Position(row: last, column: rows[last].width) }

    mutating func startRow() { rows.append(Row()) }

    /// Appends a cluster. If it does not fit, it begins the next row.
    mutating func append(_ cluster: Cluster, _ appearance: Appearance) {
        makeRoom(for: cluster.width)
        var cell = Cell(cluster, appearance)
        if cell.width > columns { (cell.text, cell.width) = (" ", 1) }
        rows[last].append(cell)
    }

    mutating func append(_ text: StyledText) {
        for run in text.runs {
            for cluster in Cluster.split(run.text) {
                if cluster.width == 0 { startRow() } else { append(cluster, run.appearance) }
            }
        }
    }

    /// Puts the cursor where a cluster of this width would go. A width of zero is the end of a line.
    mutating func markCursor(before width: Int) {
        makeRoom(for: width)
        cursor = Position(row: last, column: min(rows[last].width, columns - 1))
    }

    /// Appends text to the last row, and cuts it at the row's end.
    mutating func appendCut(_ text: StyledText) {
        for run in text.runs {
            for cluster in Cluster.split(run.text) where cluster.width > 0 {
                guard rows[last].width + cluster.width <= columns else { return }
                rows[last].append(Cell(cluster, run.appearance))
            }
        }
    }

    /// Puts text at the right edge of a row if there is at least one blank before it; leaves it out otherwise.
    mutating func place(_ text: StyledText, atRightOf row: Int) {
        var tail = Canvas(columns: columns)
        tail.appendCut(text)
        let width = tail.rows[0].width
        let gap = columns - rows[row].width - width
        guard gap >= 1, width > 0, tail.rows[0].cells.count == Cluster.split(text.plain).count else { return }
        for cluster in Cluster.split(String(repeating: " ", count: gap)) { rows[row].append(Cell(cluster, .plain)) }
        for cell in tail.rows[0].cells { rows[row].append(cell) }
    }

    private mutating func makeRoom(for width: Int) {
        guard rows[last].width > 0, rows[last].width + width > columns else { return }
        rows[last].runsOn = true
        startRow()
    }
}
