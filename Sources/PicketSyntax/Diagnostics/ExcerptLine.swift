/// One line of source text laid out in terminal columns, with its secrets replaced.
struct ExcerptLine {
    /// A tab reaches to the next multiple of this.
    private static let tabWidth = 4
    /// How many bytes on either side of the focus are laid out.
    private static let reach = 600

    private struct Cell {
        var text: String
        var width: Int
        var start: Int
        var end: Int
    }

    private var cells: [Cell] = []
    private var isCutBefore = false
    private var isCutAfter = false
    private let focus: Range<Int>

    /// - Parameters:
    ///   - line: the offsets of the line, without its end.
    ///   - focus: the offsets to be underlined, within the line.
    ///   - hidden: sorted, not overlapping.
    init(_ source: SourceFile, line: Range<Int>, focus: Range<Int>, hidden: [SourceSpan], maximumWidth: Int) {
        self.focus = focus
        var offset = max(line.lowerBound, focus.lowerBound - ExcerptLine.reach)
        while offset > line.lowerBound, source.base[offset] & 0xC0 == 0x80 { offset -= 1 }
        isCutBefore = offset > line.lowerBound
        let limit = min(line.upperBound, focus.lowerBound + ExcerptLine.reach)
        layOut(source, from: offset, to: limit, hidden: hidden)
        isCutAfter = limit < line.upperBound
        cut(to: maximumWidth)
    }

    private mutating func layOut(_ source: SourceFile, from start: Int, to limit: Int, hidden: [SourceSpan]) {
        var offset = start
        var column = 0
        while offset < limit {
            let cell: Cell
            if let span = hidden.first(where: { $0.start <= offset && offset < $0.end }) {
                cell = Cell(text: Mask.text, width: Mask.text.count, start: offset, end: Int(span.end))
            } else if source.base[offset] == UInt8(ascii: "\t") {
                let width = ExcerptLine.tabWidth - column % ExcerptLine.tabWidth
                cell = Cell(text: String(repeating: " ", count: width), width: width, start: offset, end: offset + 1)
            } else {
                let next = hidden.first { $0.start > offset }.map { min(Int($0.start), limit) } ?? limit
                cell = cluster(of: source, from: offset, to: next)
            }
            cells.append(cell)
            column += cell.width
            offset = cell.end
        }
    }

    /// The grapheme cluster that begins at an offset. A terminal gives the whole cluster one or two columns.
    private func cluster(of source: SourceFile, from start: Int, to limit: Int) -> Cell {
        var scalars = String.UnicodeScalarView()
        var ends: [Int] = []
        var offset = start
        repeat {
            let length = max(source.lengthOfScalar(at: offset), 1)
            let scalar = source.text(SourceSpan(offset, offset + length)).unicodeScalars.first ?? "\u{FFFD}"
            // A scalar below U+0300 never continues a cluster.
            if !ends.isEmpty, scalar.value < 0x300 { break }
            offset += length
            scalars.append(scalar.displayed)
            ends.append(offset)
        } while offset < limit && ends.count < ExcerptLine.longestCluster
        let first = String(scalars).first.map { String($0) } ?? "\u{FFFD}"
        let end = ends[min(first.unicodeScalars.count, ends.count) - 1]
        // A combining mark without a base takes a column, so that the reader can see it.
        let width = DisplayWidth.columns(ofCluster: first.unicodeScalars)
        return Cell(text: width == 0 ? " " + first : first, width: max(width, 1), start: start, end: min(end, limit))
    }

    /// The maximum number of scalars. A longer cluster is laid out in pieces.
    private static let longestCluster = 32

    /// Drops cells on both sides of the focus until the rest fits.
    private mutating func cut(to maximumWidth: Int) {
        guard cells.reduce(0, { $0 + $1.width }) > maximumWidth else { return }
        let first = cells.firstIndex { $0.end > focus.lowerBound } ?? max(cells.count - 1, 0)
        var (lower, upper) = (first, first)
        var width = 0
        // Two thirds of the width go to the text after the focus.
        while upper < cells.count, width + cells[upper].width <= maximumWidth * 2 / 3 {
            width += cells[upper].width
            upper += 1
        }
        while lower > 0, width + cells[lower - 1].width <= maximumWidth {
            lower -= 1
            width += cells[lower].width
        }
        while upper < cells.count, width + cells[upper].width <= maximumWidth {
            width += cells[upper].width
            upper += 1
        }
        isCutBefore = isCutBefore || lower > 0
        isCutAfter = isCutAfter || upper < cells.count
        cells = Array(cells[lower..<upper])
    }

    var text: String {
        (isCutBefore ? "…" : "") + cells.map(\.text).joined() + (isCutAfter ? "…" : "")
    }

    /// The number of blanks before the underline, and its length, which is at least one column.
    var underline: (indentation: Int, length: Int) {
        var indentation = isCutBefore ? 1 : 0
        var length = 0
        for cell in cells {
            if cell.end <= focus.lowerBound {
                indentation += cell.width
            } else if cell.start < max(focus.upperBound, focus.lowerBound + 1) {
                length += cell.width
            }
        }
        return (indentation, max(length, 1))
    }
}
