/// One cluster on the screen.
struct Cell: Hashable {
    var text: String
    var width: Int
    var isContested: Bool
    var appearance: Appearance

    init(_ cluster: Cluster, _ appearance: Appearance) {
        text = cluster.text
        width = cluster.width
        isContested = cluster.isContested
        self.appearance = appearance
    }
}

/// One row of the screen from its left edge. The part to the right of the last cell is blank.
struct Row: Hashable {
    var cells: [Cell] = []
    var width = 0
    /// Whether the text continues in the next row only because this row is full.
    var runsOn = false

    mutating func append(_ cell: Cell) {
        cells.append(cell)
        width += cell.width
    }
}

/// A place on the canvas.
struct Position: Hashable {
    var row: Int
    var column: Int
}

/// The editor's part of the screen: its rows and the position of the cursor.
struct Picture: Hashable {
    var rows: [Row]
    var cursor: Position
    /// The position after the prompt, where the typed text begins; nil if the terminal is not told where a prompt is.
    var inputStart: Position?
}
