import PicketSyntax

/// Aligns texts in columns, two blanks apart. It keeps only the cells that are not empty.
struct TextTable {
    /// The text of a column in one row.
    struct Cell {
        let text: String
        let column: Int
        /// The columns of the terminal that the text takes.
        let width: Int
        let isRight: Bool

        /// About the bytes of memory that a cell takes beside its text.
        static let size = 64

        init(_ text: String, column: Int, isRight: Bool) {
            self.text = text
            self.column = column
            self.isRight = isRight
            width = DisplayWidth.columns(of: text)
        }
    }

    private var headers: [Cell] = []
    private var rows: [[Cell]] = []
    private var widths: [Int] = []
    /// Whether all cells of a column are aligned to the right.
    private var areRight: [Bool] = []

    /// Adds the next column.
    mutating func addColumn(_ header: String) {
        headers.append(Cell(header, column: headers.count, isRight: false))
        widths.append(headers[headers.count - 1].width)
        areRight.append(true)
    }

    /// Adds a row. Its cells are in the order of the columns, without the empty ones.
    mutating func addRow(_ cells: [Cell]) {
        rows.append(cells)
        for cell in cells {
            widths[cell.column] = max(widths[cell.column], cell.width)
            if !cell.isRight { areRight[cell.column] = false }
        }
    }

    /// Writes the lines, without trailing blanks and without a final newline.
    ///
    /// - Parameters:
    ///
    ///   - reserve: called with the most bytes that the text can take, before it is made.
    ///
    ///   - look: called after each line with its bytes.
    func text(
        reserve: (Int) throws(Failure) -> Void, look: (Int) throws(Failure) -> Void
    ) throws(Failure) -> [UInt8] {
        var starts: [Int] = []
        var start = 0
        for width in widths {
            starts.append(start)
            start += width + 2
        }
        // A heading is aligned like the cells below it.
        let heads = headers.map { Cell($0.text, column: $0.column, isRight: !rows.isEmpty && areRight[$0.column]) }
        var size = bytes(of: heads, starts)
        for row in rows { size += 1 + bytes(of: row, starts) }
        try reserve(size)
        var text: [UInt8] = []
        text.reserveCapacity(size)
        append(heads, starts, to: &text)
        for row in rows {
            let before = text.count
            text.append(UInt8(ascii: "\n"))
            append(row, starts, to: &text)
            try look(text.count - before)
        }
        return text
    }

    /// The most bytes of a line.
    private func bytes(of cells: [Cell], _ starts: [Int]) -> Int {
        guard let last = cells.last else { return 0 }
        return cells.reduce(starts[last.column] + widths[last.column]) { $0 + max(0, $1.text.utf8.count - $1.width) }
    }

    private func append(_ cells: [Cell], _ starts: [Int], to text: inout [UInt8]) {
        let start = text.count
        var position = 0
        for cell in cells {
            let place = starts[cell.column] + (cell.isRight ? widths[cell.column] - cell.width : 0)
            text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: place - position))
            text.append(contentsOf: cell.text.utf8)
            position = place + cell.width
        }
        while text.count > start, text[text.count - 1] == UInt8(ascii: " ") { text.removeLast() }
    }
}
