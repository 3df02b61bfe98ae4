/// Changes one picture on the screen to the next, with as few bytes as possible in a single write.
///
/// Every row ends with an explicit movement and never runs over the edge. So a terminal that reflows on a resize keeps
/// the rows apart, and `lift` knows their number.
struct Painter {
    let colors: Bool
    private var rows: [Row] = []
    private var cursor = Position(row: 0, column: 0)
    private var output: [UInt8] = []
    private var appearance = Appearance.plain
    private var inputStart: Position?

    init(colors: Bool) { self.colors = colors }

    /// Returns the bytes that make the screen show `picture`; empty if it already does.
    mutating func paint(_ picture: Picture, bell: Bool = false) -> [UInt8] {
        output = []
        inputStart = picture.inputStart
        for row in picture.rows.indices { update(row, picture.rows[row]) }
        if rows.count > picture.rows.count { eraseBelow(picture.rows.count) }
        rows = picture.rows
        move(to: picture.cursor)
        let drawing = synchronized(output)
        return bell ? drawing + [0x07] : drawing
    }

    /// Returns the bytes that draw a picture once, from the cursor on and without movements. A row that runs on has no
    /// line end. So the terminal knows that the rows are one line, and a copy of them is one line, too.
    ///
    /// - Parameter columns: The current width.
    mutating func paintOnce(_ picture: Picture, columns: Int) -> [UInt8] {
        output = []
        inputStart = picture.inputStart
        cursor = Position(row: 0, column: 0)
        for (index, row) in picture.rows.enumerated() {
            if index > 0 {
                if !picture.rows[index - 1].runsOn { output += [0x0D, 0x0A] }
                cursor = Position(row: index, column: 0)
            }
            put(row, index, from: 0, columns: columns)
        }
        rows = picture.rows
        return synchronized(output)
    }

    /// Returns the bytes that remove the picture and leave the cursor where it began.
    ///
    /// - Parameter columns: The current width. If it became smaller, the terminal has folded each longer row.
    mutating func lift(columns: Int) -> [UInt8] {
        output = []
        let folded = rows.prefix(cursor.row).reduce(cursor.column / max(1, columns)) {
            $0 + max(1, ($1.width + columns - 1) / max(1, columns))
        }
        if folded > 0 { control(folded, "A") }
        output.append(0x0D)
        control(nil, "J")
        forget()
        return output
    }

    /// Returns the bytes that keep the picture and move to a fresh row below it.
    mutating func leave() -> [UInt8] {
        output = []
        if let last = rows.indices.last { move(to: Position(row: last, column: cursor.column)) }
        output += [0x0D, 0x0A]
        forget()
        return output
    }

    /// Resets the painter. The next picture begins at the cursor, at the left edge of an empty row.
    mutating func forget() {
        rows = []
        cursor = Position(row: 0, column: 0)
    }

    private mutating func update(_ index: Int, _ row: Row) {
        guard index < rows.count else { return draw(row, index, from: 0, column: 0, erase: false) }
        let old = rows[index]
        if old.cells == row.cells { return }
        var same = 0
        var column = 0
        while same < min(old.cells.count, row.cells.count), old.cells[same] == row.cells[same] {
            column += row.cells[same].width
            same += 1
        }
        draw(row, index, from: same, column: column, erase: old.width > row.width)
    }

    private mutating func draw(_ row: Row, _ index: Int, from first: Int, column: Int, erase: Bool) {
        move(to: Position(row: index, column: column))
        put(row, index, from: first, columns: .max)
        if erase { control(nil, "K") }
        if index >= rows.count { rows.append(row) }
    }

    /// Writes cells of a row at the cursor.
    private mutating func put(_ row: Row, _ index: Int, from first: Int, columns: Int) {
        if inputStart != nil, index == 0, first == 0 { output += PromptMark.promptStart.bytes }
        var isMarkDue = inputStart?.row == index && first == 0
        for cell in row.cells[first...] {
            if isMarkDue, cursor.column >= inputStart?.column ?? 0 {
                set(.plain)
                output += PromptMark.inputStart.bytes
                isMarkDue = false
            }
            set(cell.appearance)
            output += cell.text.utf8
            cursor.column += cell.width
            // At the edge, a movement would end the state in which the next character begins the next row.
            if cell.isContested, cursor.column < columns { control(cursor.column + 1, "G") }
        }
        set(.plain)
        if isMarkDue { output += PromptMark.inputStart.bytes }
    }

    private mutating func eraseBelow(_ count: Int) {
        move(to: Position(row: count, column: 0))
        control(nil, "J")
    }

    private mutating func move(to target: Position) {
        while target.row >= max(1, rows.count), cursor.row < target.row { goBelowLastRow() }
        if target.row < cursor.row { control(cursor.row - target.row, "A") }
        if target.row > cursor.row { control(target.row - cursor.row, "B") }
        cursor.row = target.row
        guard target.column != cursor.column else { return }
        if target.column == 0 { output.append(0x0D) } else { control(target.column + 1, "G") }
        cursor.column = target.column
    }

    /// Moves below the last row with a line feed, which creates the row and scrolls if necessary.
    private mutating func goBelowLastRow() {
        let last = max(0, rows.count - 1)
        if cursor.row < last { control(last - cursor.row, "B") }
        output += [0x0D, 0x0A]
        cursor = Position(row: last + 1, column: 0)
    }

    private mutating func set(_ wanted: Appearance) {
        guard wanted != appearance else { return }
        appearance = wanted
        let parameters = wanted.parameters(colors: colors)
        output += "\u{1B}[0".utf8
        for parameter in parameters { output += ";\(parameter)".utf8 }
        output.append(UInt8(ascii: "m"))
    }

    private mutating func control(_ count: Int?, _ final: Unicode.Scalar) {
        output += "\u{1B}[".utf8
        if let count { output += String(count).utf8 }
        output.append(UInt8(ascii: final))
    }

    /// Wraps a drawing in a synchronized update:
    /// https://gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036
    private func synchronized(_ drawing: [UInt8]) -> [UInt8] {
        drawing.isEmpty ? [] : Array("\u{1B}[?2026h".utf8) + drawing + Array("\u{1B}[?2026l".utf8)
    }
}
