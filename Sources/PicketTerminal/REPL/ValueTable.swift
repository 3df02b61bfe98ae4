import PicketRuntime
import PicketSyntax

/// Formats values as rows: a map has a row for each key, a list of maps a column for each key.
struct ValueTable {
    private let paint: Paint
    /// The number of rows that are shown; the rest is counted.
    private static let rowLimit = 200

    init(_ paint: Paint) {
        self.paint = paint
    }

    func text(_ value: Shown<Value>) -> Shown<String> { value.map { lines($0).joined(separator: "\n") } }

    private func lines(_ value: Value) -> [String] {
        switch value {
        case .map(let map) where map.count > 0: return rows(map)
        case .list(let elements) where !elements.isEmpty: return limited(elements)
        default: return [cell(value).text]
        }
    }

    private func limited(_ elements: [Value]) -> [String] {
        let shown = Array(elements.prefix(Self.rowLimit))
        let rest = elements.count - shown.count
        let maps = shown.compactMap { element in if case .map(let map) = element { map } else { nil } }
        let isTable = maps.count == shown.count && maps.allSatisfy(Self.hasColumns)
        let lines = isTable ? columns(maps) : shown.map { cell($0).text }
        return lines + (rest > 0 ? [paint.faint("… and \(rest) more")] : [])
    }

    /// Whether the keys can be columns. Several hidden keys look the same, so they cannot.
    private static func hasColumns(_ map: ValueMap) -> Bool { Set(map.keys).count == map.count }

    private func rows(_ map: ValueMap) -> [String] {
        let names = map.keys.map(Paint.harmless)
        let width = names.map(\.columns).max() ?? 0
        return zip(names, map.values).map { name, value in
            Self.trimmed(paint.name(name) + blanks(width - name.columns + 2) + cell(value).text)
        }
    }

    private func columns(_ maps: [ValueMap]) -> [String] {
        var names: [String] = []
        for map in maps { for key in map.keys where !names.contains(key) { names.append(key) } }
        let cells = maps.map { map in names.map { name in map[name].map(cell) ?? Cell(text: "", width: 0) } }
        let widths = names.indices.map { index in
            max(Paint.harmless(names[index]).columns, cells.map { $0[index].width }.max() ?? 0)
        }
        let head = zip(names.map(Paint.harmless), widths).map { paint.name($0) + blanks($1 - $0.columns) }
        let body = cells.map { row in zip(row, widths).map { $0.text + blanks($1 - $0.width) } }
        return ([head] + body).map { Self.trimmed($0.joined(separator: "  ")) }
    }

    private struct Cell {
        var text: String
        var width: Int
    }

    private func cell(_ value: Value) -> Cell {
        let text = Paint.harmless(value.description)
        let painted =
            switch value {
            case .boolean(let isTrue): paint(text, Appearance(isTrue ? .green : .yellow))
            case .integer, .float, .duration: paint(text, Appearance(.magenta))
            case .null: paint.faint(text)
            default: text
            }
        return Cell(text: painted, width: text.columns)
    }

    private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

    private static func trimmed(_ line: String) -> String {
        var line = line[...]
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}

extension String {
    /// The number of terminal columns that the text takes.
    var columns: Int { DisplayWidth.columns(of: self) }
}
