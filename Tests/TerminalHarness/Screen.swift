import CPTY

/// What a person sees: a terminal's cells, cursor, modes and bells, from the bytes sent to it.
///
/// It knows the sequences that the editor may send and no others: `faults` names each one that it does not know.
package struct Screen {
    package struct Cell: Hashable {
        package var text = " "
        /// The parameters of Select Graphic Rendition in force, such as `1;32`.
        package var style = ""
        /// Nothing was written here; an erased cell is blank as well.
        package var isBlank = true
        /// The right half of a wide cluster.
        package var isTail = false
    }

    /// A mark of OSC 133, such as `A` or `D;0`, and the column in which the cursor was.
    package struct Mark: Hashable {
        package let text: String
        package let column: Int
    }

    package struct Row: Hashable {
        package var cells: [Cell]
        /// The text ran over the edge into the next row.
        package var runsOn = false

        init(_ columns: Int) { cells = Array(repeating: Cell(), count: columns) }

        /// One past the last cell that was written.
        var length: Int { cells.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? 0 }
    }

    package internal(set) var columns: Int
    package internal(set) var height: Int
    package internal(set) var rows: [Row]
    /// Rows that left the screen at its top.
    package internal(set) var scrolled: [Row] = []
    package internal(set) var row = 0
    package internal(set) var column = 0
    package internal(set) var bells = 0
    package internal(set) var modes: Set<Int> = []
    package internal(set) var faults: [String] = []
    /// How often a picture was finished: the ends of synchronized output.
    package internal(set) var pictures = 0
    /// The marks of prompts, typed texts and outputs, in the order in which they came.
    package internal(set) var marks: [Mark] = []
    var style: [Int] = []
    var edgeReached = false
    var parser = EscapeParser()

    package init(columns: Int, rows: Int) {
        self.columns = columns
        height = rows
        self.rows = Array(repeating: Row(columns), count: rows)
    }

    /// A row's text without the blanks at its end.
    package func line(_ index: Int) -> String { Self.text(rows[index]) }

    /// The rows down to the last one with text.
    package var lines: [String] { Self.trimmed(rows.map(Self.text)) }

    /// Everything that was ever shown and not erased.
    package var transcript: [String] { Self.trimmed((scrolled + rows).map(Self.text)) }

    /// A row with its styles: `{1;32:show} web`.
    package func styled(_ index: Int) -> String {
        var result = ""
        var style = ""
        for cell in rows[index].cells[..<rows[index].length] where !cell.isTail {
            if cell.style != style {
                if !style.isEmpty { result += "}" }
                if !cell.style.isEmpty { result += "{\(cell.style):" }
                style = cell.style
            }
            result += cell.text
        }
        return style.isEmpty ? result : result + "}"
    }

    private static func text(_ row: Row) -> String {
        var text = row.cells.filter { !$0.isTail }.map(\.text).joined()
        while text.last == " " { text.removeLast() }
        return text
    }

    private static func trimmed(_ lines: [String]) -> [String] {
        Array(lines.reversed().drop { $0.isEmpty }.reversed())
    }

    package mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if let token = parser.take(byte) { apply(token) }
        }
    }

    private mutating func apply(_ token: EscapeParser.Token) {
        switch token {
        case .scalar(let scalar): put(scalar)
        case .control(let byte): control(byte)
        case .sequence(let isPrivate, let parameters, let final): sequence(isPrivate, parameters, final)
        case .command(let text):
            if text.hasPrefix("133;") {
                marks.append(Mark(text: String(text.dropFirst(4)), column: column))
            } else {
                faults.append("command \(text)")
            }
        case .unknown(let text): faults.append(text)
        }
    }

    private mutating func control(_ byte: UInt8) {
        switch byte {
        case 0x07: bells += 1
        case 0x08: column = max(0, column - 1)
        case 0x0A: lineFeed()
        case 0x0D: column = 0
        default: faults.append("control \(byte)")
        }
        if byte != 0x07 { edgeReached = false }
    }

    mutating func lineFeed() {
        if row + 1 < height {
            row += 1
        } else {
            scrolled.append(rows.removeFirst())
            rows.append(Row(columns))
        }
    }
}
