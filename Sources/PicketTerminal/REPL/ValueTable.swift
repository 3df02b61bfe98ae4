import PicketRuntime
import PicketSyntax

/// Formats values as rows: a map has a row for each key, a list of maps a column for each key.
struct ValueTable {
    private let paint: Paint
    /// The layout on a terminal; nil if nothing is cut or aligned to the right.
    private let layout: TableLayout?
    /// The number of rows that are shown; the rest is counted.
    private static let rowLimit = 200

    init(_ paint: Paint, _ layout: TableLayout? = nil) {
        self.paint = paint
        self.layout = layout
    }

    func text(_ value: Shown<Value>) -> Shown<String> { rows(value).text }

    /// Returns the rows with their contents, which tell whether a row has changed.
    func rows(_ value: Shown<Value>) -> TableRows { TableRows(value.map { lines($0) }) }

    /// Returns any value in one line.
    func line(_ value: Shown<Value>) -> Shown<String> { value.map { painted(cell($0)) } }

    /// Whether a value is more than one row: a map, or a list of maps.
    static func takes(_ value: Value) -> Bool {
        switch value {
        case .map(let map): map.count > 0
        case .list(let elements): !elements.isEmpty && Self.maps(elements) != nil
        default: false
        }
    }

    private func lines(_ value: Value) -> [TableRow] {
        switch value {
        case .map(let map) where map.count > 0: return record(map, isCut: true)
        case .list(let elements) where !elements.isEmpty: return limited(elements)
        default: return [row(cell(value))]
        }
    }

    private func limited(_ elements: [Value]) -> [TableRow] {
        let shown = Array(elements.prefix(Self.rowLimit))
        let rest = elements.count - shown.count
        let lines =
            Self.maps(shown).map { layout?.isWide == true ? records($0) : table($0) } ?? shown.map { row(cell($0)) }
        return lines + (rest > 0 ? [TableRow(paint.faint("… and \(rest) more"))] : [])
    }

    /// The elements if all are maps whose keys can be columns; nil otherwise. Several hidden keys look the same, so they
    /// cannot.
    private static func maps(_ elements: [Value]) -> [ValueMap]? {
        var maps: [ValueMap] = []
        for element in elements {
            guard case .map(let map) = element, Set(map.keys.map(TextKey.init)).count == map.count else { return nil }
            maps.append(map)
        }
        return maps
    }

    // MARK: Records

    private func records(_ maps: [ValueMap]) -> [TableRow] {
        maps.enumerated().flatMap { [TableRow(paint.faint("record \($0 + 1)"))] + record($1, isCut: false) }
    }

    private func record(_ map: ValueMap, isCut: Bool) -> [TableRow] {
        let names = map.keys.map(Paint.harmless)
        let cells = map.values.map(cell)
        let widest = names.map(\.columns).max() ?? 0
        let available = layout.flatMap { isCut && !$0.isWide ? $0.columns : nil }
        // A name that leaves its value no room is cut.
        let width = available.map { min(widest, max(1, $0 - ColumnWidths.gap - Self.leastWidth(cells))) } ?? widest
        let room = available.map { max(0, $0 - width - ColumnWidths.gap) }
        return zip(names, cells).map { name, cell in
            let shown = name.fitted(to: width)
            let text = painted(room.map { cell.fitted(to: $0) } ?? cell)
            let line = paint.name(shown) + blanks(width - shown.columns + ColumnWidths.gap) + text
            return TableRow(Self.trimmed(line), [name, cell.text])
        }
    }

    /// Returns the room that the values of a record need beside long names. A number must not be cut.
    private static func leastWidth(_ cells: [Cell]) -> Int {
        cells.map { $0.kind == .number ? $0.width : min($0.width, leastValue) }.max() ?? 0
    }

    /// The least width of a text beside a long name.
    private static let leastValue = 8

    // MARK: Tables

    private func table(_ maps: [ValueMap]) -> [TableRow] {
        var seen: Set<TextKey> = []
        let keys = maps.flatMap(\.keys).filter { seen.insert(TextKey($0)).inserted }
        let names = keys.map(Paint.harmless)
        let cells = maps.map { map in keys.map { map[$0].map(cell) ?? Cell(text: "", kind: .nothing) } }
        let isNumber = keys.indices.map { column in layout != nil && Self.areNumbers(cells.map { $0[column] }) }
        let natural = keys.indices.map { column in
            max(names[column].columns, cells.map { $0[column].width }.max() ?? 0)
        }
        let available = layout?.columns ?? .max
        let total = natural.reduce(ColumnWidths.gap * (natural.count - 1), +)
        let fitting = total <= available ? nil : ColumnWidths(natural, isWhole: isNumber, in: available)
        let widths = fitting?.widths ?? natural
        func line(_ row: [Cell]) -> String {
            let parts = widths.indices.map { column in
                let cell = row[column].fitted(to: widths[column])
                let gap = blanks(widths[column] - cell.width)
                return isNumber[column] ? gap + painted(cell) : painted(cell) + gap
            }
            return Self.trimmed(parts.joined(separator: blanks(ColumnWidths.gap)))
        }
        let head = TableRow(line(names.map { Cell(text: $0, kind: .name) }), names)
        let body = cells.map { TableRow(line($0), $0.map(\.text)) }
        return [head] + body + note(on: fitting?.omitted ?? 0)
    }

    private static func areNumbers(_ cells: [Cell]) -> Bool {
        cells.contains { $0.kind == .number } && cells.allSatisfy { [.number, .nothing].contains($0.kind) }
    }

    private func note(on omitted: Int) -> [TableRow] {
        guard omitted > 0 else { return [] }
        let text = omitted == 1 ? "… 1 column more: `:wide` shows it" : "… \(omitted) columns more: `:wide` shows them"
        return [TableRow(paint.faint(text))]
    }

    // MARK: Cells

    private struct Cell {
        enum Kind { case text, name, number, yes, no, nothing }

        var text: String
        var kind: Kind
        var width: Int { text.columns }

        func fitted(to columns: Int) -> Cell { Cell(text: text.fitted(to: columns), kind: kind) }
    }

    private func cell(_ value: Value) -> Cell {
        let kind: Cell.Kind =
            switch value {
            case .boolean(let isTrue): isTrue ? .yes : .no
            case .integer, .float, .decimal, .duration: .number
            case .null: .nothing
            default: .text
            }
        return Cell(text: Paint.harmless(value.description), kind: kind)
    }

    private func row(_ cell: Cell) -> TableRow { TableRow(painted(cell), [cell.text]) }

    private func painted(_ cell: Cell) -> String {
        switch cell.kind {
        case .text: cell.text
        case .name: paint.name(cell.text)
        case .number: paint(cell.text, Appearance(.magenta))
        case .yes: paint(cell.text, Appearance(.green))
        case .no: paint(cell.text, Appearance(.yellow))
        case .nothing: paint.faint(cell.text)
        }
    }

    private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

    private static func trimmed(_ line: String) -> String {
        var line = line[...]
        while line.utf8.last == UInt8(ascii: " ") { line.unicodeScalars.removeLast() }
        return String(line)
    }
}

extension String {
    /// The number of terminal columns that the text takes.
    var columns: Int { DisplayWidth.columns(of: self) }
}
